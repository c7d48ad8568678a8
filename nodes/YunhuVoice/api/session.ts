import { accountOf, type YunhuCredential } from './account';

/** A login that the provider accepted. n8n keeps it, encrypted, in the credential's `sessionToken`. */
export interface Session {
	token: string;
	/** When the login took place, in milliseconds of this machine's clock: the provider's clock may differ. */
	issuedAt: number;
	/** The account of the session. After the user has edited the credential, the old account's session must not be used. */
	account: string;
	/** What the login said about the account, as the provider wrote it; empty if it said nothing. */
	authorizedUntil?: string;
	licences?: string;
}

/** Tokens live 12 hours (provider page "Obtain authorization token"); renewed 10 minutes early. Milliseconds. */
export const SESSION_LIFE_MS = (12 * 60 - 10) * 60_000;

export const storeSession = (session: Session): string => JSON.stringify(session);

/**
 * The session a credential holds.
 *
 * @returns `undefined` if there is none, or it belongs to another account.
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

/** Whether a session is young enough. One from the future was stored by a machine whose clock is ahead, or before this clock was set back. */
export const isUsable = (session: Session | undefined, now: number): session is Session =>
	session !== undefined && Math.abs(now - session.issuedAt) < SESSION_LIFE_MS;

/** What this process knows about an account. */
interface Known {
	/** The newest session it was given. */
	newest?: Session;
	/** The login in progress. */
	login?: Promise<Session>;
	/** Tokens that the provider has rejected since it handed them out. */
	rejected: Set<string>;
}

const knownAccounts = new Map<string, Known>();

function knownOf(account: string): Known {
	const known = knownAccounts.get(account) ?? { rejected: new Set() };
	knownAccounts.set(account, known);
	return known;
}

/** Every token of an account that this process has seen: all of them are masked in answers. */
export const tokensOf = (credential: YunhuCredential): string[] => {
	const { newest, rejected } = knownOf(accountOf(credential));
	const stored = storedSession(credential);
	return [newest, stored].flatMap((session) => session?.token ?? []).concat(...rejected);
};

/** Records that the provider rejected a token, so that no other item of this process sends it. */
export const rejectToken = (credential: YunhuCredential, token: string): void => {
	knownOf(accountOf(credential)).rejected.add(token);
};

/**
 * The session to send with.
 *
 * @param rejected the token with which this request has just failed.
 * @returns `undefined` if there is none, it is too old, or the provider has rejected its token.
 */
export function usableSession(
	credential: YunhuCredential,
	rejected: unknown,
	now: number,
): Session | undefined {
	const session = storedSession(credential);
	if (!isUsable(session, now) || session.token === rejected) return undefined;
	return knownOf(session.account).rejected.has(session.token) ? undefined : session;
}

/**
 * How long a new session replaces an older one that was just read from the store: item A reads the credential, item B's login is
 * stored, A asks for a login and gets B's session. After this time, whoever asks for a login gets one, such as the Test button.
 * Milliseconds.
 */
const JUST_NOW_MS = 10_000;

/**
 * Logs in once, however many items ask at the same moment.
 *
 * An item can have read the credential just before another item's login was stored. What it read is then older than the
 * session this process has just been given, and it gets that one instead of a login of its own.
 */
export async function renewSession(
	credential: YunhuCredential,
	now: number,
	login: () => Promise<Session>,
): Promise<Session> {
	const known = knownOf(accountOf(credential));
	const { newest, rejected } = known;
	const readAt = storedSession(credential)?.issuedAt ?? 0;
	const isNewer = newest && newest.issuedAt > readAt && now - newest.issuedAt < JUST_NOW_MS;
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
