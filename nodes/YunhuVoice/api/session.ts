import { accountOf, type YunhuCredential } from './account';

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

/** Every token of an account that this process has seen and that may still be one. */
export const tokensOf = (credential: YunhuCredential): string[] => {
	const { newest, rejected } = knownOf(credential);
	const stored = storedSession(credential);
	return [newest, stored].flatMap((session) => session?.token ?? []).concat(...rejected);
};

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
