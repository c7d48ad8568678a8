import {
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
	sleep,
	UserError,
} from 'n8n-workflow';
import {
	accountOf,
	checkAccount,
	CREDENTIAL_NAME,
	readCredential,
	type YunhuCredential,
} from './account';
import { textOfBytes } from '../shared/encoding';
import { sleepUntil } from '../shared/sleep';
import { type Envelope, readEnvelope, textOf, withoutSecrets } from './envelope';
import {
	answerIsNotYunhu,
	httpStatusFailure,
	inOneLine,
	inputFailure,
	networkFailure,
	refusedByN8n,
} from './errors';
import { fail, type Failure, type Result, succeed } from './result';
import {
	eitherSignal,
	NotSent,
	rejectToken,
	renewSession,
	SESSION_ONLY,
	storedSession,
	storeSession,
	type TimedRequest,
	usableSession,
} from './session';

const LOGIN = 'App.Sip_Auth.Login';
const LOGOUT = 'App.Sip_Auth.Logout';

/** From the login's first byte to the last one of its answer: it does not know the node's time limit. */
const LOGIN_TIMEOUT_SECONDS = 30;

/** No answer of the provider comes near these sizes; a larger one is something else. */
const LONGEST_ANSWER = 1_000_000;
const LONGEST_LIST = 16_000_000;

/** Of the encodings that answers come in, UTF-8 takes the most: three for a Chinese character. */
const MOST_BYTES_PER_CHARACTER = 3;

const DEAD_TOKEN = '600';
const EXTENSION_EXCEPTION = '1010';
const OPERATION_FAILED = '1003';

/** At a login no node's values can be what is wrong. */
const CHECK_KEYS = 'Check App ID and access key in the credential.';

/** Trouble inside the provider, which a later login need not meet. */
const PASSING = ['500', '1001'];

/** Before the last repeat after a dead token. */
const LONGEST_STEP_BACK_MS = 1_000;

/** Two after a dead token: another process may log in at the same moment and end the session we just got. */
const REPEATS_AFTER = { [DEAD_TOKEN]: 2, [EXTENSION_EXCEPTION]: 1 };

/**
 * Whom requests are sent for: the credential as it was when the node started, its URL checked. Only its session is kept up
 * to date.
 */
export interface Account {
	credential: YunhuCredential;
	url: string;
	/** The login that the items of this run share: under way, or refused for good. */
	login?: Promise<Result<void>>;
	/**
	 * Waits until the pace of the run allows another request.
	 *
	 * @returns `false` where the run has ended meanwhile: nothing more is sent.
	 */
	takeTurn?: () => Promise<boolean>;
}

/** One request to one of the provider's services. */
export interface ServiceRequest {
	/** Full name, such as `App.Sip_Call.PlayVoice`. */
	service: string;
	/** Form fields without `service` and `token`. */
	fields: Record<string, string>;
	timeoutSeconds: number;
	/** Does no harm twice, and so is sent again when it is open whether it was done. Never a call. */
	isRepeatable?: boolean;
	/** Its answer can be long. */
	isList?: boolean;
	/** Left out where the service wants no token. */
	withoutToken?: boolean;
}

/** The request of an item that has not begun when the run ended. The item is not reported as failed. */
export const NOT_STARTED = 'NOT_STARTED';

export const notStarted: Failure = {
	level: 'input',
	code: NOT_STARTED,
	message: 'The list has ended before this item',
	advice: '',
};

type HttpRequest = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** Thrown by the credential when the provider accepts no login; carries the failure through n8n's own error. */
export class LoginFailed extends Error {
	readonly response: { data: NotSent };

	constructor(reason: Failure) {
		// Whatever became of the login: the request it was for has not been sent.
		const failure: Failure = {
			...reason,
			message: `The login failed: ${reason.message}`,
			advice: reason.code === OPERATION_FAILED ? CHECK_KEYS : reason.advice,
			mayHaveHappened: false,
			forAll: reason.level !== 'transport' && !PASSING.includes(reason.code),
		};
		delete failure.sentAt;
		super(inOneLine(failure));
		this.response = { data: new NotSent(failure) };
	}
}

const bodyOf = ({ service, fields }: Pick<ServiceRequest, 'service' | 'fields'>): IDataObject => ({
	service,
	...fields,
});

const boundsOf = (
	context: IExecuteFunctions,
	{ timeoutSeconds, isList }: Pick<ServiceRequest, 'timeoutSeconds' | 'isList'>,
): Bounds => ({ timeoutSeconds, isList, cancelSignal: context.getExecutionCancelSignal() });

/** Walks down the causes of an error, since n8n wraps what a credential throws. */
function* causesOf(error: unknown): Generator<unknown> {
	for (let at = error; at instanceof Error; at = at.cause) yield at;
}

/** What the credential threw instead of sending. */
function notSentOf(error: unknown): NotSent | undefined {
	if (!(error instanceof Error)) return undefined;
	const { context } = error as Error & { context?: { data?: unknown } };
	return context?.data instanceof NotSent ? context.data : undefined;
}

/** What an error tells about the network. The system's own errors name the call that failed, axios keeps the request. */
interface NetworkError extends Error {
	code?: unknown;
	httpCode?: unknown;
	syscall?: unknown;
	/** Of a host with several addresses: one for each. */
	errors?: NetworkError[];
	request?: { socket?: { secureConnecting?: unknown } };
}

/** Whether the connection was never there: the network said no to it, or TLS was not yet agreed on. */
const isFromConnecting = ({ syscall, errors, request }: NetworkError): boolean =>
	syscall === 'connect' ||
	(errors !== undefined && errors.length > 0 && errors.every(isFromConnecting)) ||
	request?.socket?.secureConnecting === true;

/**
 * What a request that threw failed of. Takes codes from the error, never its text: that can hold the form's fields.
 */
export function failureOfError(error: unknown): Failure {
	const notSent = notSentOf(error);
	if (notSent?.failure) return notSent.failure;
	const causes = [...causesOf(error)] as NetworkError[];
	if (causes.some((cause) => cause instanceof UserError)) return refusedByN8n;
	// n8n 1 keeps the code of the error it wraps as `httpCode` alone.
	const codes = [...causes.map(({ code }) => code), causes[0]?.httpCode].map(textOf);
	return networkFailure(
		codes.find((code) => code !== '') ?? '',
		causes.some((cause) => isFromConnecting(cause)),
	);
}

/** A body, read as far as it may be long; `undefined` where it is longer. Reading ends with the request's signal. */
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

/** The header by which a server says when it takes requests again: seconds, or a date. */
export function retryAfterOf(header: unknown, now: number): number | undefined {
	const text = textOf(header);
	if (/^\d{1,9}$/.test(text)) return Number(text);
	const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** What bounds a request and its answer. */
interface Bounds {
	timeoutSeconds: number;
	/** The execution's. */
	cancelSignal?: AbortSignal | undefined;
	isList?: boolean | undefined;
}

/**
 * Sends a form and reads its answer to the end, within the time limit: the one form of every request. Redirects are not
 * followed: they would take the token to another host. HTTP errors do not throw: n8n would repeat a request after a 401. The
 * answer comes as a stream, to be read no further than it may be long; it is not always in the encoding it claims.
 */
async function send(
	httpRequest: HttpRequest,
	{ credential, url }: Pick<Account, 'credential' | 'url'>,
	body: IDataObject,
	{ timeoutSeconds, cancelSignal, isList }: Bounds,
): Promise<Result<Envelope>> {
	const timeLimit = AbortSignal.timeout(timeoutSeconds * 1000);
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
		abortSignal: eitherSignal(cancelSignal, timeLimit)!,
		timeLimit,
	};
	const sentAt = Date.now();
	const failSent = (failure: Failure) => fail({ ...failure, sentAt });
	try {
		const response = await httpRequest(request);
		const { statusCode, headers } = response;
		const secrets = [credential.accessKey, credential.callbackSecret, textOf(body.token)];
		if (statusCode < 200 || statusCode > 299) {
			(response.body as { destroy?: () => void }).destroy?.();
			const location = textOf(withoutSecrets(headers.location, secrets));
			const retryAfter = retryAfterOf(headers['retry-after'], Date.now());
			return failSent(httpStatusFailure(statusCode, location, retryAfter));
		}
		const text = await readText(response.body, isList ? LONGEST_LIST : LONGEST_ANSWER);
		if (text === undefined) return failSent(answerIsNotYunhu('ANSWER_TOO_LARGE'));
		const answer = readEnvelope(text, secrets);
		return answer.ok ? answer : failSent(answer.failure);
	} catch (error) {
		// An aborted request does not say by which signal.
		const code = cancelSignal?.aborted ? 'ERR_CANCELED' : timeLimit.aborted && 'ETIMEDOUT';
		const failure = code ? networkFailure(code) : failureOfError(error);
		return failure.mayHaveHappened ? failSent(failure) : fail(failure);
	}
}

/**
 * Logs in (provider page "Obtain authorization token").
 *
 * @returns what n8n is to keep in the credential's `sessionToken`.
 * @throws LoginFailed with the reason in words.
 */
export async function logIn(
	httpRequest: HttpRequest,
	credential: YunhuCredential,
): Promise<string> {
	const session = await renewSession(credential, Date.now(), async () => {
		const url = checkAccount(credential);
		if (!url.ok) throw new LoginFailed(url.failure);
		const { appId, accessKey } = credential;
		const answer = await send(
			httpRequest,
			{ credential, url: url.value },
			{ service: LOGIN, appid: appId, accesskey: accessKey },
			{ timeoutSeconds: LOGIN_TIMEOUT_SECONDS },
		);
		if (!answer.ok) throw new LoginFailed(answer.failure);
		const token = textOf(answer.value.result.token);
		if (token === '') throw new LoginFailed(answerIsNotYunhu('NO_RESULT'));
		return { token, issuedAt: Date.now(), account: accountOf(credential) };
	});
	return storeSession(session);
}

/** Reads and checks the credential of a node. */
export async function openAccount(context: IExecuteFunctions): Promise<Result<Account>> {
	let credential: YunhuCredential;
	try {
		credential = await readCredential(context);
	} catch (error) {
		return fail(
			inputFailure(
				`The credential cannot be read: ${(error as Error).message}`,
				'Choose the credential anew; if it holds expressions, correct them.',
			),
		);
	}
	const url = checkAccount(credential);
	return url.ok ? succeed({ credential, url: url.value }) : url;
}

/** Pauses before each repeat of what may be repeated. */
const PAUSES_MS = [500, 1500];

/** A server that asks for a longer pause is not waited for. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

const wasCancelled = (context: IExecuteFunctions): boolean =>
	context.getExecutionCancelSignal()?.aborted === true;

/**
 * Tries again, a few times, what failed in a way that another attempt can cure, after the pause that the server asks for.
 * Ends with the execution.
 */
export async function insist<Value>(
	context: IExecuteFunctions,
	attempt: () => Promise<Result<Value>>,
	canBeCured: (failure: Failure) => boolean = ({ isTransient }) => isTransient === true,
): Promise<Result<Value>> {
	let result = await attempt();
	for (const pauseMs of PAUSES_MS) {
		if (result.ok || !canBeCured(result.failure)) break;
		const { retryAfterSeconds = 0 } = result.failure;
		if (retryAfterSeconds > LONGEST_RETRY_AFTER_SECONDS) break;
		const pauseEnd = Date.now() + Math.max(pauseMs, retryAfterSeconds * 1000);
		await sleepUntil(pauseEnd, () => wasCancelled(context));
		if (wasCancelled(context)) break;
		const next = await attempt();
		if (!next.ok && next.failure.code === NOT_STARTED) break;
		result = next;
	}
	return result;
}

/** Waits for the pace of the run. */
export const takeTurn = async ({ takeTurn: take }: Account): Promise<boolean> =>
	take === undefined || (await take());

/**
 * Sends a request, logging in where that is needed. Repeats it after answers that prove nothing was done: a dead token
 * (600), and an extension exception (1010), which the provider cures by a new token; after other failures only what
 * is repeatable.
 */
export const callService = async (
	context: IExecuteFunctions,
	account: Account,
	call: ServiceRequest,
): Promise<Result<Envelope>> => {
	const attempt = async () =>
		call.withoutToken
			? await sendWithoutToken(context, account, call)
			: await sendInSession(context, account, call);
	return call.isRepeatable ? await insist(context, attempt) : await attempt();
};

async function sendWithoutToken(
	context: IExecuteFunctions,
	account: Account,
	call: ServiceRequest,
): Promise<Result<Envelope>> {
	if (!(await takeTurn(account))) return fail(notStarted);
	return await send(context.helpers.httpRequest, account, bodyOf(call), boundsOf(context, call));
}

/**
 * Takes the session from n8n's store where the one at hand is missing, too old or rejected: another process, or n8n after
 * a login, may have renewed it.
 *
 * @returns whether there is one to send with; otherwise a login is needed.
 */
async function lookUpSession(
	context: IExecuteFunctions,
	{ credential }: Account,
	rejectedToken: unknown,
): Promise<boolean> {
	const isUsable = () => usableSession(credential, rejectedToken, Date.now()) !== undefined;
	if (isUsable()) return true;
	const { sessionToken } = await readCredential(context);
	// Another item may have found a newer one meanwhile.
	if (!isUsable()) credential.sessionToken = sessionToken;
	return isUsable();
}

/** Has n8n log in and store the session, unless its store holds another one than that of the rejected token. */
async function requestSession(
	context: IExecuteFunctions,
	{ url }: Account,
	rejectedToken: unknown,
): Promise<Result<void>> {
	const body = { service: SESSION_ONLY, ...(rejectedToken ? { token: rejectedToken } : {}) };
	try {
		await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL_NAME, {
			url,
			body,
		});
	} catch (error) {
		const notSent = notSentOf(error);
		return notSent && !notSent.failure ? succeed(undefined) : fail(failureOfError(error));
	}
	return succeed(undefined);
}

/** A login that nobody waits for any more goes on, for other executions. */
async function unlessCancelled<Value>(
	context: IExecuteFunctions,
	login: Promise<Result<Value>>,
): Promise<Result<Value>> {
	const signal = context.getExecutionCancelSignal();
	if (!signal) return await login;
	const cancelled = { ...networkFailure('ERR_CANCELED'), mayHaveHappened: false };
	return await new Promise((resolve) => {
		const onCancel = () => resolve(fail(cancelled));
		if (signal.aborted) onCancel();
		signal.addEventListener('abort', onCancel, { once: true });
		void login.then((result) => {
			signal.removeEventListener('abort', onCancel);
			resolve(result);
		});
	});
}

/** Logs in once for all items of a run that need it. Where the account is refused, none of them tries again. */
async function logInForRun(
	context: IExecuteFunctions,
	account: Account,
	rejectedToken: unknown,
): Promise<Result<void>> {
	account.login ??= requestSession(context, account, rejectedToken).then((result) => {
		if (result.ok || !result.failure.forAll) delete account.login;
		return result;
	});
	return await unlessCancelled(context, account.login);
}

/** Sends a request once, after a login where there is no session to send with. */
async function sendOnce(
	context: IExecuteFunctions,
	account: Account,
	body: IDataObject,
	bounds: Bounds,
): Promise<Result<Envelope>> {
	const rejected = body.token;
	let isReady = await lookUpSession(context, account, rejected);
	if (!isReady) {
		const loggedIn = await logInForRun(context, account, rejected);
		if (!loggedIn.ok) return loggedIn;
		isReady = await lookUpSession(context, account, rejected);
	}
	if (!(await takeTurn(account))) return fail(notStarted);
	// Given a copy, n8n does not read and decrypt the credential for each request. Where it has to log in, it gets none: n8n
	// 1 would write the copy back over what the user has edited meanwhile.
	const copy = { id: '', name: '', type: CREDENTIAL_NAME, data: account.credential };
	return await send(
		async (options) =>
			await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL_NAME,
				options,
				isReady ? { credentialsDecrypted: copy } : undefined,
			),
		account,
		body,
		bounds,
	);
}

async function sendInSession(
	context: IExecuteFunctions,
	account: Account,
	call: ServiceRequest,
): Promise<Result<Envelope>> {
	// One object for all repeats: the token in it is the one that was just rejected, see `authenticate`.
	const body = bodyOf(call);
	const repeatsLeft = new Map(Object.entries(REPEATS_AFTER));
	let last: Result<Envelope> | undefined;
	for (;;) {
		// 600 also where the login was in vain: before its token was used, another execution found it dead.
		const answer = await sendOnce(context, account, body, boundsOf(context, call));
		if (answer.ok) return answer;
		const { code, forAll } = answer.failure;
		// What was sent before the run ended has been answered: that is the item's result.
		if (code === NOT_STARTED) return last ?? answer;
		if (forAll) return answer;
		last = answer;
		const left = repeatsLeft.get(code) ?? 0;
		if (left === 0 || wasCancelled(context)) return answer;
		repeatsLeft.set(code, left - 1);
		const token = textOf(body.token);
		if (code === EXTENSION_EXCEPTION) await endSession(context, account, token, call);
		else rejectToken(account.credential, token);
		// Processes that end each other's sessions do so no longer once one is a moment behind.
		if (code === DEAD_TOKEN && left === 1) await sleep(Math.random() * LONGEST_STEP_BACK_MS);
	}
}

/** Ends one session; not through n8n's authentication, which would log in first. */
const endSession = async (
	context: IExecuteFunctions,
	account: Account,
	token: string,
	{ timeoutSeconds }: Pick<ServiceRequest, 'timeoutSeconds'>,
): Promise<Result<Envelope>> =>
	await send(
		context.helpers.httpRequest,
		account,
		{ service: LOGOUT, token },
		boundsOf(context, { timeoutSeconds }),
	);

/**
 * Logs out (provider page "Clear the Token"). Never logs in to do so: without a stored session nothing is sent.
 *
 * @returns the provider's answer, or `undefined` where nobody was logged in.
 */
export async function logOut(
	context: IExecuteFunctions,
	account: Account,
	timeoutSeconds: number,
): Promise<Result<Envelope | undefined>> {
	const session = storedSession(await readCredential(context));
	if (!session) return succeed(undefined);
	const answer = await insist(context, async () =>
		(await takeTurn(account))
			? await endSession(context, account, session.token, { timeoutSeconds })
			: fail(notStarted),
	);
	const wasNotLoggedIn = !answer.ok && [DEAD_TOKEN, OPERATION_FAILED].includes(answer.failure.code);
	return wasNotLoggedIn ? succeed(undefined) : answer;
}

/** Logs in anew and has n8n store the session, without sending anything besides the login. */
export async function logInAgain(
	context: IExecuteFunctions,
	account: Account,
): Promise<Result<void>> {
	const ended = storedSession(await readCredential(context));
	return await unlessCancelled(context, requestSession(context, account, ended?.token));
}
