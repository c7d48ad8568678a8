import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { withoutInvisible } from '../shared/invisible';
import { accountOf, parseUrl, type YunhuCredential } from './account';
import { retFailure } from './errors';
import type { Failure } from './result';

/** A login that the provider accepted. n8n keeps it, encrypted, in the credential's `sessionToken`. */
export interface Session {
	token: string;
	/** When we logged in, in milliseconds of our own clock: the provider's clock may differ. */
	issuedAt: number;
	/** Whose session it is: a user who edits the account must not go on calling from the old one. */
	account: string;
}

/** Tokens live 12 hours (provider page "Obtain authorization token"); renewed 10 minutes early. Milliseconds. */
export const SESSION_LIFE = (12 * 60 - 10) * 60_000;

export const storeSession = (session: Session): string => JSON.stringify(session);

/**
 * The session a credential holds.
 *
 * @returns `undefined` where there is none, or it is that of another account.
 */
export function storedSession(credential: YunhuCredential): Session | undefined {
	if (!credential.sessionToken) return undefined;
	try {
		const session = JSON.parse(credential.sessionToken) as Session;
		return session.account === accountOf(credential) ? session : undefined;
	} catch {
		return undefined;
	}
}

/** A session from the future was stored by a machine whose clock is ahead, or before ours was set back. */
export const isUsable = (session: Session | undefined, now: number): session is Session =>
	session !== undefined && Math.abs(now - session.issuedAt) < SESSION_LIFE;

/** What this process knows of an account. */
interface Known {
	/** The newest session it was given. */
	newest?: Session;
	/** The login under way. */
	login?: Promise<Session>;
	/** Tokens that the provider has rejected since it handed them out. */
	rejected: Set<string>;
}

const knownAccounts = new Map<string, Known>();

function knownOf(credential: YunhuCredential): Known {
	const account = accountOf(credential);
	const known = knownAccounts.get(account) ?? { rejected: new Set() };
	knownAccounts.set(account, known);
	return known;
}

/** Notes that the provider no longer takes a token: no other item of this process needs to find that out. */
export const rejectToken = (credential: YunhuCredential, token: string): void => {
	knownOf(credential).rejected.add(token);
};

/**
 * The session to send with.
 *
 * @param rejected the token with which this request has just failed.
 * @returns `undefined` where there is none, it is too old, or the provider has rejected its token.
 */
export function usableSession(
	credential: YunhuCredential,
	rejected: unknown,
	now: number,
): Session | undefined {
	const session = storedSession(credential);
	if (!isUsable(session, now) || session.token === rejected) return undefined;
	return knownOf(credential).rejected.has(session.token) ? undefined : session;
}

/**
 * Why the credential let no request out. It travels in `response.data` of what is thrown: n8n wraps that, n8n 1 without a
 * cause, but both keep this as `context.data`.
 */
export class NotSent {
	/** @param failure none where the request only wanted a session, and there is one */
	constructor(readonly failure?: Failure) {}
}

/**
 * Thrown instead of sending. n8n answers it as it answers HTTP 401: it runs the credential's `preAuthentication`, stores
 * the new token for all processes, and comes again. The provider itself says 200 to a dead token, which n8n does
 * not renew.
 */
export class SessionEnded extends Error {
	readonly response = { status: 401, data: new NotSent(retFailure('600', '')) };

	constructor() {
		super('The login token has to be renewed');
	}
}

/** Thrown instead of sending a request that only wanted a session: see `SESSION_ONLY`. */
export class SessionReady extends Error {
	readonly response = { data: new NotSent() };
}

/** A request for this service is never sent; it makes n8n log in and store the token. */
export const SESSION_ONLY = 'session only';

/** A request that has to be answered in time. n8n replaces its `abortSignal` by the signal of the execution. */
export interface TimedRequest extends IHttpRequestOptions {
	/** Ends the request when its time is over. */
	timeLimit?: AbortSignal;
	/** Instead of `url`, in the older form of requests that n8n's HTTP Request node makes. */
	uri?: string;
}

/** The two signals as one; either may be missing. */
export function eitherSignal(
	one: AbortSignal | undefined,
	other: AbortSignal | undefined,
): AbortSignal | undefined {
	return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}

/**
 * Takes care that the token goes to the credential's API alone, whichever node sends the request.
 *
 * @throws where a request is for another scheme, host or port.
 */
function checkAddress(
	{ apiUrl }: YunhuCredential,
	{ baseURL = '', ...request }: TimedRequest,
): void {
	const address = withoutInvisible(request.url ?? request.uri ?? '');
	const target = parseUrl(address) ?? parseUrl(`${baseURL.replace(/\/$/, '')}/${address}`);
	if (!target || target.origin !== parseUrl(apiUrl)?.origin) {
		throw new Error(
			'The Yunhu Voice credential sends its login token to its own API URL only. Use the Yunhu Voice node (Service > Call reaches every service), or another credential for this address.',
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
 * @throws SessionEnded where a login is needed first, another error where the request is for another host.
 */
export function authenticate(
	credential: YunhuCredential,
	request: TimedRequest,
	now: number,
): IHttpRequestOptions {
	checkAddress(credential, request);
	const body = (request.body ??= {}) as IDataObject;
	const session = usableSession(credential, body.token, now);
	if (!session) throw new SessionEnded();
	if (body.service === SESSION_ONLY) throw new SessionReady();
	body.token = session.token;
	const abortSignal = eitherSignal(request.abortSignal as AbortSignal, request.timeLimit);
	return Object.assign(request, {
		...(request.url !== undefined && { url: withoutInvisible(request.url) }),
		...(abortSignal && { abortSignal }),
		...(request.uri === undefined
			? { disableFollowRedirect: true }
			: { followRedirect: false, followAllRedirects: false }),
	});
}

/**
 * How long a new session stands in for what was just read from the store. n8n reads a credential moments before it asks for
 * a login; later on the store itself holds the session, and somebody who asks for a login shall get one: the Test
 * button does. Milliseconds.
 */
const JUST_NOW = 10_000;

/**
 * Logs in once however many items ask at the same moment.
 *
 * An item can have read the credential just before another item's login was stored. What it read is then older than the
 * session this process has just been given, and it gets that one instead of a login of its own.
 */
export async function renewSession(
	credential: YunhuCredential,
	now: number,
	login: () => Promise<Session>,
): Promise<Session> {
	const known = knownOf(credential);
	const { newest, rejected } = known;
	const readAt = storedSession(credential)?.issuedAt ?? 0;
	const isNewer = newest && newest.issuedAt > readAt && now - newest.issuedAt < JUST_NOW;
	if (isNewer && !rejected.has(newest.token)) return newest;
	known.login ??= login()
		.then((session) => {
			// A provider can hand out the same token again.
			rejected.delete(session.token);
			return (known.newest = session);
		})
		.finally(() => delete known.login);
	return await known.login;
}
