import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { withoutInvisible } from '../shared/invisible';
import { fail, type Failure, type Result, succeed } from '../shared/result';
import { textOf } from '../shared/text';
import {
	type Account,
	accountOf,
	checkAccount,
	CREDENTIAL_NAME,
	parseUrl,
	tryCredential,
	type YunhuCredential,
} from './account';
import type { RequestContext } from './context';
import { answerIsNotYunhu, retFailure } from './errors';
import { failureOfError, type HttpRequest, send, type TimedRequest } from './http';
import { NotSent, notSentOf } from './notSent';
import { unlessCancelled } from './retry';
import { renewSession, storeSession, usableSession } from './session';

/*
 * Where a token is renewed, in the order of the calls. `session.ts` says which tokens are usable.
 * 0. After a token was rejected, `client.ts` drops it (`dropToken`: forgets it after 600, logs out after 1010) and begins with 1 again.
 * 1. `ensureSession` looks for a usable session: in the copy of this run, then in n8n's store (`lookUpSession`).
 * 2. If there is none, it asks n8n for one with a request that is never sent (`requestSession`). n8n runs `logIn`, the credential's
 *    `preAuthentication`, and stores the token: at once if it has no token, otherwise after the 401 that `authenticate` throws.
 * 3. `authenticate` puts the token into each request.
 */

const LOGIN = 'App.Sip_Auth.Login';

const OPERATION_FAILED = '1003';

/** The time limit of a whole login, which does not know the node's own limit. */
const LOGIN_TIMEOUT_SECONDS = 30;

/** Temporary failures inside the provider: a later login can succeed. */
const TRANSIENT_LOGIN_CODES = ['500', '1001'];

/** Advice for a failed login, where the usual advice about the node's values or options does not fit. */
const ADVICE: Record<string, string> = {
	[OPERATION_FAILED]: 'Check the App ID and the Access Key in the credential.',
	TIMEOUT: `A login may take ${LOGIN_TIMEOUT_SECONDS} seconds. Try again later; if this keeps happening, check the API URL and the network.`,
};

/** Carries the reason of a failed login through n8n's own error. */
export function loginFailed(reason: Failure): NotSent {
	const failure: Failure = {
		...reason,
		message: `The login failed: ${reason.message}`,
		advice: ADVICE[reason.code] ?? reason.advice,
		// Whatever happened to the login, the request itself has not been sent.
		mayHaveHappened: false,
		// A failed login is not repeated: it could take its whole time limit again.
		isTransient: false,
		forAll: reason.level !== 'transport' && !TRANSIENT_LOGIN_CODES.includes(reason.code),
	};
	delete failure.sentAt;
	return new NotSent(failure);
}

/**
 * Logs in (provider page "Obtain authorization token").
 *
 * @returns what n8n is to keep in the credential's `sessionToken`.
 * @throws NotSent with the reason in words.
 */
export async function logIn(
	httpRequest: HttpRequest,
	credential: YunhuCredential,
): Promise<string> {
	const session = await renewSession(credential, Date.now(), async () => {
		const url = checkAccount(credential);
		if (!url.ok) throw loginFailed(url.failure);
		const { appId, accessKey } = credential;
		const answer = await send(
			httpRequest,
			{ credential, url: url.value },
			{ service: LOGIN, appid: appId, accesskey: accessKey },
			{ timeoutSeconds: LOGIN_TIMEOUT_SECONDS },
		);
		if (!answer.ok) throw loginFailed(answer.failure);
		const { token, authtime, authmodel } = answer.value.result;
		if (textOf(token) === '') throw loginFailed(answerIsNotYunhu('NO_RESULT'));
		return {
			token: textOf(token),
			issuedAt: Date.now(),
			account: accountOf(credential),
			authorizedUntil: textOf(authtime),
			licences: textOf(authmodel),
		};
	});
	return storeSession(session);
}

/** A request for this service is never sent; it makes n8n log in and store the token. */
export const SESSION_ONLY = 'session only';

/**
 * Makes sure that the token goes to the credential's API only, whichever node sends the request.
 *
 * @throws if a request is for another scheme, host or port, or sets a proxy of its own.
 */
function checkAddress(
	{ apiUrl }: YunhuCredential,
	{ baseURL = '', ...request }: TimedRequest,
): void {
	const address = withoutInvisible(String(request.url ?? request.uri ?? ''));
	const target = parseUrl(address) ?? parseUrl(`${baseURL.replace(/\/$/, '')}/${address}`);
	const isHttp = target && ['http:', 'https:'].includes(target.protocol);
	if (!isHttp || target.origin !== parseUrl(apiUrl)?.origin || request.proxy) {
		throw new Error(
			'The Yunhu Voice credential works only with its own API URL. Use the Yunhu Voice node (Service > Send Request can call any service), or choose another credential for this address.',
		);
	}
}

/**
 * Puts the session's token into a request.
 *
 * A request whose body has a token already is a repeat: that token is the one the provider has just rejected. Where the
 * credential holds another by now, somebody else has renewed it and no login is needed.
 *
 * The token is written into the given body, so that the sender knows which one it used. Redirects are not followed: they
 * would take the token to another host.
 *
 * @throws NotSent where a login is needed first or a session was all that was wanted; another error for another host.
 */
export function authenticate(
	credential: YunhuCredential,
	request: TimedRequest,
	now: number,
): IHttpRequestOptions {
	checkAddress(credential, request);
	const body = (request.body ??= {}) as IDataObject;
	const session = usableSession(credential, body.token, now);
	if (!session) throw new NotSent(retFailure('600', ''), 401);
	if (body.service === SESSION_ONLY) throw new NotSent();
	body.token = session.token;
	return Object.assign(request, {
		...(request.url !== undefined && { url: withoutInvisible(request.url) }),
		...(request.endSignal && { abortSignal: request.endSignal }),
		// n8n has two kinds of request, with different names for this option.
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
		maxRedirects: 0,
	});
}

/**
 * Takes the session from n8n's store where the one at hand is missing, too old or rejected: another process, or n8n after
 * a login, may have renewed it.
 *
 * @returns whether there is one to send with; otherwise a login is needed. A failure if n8n cannot read the credential any more.
 */
async function lookUpSession(
	context: RequestContext,
	{ credential }: Account,
	rejectedToken: unknown,
): Promise<Result<boolean>> {
	const isUsable = () => usableSession(credential, rejectedToken, Date.now()) !== undefined;
	if (isUsable()) return succeed(true);
	const stored = await tryCredential(context);
	if (!stored.ok) return stored;
	// Another item may have found a newer session meanwhile.
	if (!isUsable()) credential.sessionToken = stored.value.sessionToken;
	return succeed(isUsable());
}

/** Has n8n log in and store the session, unless its store holds another one than that of the rejected token. */
export async function requestSession(
	context: RequestContext,
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

/** Logs in once for all items of a run that need it. If the account is refused, no other item tries again. */
async function logInForRun(
	context: RequestContext,
	account: Account,
	rejectedToken: unknown,
): Promise<Result<void>> {
	account.login ??= requestSession(context, account, rejectedToken).then((result) => {
		if (result.ok || !result.failure.forAll) delete account.login;
		return result;
	});
	return await unlessCancelled(context, account.login);
}

/**
 * Makes sure that there is a session for a request, with a login if there is none.
 *
 * @param rejectedToken the token with which this request has just failed.
 * @returns whether the account's copy of the credential has a session to send with. If not, n8n reads the credential itself.
 */
export async function ensureSession(
	context: RequestContext,
	account: Account,
	rejectedToken: unknown,
): Promise<Result<boolean>> {
	const known = await lookUpSession(context, account, rejectedToken);
	if (!known.ok || known.value) return known;
	const loggedIn = await logInForRun(context, account, rejectedToken);
	return loggedIn.ok ? await lookUpSession(context, account, rejectedToken) : loggedIn;
}
