/** Recording files and their short-lived links (common-api, "Call recording download link"). */

import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { stamp } from './clock';
import type { RecordingOptions, SimulatorSettings } from './types';
import { WAV_HEADER_BYTES, wavChunks, wavSize } from './wav';

interface Recording extends RecordingOptions {
	/** End of the call that made it, in milliseconds since the epoch; undefined for a file added without a call. */
	hungUpAt?: number;
}

export class Recordings {
	redirectTo: string | undefined;
	/** Where the links lead; known once the server listens. */
	origin = '';
	private readonly files = new Map<string, Recording>();
	private readonly links = new Map<string, { name: string; expiresAt: number }>();

	constructor(
		private readonly settings: SimulatorSettings,
		private readonly closing: AbortSignal,
	) {}

	add(name: string, recording: Recording): void {
		this.files.set(name, { ...recording });
	}

	isReady(name: string): boolean {
		const file = this.files.get(name);
		if (!file) return false;
		const { recordingDelaySeconds, timeScale } = this.settings;
		const delayMs = recordingDelaySeconds * timeScale * 1000;
		return file.hungUpAt === undefined || Date.now() - file.hungUpAt >= delayMs;
	}

	link(name: string): { downurl: string; expiredtime: string } {
		const key = randomBytes(12).toString('hex');
		const expiresAt = Date.now() + this.settings.linkLifeSeconds * 1000;
		this.links.set(key, { name, expiresAt });
		return {
			downurl: `${this.origin}/recordings/${key}/${encodeURIComponent(name)}`,
			expiredtime: `Expiration time:${stamp(expiresAt)}`,
		};
	}

	async download(key: string, name: string, reply: FastifyReply): Promise<FastifyReply> {
		const link = this.links.get(key);
		const file = this.files.get(name);
		if (!file || link?.name !== name)
			return reply.code(404).type('text/plain').send('no such file');
		if (file.delayMs) await sleep(file.delayMs, undefined, { signal: this.closing });
		if (Date.now() >= link.expiresAt || file.refusals) {
			if (file.refusals) file.refusals -= 1;
			return reply.code(403).type('text/plain').send('link expired');
		}
		if (file.busy?.times) {
			file.busy = { ...file.busy, times: file.busy.times - 1 };
			return reply.code(429).header('retry-after', file.busy.retryAfter).send('busy');
		}
		if (this.redirectTo) return reply.redirect(this.redirectTo, 302);
		if (file.contentType !== null) reply.type(file.contentType ?? 'audio/wav');
		const isEmpty = (file.emptyFirst ?? 0) > 0;
		if (file.emptyFirst) file.emptyFirst -= 1;
		if (isEmpty || file.content !== undefined) {
			return reply.send(Buffer.from(isEmpty ? '' : file.content!));
		}
		if (file.stalls) return reply.send(Readable.from(this.stalled()));
		if (file.dripMs) return reply.send(Readable.from(this.dripped(file)));
		const size = Math.max(WAV_HEADER_BYTES, file.bytes ?? wavSize(file.seconds ?? 1));
		if (!file.chunked) reply.header('content-length', size);
		return reply.send(Readable.from(wavChunks(size)));
	}

	/** Yields the beginning of a file and then stalls. */
	private async *stalled(): AsyncGenerator<Buffer> {
		yield* wavChunks(WAV_HEADER_BYTES);
		await sleep(2 ** 31 - 1, undefined, { signal: this.closing });
	}

	/** Yields a short file byte by byte. */
	private async *dripped({ dripMs }: Recording): AsyncGenerator<Buffer> {
		for (const byte of Buffer.concat([...wavChunks(WAV_HEADER_BYTES)])) {
			yield Buffer.from([byte]);
			await sleep(dripMs, undefined, { signal: this.closing });
		}
	}
}
