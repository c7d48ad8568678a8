/** The duration of a WAVE file, or what is wrong with it. */
export type WavCheck = { ok: true; seconds: number } | { ok: false; problem: string };

const RIFF_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const FORMAT_BYTES = 16;
const PCM = 1;

const wrong = (problem: string): WavCheck => ({ ok: false, problem });

/**
 * Checks that a file plays to its end: an uncompressed (PCM) RIFF/WAVE file whose sizes agree with each other and with
 * the file's length. A truncated download or an error page fails.
 */
export function checkWav(file: Buffer): WavCheck {
	if (file.length < RIFF_HEADER_BYTES) return wrong(`it has only ${file.length} bytes`);
	if (tag(file, 0) !== 'RIFF' || tag(file, 8) !== 'WAVE') return wrong('it is no RIFF/WAVE file');
	const stated = file.readUInt32LE(4) + CHUNK_HEADER_BYTES;
	if (stated !== file.length) {
		return wrong(`its header says ${stated} bytes, but it has ${file.length}`);
	}

	const chunks = chunksOf(file);
	if (!chunks) return wrong('one of its parts goes beyond its end');
	const format = chunks.get('fmt ');
	if (!format || format.length < FORMAT_BYTES) return wrong('the part with the format is missing');
	if (format.readUInt16LE(0) !== PCM) return wrong('its format is not PCM');
	const channels = format.readUInt16LE(2);
	const sampleRate = format.readUInt32LE(4);
	const bytesPerSecond = format.readUInt32LE(8);
	const bytesPerFrame = format.readUInt16LE(12);
	const bitsPerSample = format.readUInt16LE(14);
	if (
		bytesPerFrame === 0 ||
		bytesPerFrame * 8 !== channels * bitsPerSample ||
		bytesPerSecond !== sampleRate * bytesPerFrame ||
		bytesPerSecond === 0
	) {
		return wrong('the numbers of its format contradict each other');
	}
	const sound = chunks.get('data');
	if (!sound?.length) return wrong('it holds no sound');
	if (sound.length % bytesPerFrame !== 0) return wrong('its sound ends in the middle of a sample');
	return { ok: true, seconds: sound.length / bytesPerSecond };
}

const tag = (file: Buffer, at: number): string => file.toString('latin1', at, at + 4);

/** Returns the file's chunks by tag, or undefined if their sizes exceed the file. */
function chunksOf(file: Buffer): Map<string, Buffer> | undefined {
	const chunks = new Map<string, Buffer>();
	let at = RIFF_HEADER_BYTES;
	while (at < file.length) {
		const start = at + CHUNK_HEADER_BYTES;
		if (start > file.length) return undefined;
		const size = file.readUInt32LE(at + 4);
		if (start + size > file.length) return undefined;
		chunks.set(tag(file, at), file.subarray(start, start + size));
		// A padding byte follows a chunk of odd length.
		at = start + size + (size % 2);
	}
	return chunks;
}
