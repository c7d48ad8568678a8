import { request } from 'undici';
import { startSimulator, type Simulator } from '../../../support/simulator';
import { wavChunks } from '../../../support/simulator/wav';
import { askFor, dial, linkTo as linkOf } from './helpers';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ timeScale: 0 });
});
afterEach(async () => await simulator.close());

const ask = async (name: string) => await askFor(simulator, name);
const linkTo = async (name: string) => await linkOf(simulator, name);
const download = async (url: string) => {
	const { statusCode, headers, body } = await request(url);
	return { status: statusCode, headers, bytes: Buffer.from(await body.arrayBuffer()) };
};

it('an unknown file gives code "1002"', async () => {
	expect((await ask('none.wav')).errors).toEqual({ code: '1002', codemsg: 'Abnormal operation' });
});

it('the recording of a call is a WAV file as long as the talk', async () => {
	await dial(simulator, { destnumber: '13800000007' });
	const { status, headers, bytes } = await download(
		await linkTo(`${simulator.dials[0]?.callId}.wav`),
	);
	expect(status).toBe(200);
	expect(headers).toMatchObject({
		'content-type': 'audio/wav',
		'content-length': String(bytes.length),
	});
	expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
	expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
	expect(bytes.toString('latin1', 8, 16)).toBe('WAVEfmt ');
	expect(bytes.readUInt32LE(16)).toBe(16);
	const [pcm, channels] = [bytes.readUInt16LE(20), bytes.readUInt16LE(22)];
	const [rate, perSecond] = [bytes.readUInt32LE(24), bytes.readUInt32LE(28)];
	const [align, bits] = [bytes.readUInt16LE(32), bytes.readUInt16LE(34)];
	expect({ pcm, channels, rate, perSecond, align, bits }).toEqual({
		pcm: 1,
		channels: 1,
		rate: 8000,
		perSecond: 16000,
		align: 2,
		bits: 16,
	});
	expect(bytes.toString('latin1', 36, 40)).toBe('data');
	expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
	expect(bytes.readUInt32LE(40) / perSecond).toBe(10);
});

it('a call that was not recorded has no file', async () => {
	await dial(simulator, { destnumber: '13800000006' });
	expect((await ask(`${simulator.dials[0]?.callId}.wav`)).errors.code).toBe('1002');
});

it('a recording is unknown for recordingDelaySeconds of simulated time', async () => {
	simulator.options.timeScale = 0.0001;
	simulator.options.recordingDelaySeconds = 1e9;
	await dial(simulator);
	const name = `${simulator.dials[0]?.callId}.wav`;
	expect((await ask(name)).errors.code).toBe('1002');
	simulator.options.recordingDelaySeconds = 0;
	expect((await ask(name)).status).toBe(0);
});

describe('links', () => {
	it('tell their expiry in UTC+8, five minutes ahead', async () => {
		simulator.addRecording('a.wav');
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2020, 1, 11, 18, 0, 0));
		const { expiredtime } = (await ask('a.wav')).result;
		clock.mockRestore();
		expect(expiredtime).toBe('Expiration time:2020-02-12 02:05:00');
	});

	it('answer 403 once expired', async () => {
		simulator.addRecording('a.wav');
		const good = await linkTo('a.wav');
		simulator.options.linkLifeSeconds = 0;
		const expired = await linkTo('a.wav');
		expect(await download(expired)).toMatchObject({
			status: 403,
			bytes: Buffer.from('link expired'),
		});
		expect((await download(good)).status).toBe(200);
	});

	it('are made for one file and cannot be guessed', async () => {
		simulator.addRecording('a.wav');
		simulator.addRecording('b.wav');
		const url = await linkTo('a.wav');
		expect((await download(url.replace('a.wav', 'b.wav'))).status).toBe(404);
		expect((await download(`${simulator.origin}/recordings/key/a.wav`)).status).toBe(404);
		expect(await linkTo('a.wav')).not.toBe(url);
	});

	it('work for names that need escaping', async () => {
		const name = '录音 1/2?#%.wav';
		simulator.addRecording(name);
		expect((await download(await linkTo(name))).status).toBe(200);
	});

	it('redirect after redirectRecordingsTo(url) until called without one', async () => {
		simulator.addRecording('a.wav');
		const url = await linkTo('a.wav');
		simulator.redirectRecordingsTo('http://127.0.0.1:9/elsewhere');
		expect(await download(url)).toMatchObject({
			status: 302,
			headers: { location: 'http://127.0.0.1:9/elsewhere' },
		});
		simulator.redirectRecordingsTo();
		expect((await download(url)).status).toBe(200);
	});
});

describe('addRecording()', () => {
	const fetch = async (options: Parameters<Simulator['addRecording']>[1]) => {
		simulator.addRecording('a.wav', options);
		return await download(await linkTo('a.wav'));
	};

	it('streams 300 MB out of one small buffer', async () => {
		simulator.addRecording('large.wav', { bytes: 300_000_000 });
		const { body } = await request(await linkTo('large.wav'));
		let size = 0;
		for await (const chunk of body) size += (chunk as Buffer).length;
		expect(size).toBe(300_000_000);
		const [, ...tone] = wavChunks(1_000_000);
		expect(new Set(tone.map(({ buffer }) => buffer)).size).toBe(1);
		expect(tone[0]?.length).toBeLessThanOrEqual(65_536);
	});

	it('refuses the first downloads as if the link had expired', async () => {
		simulator.addRecording('a.wav', { refusals: 2 });
		const url = await linkTo('a.wav');
		const statuses = [];
		for (let n = 0; n < 3; n++) statuses.push((await download(url)).status);
		expect(statuses).toEqual([403, 403, 200]);
	});

	it('can make a file slow; close() ends the wait', async () => {
		expect((await fetch({ delayMs: 1 })).status).toBe(200);
		simulator.addRecording('slow.wav', { delayMs: 3_600_000 });
		const answer = download(await linkTo('slow.wav')).then(
			({ status }) => status,
			() => 'broken',
		);
		await simulator.close();
		expect(await answer).not.toBe(200);
	});
});
