import {
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
	sleep,
} from 'n8n-workflow';
import {
	accountOf,
	checkAccount,
	CREDENTIAL_NAME,
	readCredential,
	type YunhuCredential,
} from './account';
import { type Envelope, readEnvelope, textOf } from './envelope';
import { answerIsNotYunhu, inOneLine, inputFailure, networkFailure } from './errors';
import { fail, type Failure, type Result, succeed } from './result';
import {
	NotSent,
	rejectToken,
	renewSession,
	SESSION_ONLY,
	storedSession,
	storeSession,
	usableSession,
} from './session';

const LOGIN = 'App.Sip_Auth.Login';
const LOGOUT = 'App.Sip_Auth.Logout';

/** A login does not know the node's time limit. Seconds. */
const LOGIN_TIMEOUT = 30;

const DEAD_TOKEN = '600';
const EXTENSION_EXCEPTION = '1010';
const OPERATION_FAILED = '1003';

/** At a login no node's values can be what is wrong. */
const CHECK_KEYS = 'Check App ID and access key in the credential.';

/** Trouble inside the provider, which a later login need not meet. */
const PASSING = ['500', '1001'];

/** Before the last repeat after a dead token. Milliseconds. */
const LONGEST_STEP_BACK = 1_000;

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
	/** Left out where the service wants no token. */
	withoutToken?: boolean;
}

type HttpRequest = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** Thrown by the credential when the provider accepts no login; carries the failure through n8n's own error. */
export class LoginFailed extends Error {
	readonly response: { data: NotSent };

	constructor(reason: Failure) {
		// Whatever became of the login: the request it was for has not been sent.
		const failure = {
			...reason,
			message: `The login failed: ${reason.message}`,
			advice: reason.code === OPERATION_FAILED ? CHECK_KEYS : reason.advice,
			mayHaveHappened: false,
			forAll: reason.level !== 'transport' && !PASSING.includes(reason.code),
		};
		super(inOneLine(failure));
		this.response = { data: new NotSent(failure) };
	}
}

/**
 * The one form of every request. Redirects are not followed: they would take the token to another host. HTTP errors do
 * not throw: n8n would repeat a request after a 401.
 */
function formRequest(
	{ credential, url }: Account,
	{ service, fields, timeoutSeconds }: ServiceRequest,
): IHttpRequestOptions {
	return {
		method: 'POST',
		url,
		headers: {
			'content-type':
				credential.bodyFormat === 'urlencoded'
					? 'application/x-www-form-urlencoded'
					: 'multipart/form-data',
		},
		body: { service, ...fields },
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutSeconds * 1000,
	};
}

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

/** What a request that threw failed of. Takes only the code from the error: its text can hold the form's fields. */
export function failureOfError(error: unknown): Failure {
	const notSent = notSentOf(error);
	if (notSent?.failure) return notSent.failure;
	const causes = [...causesOf(error)] as Array<{ code?: unknown; httpCode?: unknown }>;
	// n8n 1 keeps the code of the error it wraps as `httpCode` alone.
	const codes = [...causes.map(({ code }) => code), causes[0]?.httpCode].map(textOf);
	return networkFailure(codes.find((code) => code !== '') ?? '');
}

async function send(
	httpRequest: HttpRequest,
	request: IHttpRequestOptions,
): Promise<Result<Envelope>> {
	try {
		const { statusCode, headers, body } = await httpRequest(request);
		const location = textOf(headers.location);
		return readEnvelope({ statusCode, location, text: typeof body === 'string' ? body : '' });
	} catch (error) {
		return fail(failureOfError(error));
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
			formRequest(
				{ credential, url: url.value },
				{
					service: LOGIN,
					fields: { appid: appId, accesskey: accessKey },
					timeoutSeconds: LOGIN_TIMEOUT,
				},
			),
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

/** Pauses before each repeat of what may be repeated. Milliseconds. */
const PAUSES = [500, 1500];

/** Tries again, a few times, what failed in a way that another try can cure. */
export async function insist<Value>(
	attempt: () => Promise<Result<Value>>,
	canBeCured: (failure: Failure) => boolean,
): Promise<Result<Value>> {
	let result = await attempt();
	for (const pause of PAUSES) {
		if (result.ok || !canBeCured(result.failure)) break;
		await sleep(pause);
		result = await attempt();
	}
	return result;
}

/** Lost on the way there or back, or answered by something that is not the provider. */
const isInDoubt = ({ mayHaveHappened, code }: Failure): boolean =>
	mayHaveHappened === true && code !== 'CANCELLED';

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
			? await send(context.helpers.httpRequest, formRequest(account, call))
			: await sendInSession(context, account, call);
	return call.isRepeatable ? await insist(attempt, isInDoubt) : await attempt();
};

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
	return await account.login;
}

/** Sends a request once, after a login where there is no session to send with. */
async function sendOnce(
	context: IExecuteFunctions,
	account: Account,
	request: IHttpRequestOptions,
): Promise<Result<Envelope>> {
	const rejected = (request.body as IDataObject).token;
	let isReady = await lookUpSession(context, account, rejected);
	if (!isReady) {
		const loggedIn = await logInForRun(context, account, rejected);
		if (!loggedIn.ok) return loggedIn;
		isReady = await lookUpSession(context, account, rejected);
	}
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
		request,
	);
}

async function sendInSession(
	context: IExecuteFunctions,
	account: Account,
	call: ServiceRequest,
): Promise<Result<Envelope>> {
	// One object for all repeats: the token in its body is the one that was just rejected, see `authenticate`.
	const request = formRequest(account, call);
	const repeatsLeft = new Map(Object.entries(REPEATS_AFTER));
	for (;;) {
		// 600 also where the login was in vain: before its token was used, another execution found it dead.
		const answer = await sendOnce(context, account, request);
		if (answer.ok || answer.failure.forAll) return answer;
		const { code } = answer.failure;
		const left = repeatsLeft.get(code) ?? 0;
		if (left === 0) return answer;
		repeatsLeft.set(code, left - 1);
		const token = textOf((request.body as IDataObject).token);
		if (code === EXTENSION_EXCEPTION) await endSession(context, account, token, call);
		else rejectToken(account.credential, token);
		// Processes that end each other's sessions do so no longer once one is a moment behind.
		if (code === DEAD_TOKEN && left === 1) await sleep(Math.random() * LONGEST_STEP_BACK);
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
		formRequest(account, { service: LOGOUT, fields: { token }, timeoutSeconds }),
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
	const answer = await insist(
		async () => await endSession(context, account, session.token, { timeoutSeconds }),
		isInDoubt,
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
	return await requestSession(context, account, ended?.token);
}
