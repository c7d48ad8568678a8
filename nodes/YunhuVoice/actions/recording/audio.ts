import type { IExecuteFunctions } from 'n8n-workflow';

/** The body of an answer, as n8n gives and takes it. */
export type AudioStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Buffer
>;

/** How many first bytes decide what a file is. No recording is shorter. */
export const ENOUGH_BYTES = 16;

const HEAD_BYTES = 512;

/** How the kinds of recordings begin, and their types. */
const BEGINNINGS: Array<[beginning: RegExp, type: string]> = [
	[/^RIFF/, 'audio/wav'],
	[/^(ID3|\xFF[\xE2-\xFF])/, 'audio/mpeg'],
	[/^OggS/, 'audio/ogg'],
	[/^fLaC/, 'audio/flac'],
	[/^#!AMR/, 'audio/amr'],
	[/^.{4}ftyp/s, 'audio/mp4'],
];

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The type of an audio file by its first bytes. */
export const audioTypeOf = (head: Uint8Array): string =>
	BEGINNINGS.find(([beginning]) => beginning.test(latin1(head)))?.[1] ?? 'application/octet-stream';

/** Control characters: absent from text, and frequent in audio. */
const isNotOfText = (byte: number): boolean =>
	byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b);

/** Whether a file is text, such as an error page, by its first bytes. */
export function isText(head: Uint8Array): boolean {
	return audioTypeOf(head) === 'application/octet-stream' && !head.some(isNotOfText);
}

/**
 * The first piece of a stream, which stays in it.
 *
 * @returns `undefined` if the stream is empty.
 */
export async function headOf(stream: AudioStream): Promise<Uint8Array> {
	for (;;) {
		// All that is there: with a size, the stream would tell again and again of what it has.
		const piece = stream.read() as Uint8Array | null;
		if (piece !== null) {
			stream.unshift(piece);
			return piece.subarray(0, HEAD_BYTES);
		}
		if (stream.readableEnded || stream.destroyed) return new Uint8Array();
		await nextEvent(stream);
	}
}

const EVENTS = ['readable', 'end', 'close', 'error'];

/** Waits until a stream has more to read, has ended or failed. */
const nextEvent = async (stream: AudioStream): Promise<void> =>
	await new Promise((resolve, reject) => {
		const onEvent = (error?: Error) => {
			for (const event of EVENTS) stream.off(event, onEvent);
			if (error) reject(error);
			else resolve();
		};
		for (const event of EVENTS) stream.on(event, onEvent);
	});
