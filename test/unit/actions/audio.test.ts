import { Readable } from 'node:stream';
import { audioTypeOf, headOf, isText } from '../../../nodes/YunhuVoice/actions/recording/audio';

const bytes = (text: string) => Buffer.from(text, 'latin1');

it.each([
	['RIFF\x24\x00\x00\x00WAVE', 'audio/wav'],
	['ID3\x04', 'audio/mpeg'],
	['\xff\xfb\x90', 'audio/mpeg'],
	['\xff\xe2\x90', 'audio/mpeg'],
	['OggS\x00', 'audio/ogg'],
	['fLaC\x00', 'audio/flac'],
	['#!AMR\n', 'audio/amr'],
	['\n\x00\x00\x20ftypM4A ', 'audio/mp4'],
	['\xff\xe1\x90', 'application/octet-stream'],
	[' RIFF', 'application/octet-stream'],
	['-ID3', 'application/octet-stream'],
	['-OggS', 'application/octet-stream'],
	['-fLaC', 'application/octet-stream'],
	['-#!AMR', 'application/octet-stream'],
	['12345ftyp', 'application/octet-stream'],
	['', 'application/octet-stream'],
])('a file that begins with %j is %s', (head, type) => {
	expect(audioTypeOf(bytes(head))).toBe(type);
});

it.each([
	['<html>\r\n\t', true],
	['\x0b\x0c vertical tabs and form feeds', true],
	['\x1b$B ISO-2022-JP', true],
	['\xd5\xd2\xb2\xbb\xb5\xbd in GBK', true],
	['', true],
	['text\x08', false],
	['text\x0e', false],
	['text\x1f', false],
	['text\x00', false],
	['#!AMR\n', false],
])('that a file which begins with %j is text is %s', (head, expected) => {
	expect(isText(bytes(head))).toBe(expected);
});

describe('the head of a stream', () => {
	const EVENTS = ['readable', 'end', 'close', 'error'];

	it('is its first piece, which stays in it', async () => {
		const stream = Readable.from([bytes('one'), bytes('two')]);
		expect(await headOf(stream)).toEqual(bytes('one'));
		expect(await headOf(stream)).toEqual(bytes('one'));
		expect(Buffer.concat(await stream.toArray())).toEqual(bytes('onetwo'));
	});

	it('is 512 bytes at most', async () => {
		const whole = Buffer.alloc(2000, 'x');
		const stream = Readable.from([whole]);
		expect(await headOf(stream)).toHaveLength(512);
		expect(Buffer.concat(await stream.toArray())).toEqual(whole);
	});

	it('is awaited, and leaves no listener behind', async () => {
		const stream = new Readable({ read: () => undefined });
		const before = EVENTS.map((event) => stream.listenerCount(event));
		const head = headOf(stream);
		await new Promise(setImmediate);
		stream.push('late');
		expect(await head).toEqual(bytes('late'));
		expect(EVENTS.map((event) => stream.listenerCount(event))).toEqual(before);
	});

	it.each([
		['an empty stream', (stream: Readable) => void stream.push(null)],
		['a stream that is closed', (stream: Readable) => void stream.destroy()],
	])('is empty for %s', async (_what, end) => {
		const stream = new Readable({ read: () => undefined });
		const head = headOf(stream);
		await new Promise(setImmediate);
		end(stream);
		expect(await head).toHaveLength(0);
		expect(await headOf(stream)).toHaveLength(0);
	});

	it('fails with the stream', async () => {
		const stream = new Readable({ read: () => undefined });
		const head = headOf(stream);
		await new Promise(setImmediate);
		stream.destroy(new Error('the line is cut'));
		await expect(head).rejects.toThrow('the line is cut');
	});
});
