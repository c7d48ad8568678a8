import {
	type IBinaryData,
	type IExecuteFunctions,
	type IN8nHttpFullResponse,
	sleep,
} from 'n8n-workflow';
import { httpStatusFailure, networkFailure, refusedByN8n } from '../../api/errors';
import { failureOfError, retryAfterOf } from '../../api/http';
import { isCancelled } from '../../api/retry';
import { fail, type Failure, type Result, succeed } from '../../shared/result';
import { type JoinedSignal, joinSignals } from '../../shared/signals';
import { textOf } from '../../shared/text';
import type { RecordingOutput } from '../outputs';
import { type AudioStream, audioTypeOf, ENOUGH_BYTES, headOf, isText } from './audio';

/** The code of a failure whose execution was cancelled. */
export const CANCELLED = networkFailure('ERR_CANCELED').code;

/** Media types that describe a recording. Others, such as `application/force-download`, say nothing about the file. */
const OF_MEDIA = /^(audio|video)\//;

/** The last part of a path: the name can become a file on a user's disk. */
const withoutPath = (name: string): string => name.split(/[/\\]/).pop() || 'recording';

/** Codes of failures that a fresh link does not cure. */
const NEEDS_ITS_OWN_ADVICE = new Set([refusedByN8n.code, 'HTTP_429', 'EMPTY_FILE']);

/** A failed download. Each attempt asks for a fresh link, so another attempt can succeed. */
const notFetched = (failure: Failure): Failure => ({
	...failure,
	isTransient: ![CANCELLED, refusedByN8n.code].includes(failure.code),
	message: `The node could not download the recording from its link. ${failure.message}`,
	advice: NEEDS_ITS_OWN_ADVICE.has(failure.code)
		? failure.advice
		: 'Try again: each attempt gets a new link. The provider keeps recordings for 3 months.',
});

const NOT_A_RECORDING: Failure = {
	level: 'transport',
	code: 'NOT_A_RECORDING',
	message: 'The link returned text instead of audio',
	advice: '',
};

const NOT_A_WEB_ADDRESS: Failure = {
	level: 'transport',
	code: 'NOT_A_WEB_ADDRESS',
	message: 'The link is not a web address',
	advice: '',
};

const EMPTY_FILE: Failure = {
	level: 'transport',
	code: 'EMPTY_FILE',
	message: 'The file is empty: the recording is not available yet',
	advice: 'Set Wait for Recording in the options.',
};

class TooLarge extends Error {}

const tooLarge = (maxSizeMb: number): Failure => ({
	level: 'transport',
	code: 'TOO_LARGE',
	message: `The recording is larger than ${maxSizeMb} MB`,
	advice: 'Raise Largest File in the options, or leave such recordings out.',
});

/** How often a watch checks whether the server is silent. */
const WATCH_EVERY_MS = 200;

/** Ends a request when its server is silent for too long, before the answer's headers or between two chunks. */
class Watch {
	private readonly silence = new AbortController();

	private readonly joined: JoinedSignal;

	private lastSign = Date.now();

	private hasEnded = false;

	/** @param cancelSignal the execution's */
	constructor(
		private readonly longestSilenceMs: number,
		cancelSignal: AbortSignal | undefined,
	) {
		this.joined = joinSignals(this.silence.signal, cancelSignal);
		void this.look();
	}

	/** Aborts the request, also when the execution is cancelled. */
	get signal(): AbortSignal {
		return this.joined.signal;
	}

	/** The server has sent something. */
	sign(): void {
		this.lastSign = Date.now();
	}

	end(): void {
		this.hasEnded = true;
		this.joined.release();
	}

	private async look(): Promise<void> {
		while (!this.hasEnded && Date.now() - this.lastSign < this.longestSilenceMs) {
			await sleep(WATCH_EVERY_MS);
		}
		if (!this.hasEnded) this.silence.abort();
	}
}

class NotARecording extends Error {}

/** A file that is being saved. */
interface Passage {
	file: AudioStream;
	/** Whether its first bytes have shown that it is a recording. */
	isRecording(): boolean;
}

/**
 * Passes a file on, and fails as soon as it is too large or turns out to be text. The length that the server states is not trusted.
 *
 * @param isMedia whether the server says that it is audio. Otherwise the first bytes decide, however small the chunks are.
 */
function checked(file: AudioStream, maxSizeMb: number, isMedia: boolean, watch: Watch): Passage {
	let left = maxSizeMb > 0 ? maxSizeMb * 1_000_000 : Infinity;
	let isRecording = isMedia;
	const held: Uint8Array[] = [];
	const pass = (piece: Uint8Array): Uint8Array[] => {
		watch.sign();
		left -= piece.length;
		if (left < 0) throw new TooLarge();
		if (isRecording) return [piece];
		held.push(piece);
		const head = Buffer.concat(held);
		if (head.length < ENOUGH_BYTES) return [];
		if (isText(head)) throw new NotARecording();
		isRecording = true;
		return held;
	};
	return { file: file.flatMap(pass) as AudioStream, isRecording: () => isRecording };
}

/** What is wrong with an answer before its body is saved. */
async function problemOf({
	statusCode,
	headers,
	body,
}: IN8nHttpFullResponse & { body: AudioStream }): Promise<Failure | undefined> {
	if (statusCode !== 200) {
		return httpStatusFailure(statusCode, '', retryAfterOf(headers['retry-after'], Date.now()));
	}
	return (await headOf(body)).length === 0 ? EMPTY_FILE : undefined;
}

/** Downloads a link. Sends no credential: the link contains its own permission and can lead to another host. */
async function saveFile(
	context: IExecuteFunctions,
	{ downloadUrl, fileName }: RecordingOutput,
	maxSizeMb: number,
	watch: Watch,
): Promise<Result<IBinaryData>> {
	const file = (await context.helpers.httpRequest({
		url: downloadUrl,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: watch.signal,
	})) as IN8nHttpFullResponse & { body: AudioStream };
	watch.sign();
	const [type = ''] = textOf(file.headers['content-type']).toLowerCase().split(';');
	const problem = await problemOf(file);
	if (problem) {
		file.body.destroy();
		return fail(notFetched(problem));
	}
	const name = withoutPath(fileName);
	const named = /\.[a-z\d]+$/i.test(name) ? undefined : audioTypeOf(await headOf(file.body));
	const isMedia = OF_MEDIA.test(type);
	const passage = checked(file.body, maxSizeMb, isMedia, watch);
	const data = await context.helpers.prepareBinaryData(passage.file, name, isMedia ? type : named);
	return passage.isRecording() ? succeed(data) : fail(notFetched(NOT_A_RECORDING));
}

/** How a file may be fetched. */
interface Limits {
	/** 0 for no limit. */
	maxSizeMb: number;
	/** How long the server may be silent, before the answer's headers and between two chunks. */
	timeoutSeconds: number;
}

/** Saves the file of a recording as binary data, by its link. */
export async function saveRecording(
	context: IExecuteFunctions,
	link: RecordingOutput,
	{ maxSizeMb, timeoutSeconds }: Limits,
): Promise<Result<IBinaryData>> {
	if (!/^https?:\/\//i.test(link.downloadUrl)) return fail(notFetched(NOT_A_WEB_ADDRESS));
	const watch = new Watch(timeoutSeconds * 1000, context.getExecutionCancelSignal());
	try {
		return await saveFile(context, link, maxSizeMb, watch);
	} catch (error) {
		if (error instanceof TooLarge) return fail(tooLarge(maxSizeMb));
		if (error instanceof NotARecording) return fail(notFetched(NOT_A_RECORDING));
		// An aborted request does not say by which signal.
		const code = isCancelled(context) ? 'ERR_CANCELED' : watch.signal.aborted && 'ETIMEDOUT';
		return fail(notFetched(code ? networkFailure(code) : failureOfError(error)));
	} finally {
		watch.end();
	}
}
