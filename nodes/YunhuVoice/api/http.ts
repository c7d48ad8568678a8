import {
	type IDataObject,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
	UserError,
} from 'n8n-workflow';
import { textOfBytes } from '../shared/encoding';
import { fail, type Failure, type Result, succeed } from '../shared/result';
import { joinSignals } from '../shared/signals';
import { textOf } from '../shared/text';
import type { YunhuCredential } from './account';
import { type Answer, readEnvelope, withoutSecrets } from './envelope';
import { answerIsNotYunhu, httpStatusFailure, networkFailure, refusedByN8n } from './errors';
import { notSentOf } from './notSent';

/*
 * Sends every request to the API, and translates the errors that a request throws.
 */

/** Limits of an answer, in characters. The provider's real answers are far smaller. */
const ANSWER_LIMIT_CHARACTERS = 1_000_000;
const LIST_LIMIT_CHARACTERS = 16_000_000;

/** The most bytes per character in the encodings of answers: UTF-8 needs three for a Chinese character. */
const MOST_BYTES_PER_CHARACTER = 3;

/** One of n8n's functions that send a request. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** A request with a time limit. n8n replaces its `abortSignal` with the signal of the execution. */
export interface TimedRequest extends IHttpRequestOptions {
	/** Aborts the request when its time limit is reached or the execution is cancelled. */
	endSignal?: AbortSignal;
	/** Why it may not be sent now, if so. The credential asks in the last step before it is sent. */
	refuse?: (() => Failure | undefined) | undefined;
	/** Instead of `url`, in the older form of requests that n8n's HTTP Request node makes. */
	uri?: string;
}

/** Walks down the causes of an error, since n8n wraps what a request throws. */
function* causesOf(error: unknown): Generator<unknown> {
	for (let at = error; at instanceof Error; at = at.cause) yield at;
}

/** The network part of an error. Errors of the system name the system call that failed; axios adds the request. */
interface NetworkError extends Error {
	code?: unknown;
	httpCode?: unknown;
	syscall?: unknown;
	/** One error for each address of a host with several. */
	errors?: NetworkError[];
	request?: { socket?: { secureConnecting?: unknown } };
}

/** Whether no connection was made: no address was found, connecting failed, or the TLS handshake did. */
const isFromConnecting = ({ syscall, errors, request }: NetworkError): boolean =>
	/^(connect|getaddrinfo|query.*)$/.test(String(syscall)) ||
	(errors !== undefined && errors.length > 0 && errors.every(isFromConnecting)) ||
	request?.socket?.secureConnecting === true;

/** Whether n8n itself refused to send. Compares class names, since n8n can contain several copies of n8n-workflow. */
function isUserError(error: object): boolean {
	for (
		let type = Object.getPrototypeOf(error) as object;
		type;
		type = Object.getPrototypeOf(type)
	) {
		if (type.constructor.name === UserError.name) return true;
	}
	return false;
}

/**
 * Translates the error of a request. Uses the error's codes, never its text, which can contain the form's fields.
 */
export function failureOfError(error: unknown): Failure {
	const failure = notSentOf(error)?.failure;
	if (failure) return failure;
	const causes = [...causesOf(error)] as NetworkError[];
	if (causes.some(isUserError)) return refusedByN8n;
	// n8n 1 keeps the code of the error it wraps as `httpCode` alone.
	const codes = [...causes.map(({ code }) => code), causes[0]?.httpCode].map(textOf);
	return networkFailure(
		codes.find((code) => code !== '') ?? '',
		causes.some((cause) => isFromConnecting(cause)),
	);
}

/** Reads a body; `undefined` if it is longer than allowed. Stops at the request's signal. */
async function readText(body: unknown, longest: number): Promise<string | undefined> {
	if (typeof body === 'string') return body.length > longest ? undefined : body;
	const chunks: Uint8Array[] = [];
	let left = longest * MOST_BYTES_PER_CHARACTER;
	for await (const chunk of body as AsyncIterable<Uint8Array>) {
		left -= chunk.length;
		// Leaving the loop ends the stream, and with it the connection.
		if (left < 0) return undefined;
		chunks.push(chunk);
	}
	const text = textOfBytes(Buffer.concat(chunks));
	return text.length > longest ? undefined : text;
}

/** How long a server asks to wait, by its `Retry-After` header: seconds, or a date. */
export function retryAfterOf(header: unknown, now: number): number | undefined {
	const text = textOf(header);
	if (/^\d{1,9}$/.test(text)) return Number(text);
	const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** The limits of a request and its answer. */
export interface Bounds {
	timeoutSeconds: number;
	/** The execution's. */
	cancelSignal?: AbortSignal | undefined;
	isList?: boolean | undefined;
	/** See `TimedRequest`. */
	refuse?: (() => Failure | undefined) | undefined;
	/** Secrets to mask in the answer, besides the token that is sent. */
	tokens?: string[];
}

/** Where a request goes, and with which credential. */
interface Endpoint {
	credential: YunhuCredential;
	/** The API URL, checked. */
	url: string;
}

/**
 * Sends a form and reads its answer to the end, within the time limit: the one form of every request. Redirects are not
 * followed: they would take the token to another host. HTTP errors do not throw: n8n would repeat a request after a 401. The
 * answer comes as a stream, to be read no further than it may be long; it is not always in the encoding it claims.
 */
export async function send(
	httpRequest: HttpRequest,
	{ credential, url }: Endpoint,
	body: IDataObject,
	{ timeoutSeconds, cancelSignal, isList, refuse, tokens = [] }: Bounds,
): Promise<Result<Answer>> {
	const timeLimit = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
	const { signal: endSignal, release } = joinSignals(cancelSignal, timeLimit);
	const request: TimedRequest = {
		method: 'POST',
		url,
		headers: {
			'content-type':
				credential.bodyFormat === 'urlencoded'
					? 'application/x-www-form-urlencoded'
					: 'multipart/form-data',
		},
		body,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal: endSignal,
		endSignal,
		refuse,
	};
	const sentAt = Date.now();
	const failSent = (failure: Failure) => fail({ ...failure, sentAt });
	try {
		const response = await httpRequest(request);
		const { statusCode, headers } = response;
		const secrets = [
			credential.accessKey,
			credential.callbackSecret,
			...tokens,
			textOf(body.token),
		];
		if (statusCode < 200 || statusCode > 299) {
			(response.body as { destroy?: () => void }).destroy?.();
			const location = textOf(withoutSecrets(headers.location, secrets));
			const retryAfter = retryAfterOf(headers['retry-after'], Date.now());
			return failSent(httpStatusFailure(statusCode, location, retryAfter));
		}
		const text = await readText(
			response.body,
			isList ? LIST_LIMIT_CHARACTERS : ANSWER_LIMIT_CHARACTERS,
		);
		if (text === undefined) return failSent(answerIsNotYunhu('ANSWER_TOO_LARGE'));
		const answer = readEnvelope(text, secrets, textOf(body.service));
		return answer.ok ? succeed({ ...answer.value, sentAt }) : failSent(answer.failure);
	} catch (error) {
		// An aborted request does not say by which signal.
		const code = cancelSignal?.aborted ? 'ERR_CANCELED' : timeLimit.aborted && 'ETIMEDOUT';
		const notSent = notSentOf(error)?.failure;
		const failure = notSent ?? (code ? networkFailure(code) : failureOfError(error));
		return failure.mayHaveHappened ? failSent(failure) : fail(failure);
	} finally {
		release();
	}
}
