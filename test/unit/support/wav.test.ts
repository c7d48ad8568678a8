import { checkWav } from '../../support/examples/wav';
import { wavChunks, wavSize } from '../../support/simulator/wav';

const recording = () => Buffer.concat([...wavChunks(wavSize(2))]);

/** Checks a valid recording with some of its bytes changed. */
const changed = (change: (file: Buffer) => void) => {
	const file = recording();
	change(file);
	return checkWav(file);
};

const problem = (text: string) => ({ ok: false, problem: expect.stringContaining(text) as string });

describe('checkWav', () => {
	it('tells how long a recording plays', () => {
		expect(checkWav(recording())).toEqual({ ok: true, seconds: 2 });
	});

	it('skips parts it does not know, with the byte that fills up an odd one', () => {
		const file = recording();
		const extra = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
		const longer = Buffer.concat([file.subarray(0, 36), extra, file.subarray(36)]);
		longer.writeUInt32LE(longer.length - 8, 4);

		expect(checkWav(longer)).toEqual({ ok: true, seconds: 2 });
	});

	it.each([
		['an empty file', Buffer.alloc(0), 'only 0 bytes'],
		['an error page', Buffer.from('<html>no such file</html>'), 'no RIFF/WAVE'],
		['a download that was cut off', recording().subarray(0, 1000), 'but it has 1000'],
		['a file with something behind its end', Buffer.concat([recording(), Buffer.alloc(2)]), 'has'],
	])('refuses %s', (_, file, text) => {
		expect(checkWav(file)).toEqual(problem(text));
	});

	it.each([
		['another kind of RIFF file', (file: Buffer) => file.write('AVI ', 8), 'no RIFF/WAVE'],
		['a compressed one', (file: Buffer) => file.writeUInt16LE(85, 20), 'not PCM'],
		['a wrong rate', (file: Buffer) => file.writeUInt32LE(1, 28), 'contradict'],
		['a wrong sample size', (file: Buffer) => file.writeUInt16LE(8, 34), 'contradict'],
		['no format', (file: Buffer) => file.write('xxxx', 12), 'format is missing'],
		['no sound', (file: Buffer) => file.write('xxxx', 36), 'no sound'],
		['too long a sound', (file: Buffer) => file.writeUInt32LE(1e6, 40), 'beyond its end'],
	])('refuses %s', (_, change, text) => {
		expect(changed(change)).toEqual(problem(text));
	});
});
