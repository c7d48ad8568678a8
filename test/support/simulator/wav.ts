/** A playable recording, generated on demand: 8 kHz, 16 bit, mono, a 440 Hz tone. */

const SAMPLE_RATE = 8000;
const BYTES_PER_SECOND = SAMPLE_RATE * 2;
export const WAV_HEADER_BYTES = 44;

export function wavSize(seconds: number): number {
	return WAV_HEADER_BYTES + Math.round(seconds * SAMPLE_RATE) * 2;
}

function header(dataBytes: number): Buffer {
	const bytes = Buffer.alloc(WAV_HEADER_BYTES);
	bytes.write('RIFF', 0);
	bytes.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
	bytes.write('WAVEfmt ', 8);
	bytes.writeUInt32LE(16, 16); // length of the format chunk
	bytes.writeUInt16LE(1, 20); // PCM
	bytes.writeUInt16LE(1, 22); // channels
	bytes.writeUInt32LE(SAMPLE_RATE, 24);
	bytes.writeUInt32LE(BYTES_PER_SECOND, 28);
	bytes.writeUInt16LE(2, 32); // bytes per sample
	bytes.writeUInt16LE(16, 34); // bits per sample
	bytes.write('data', 36);
	bytes.writeUInt32LE(dataBytes, 40);
	return bytes;
}

/** One second contains whole waves, so repeating it gives an unbroken tone. */
function toneSecond(): Buffer {
	const samples = Int16Array.from({ length: SAMPLE_RATE }, (_, n) =>
		Math.round(8000 * Math.sin((2 * Math.PI * 440 * n) / SAMPLE_RATE)),
	);
	return Buffer.from(samples.buffer);
}

/** Yields the file in pieces, so that 300 MB need no memory. */
export function* wavChunks(totalBytes: number): Generator<Buffer> {
	const dataBytes = Math.max(0, totalBytes - WAV_HEADER_BYTES);
	yield header(dataBytes);
	const tone = Buffer.concat(Array<Buffer>(4).fill(toneSecond()));
	for (let left = dataBytes; left > 0; left -= tone.length) yield tone.subarray(0, left);
}
