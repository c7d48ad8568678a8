import { fail, type Result, succeed } from '../shared/result';
import { type Account, notStarted, readCredential, takeTurn } from './account';
import type { RequestContext } from './context';
import type { Envelope } from './envelope';
import { send } from './http';
import { requestSession } from './login';
import { retry, transientPolicy, unlessCancelled } from './retry';
import { storedSession } from './session';

const LOGOUT = 'App.Sip_Auth.Logout';

/** The provider's answers to a token that is not logged in, or no longer. */
const NOT_LOGGED_IN = ['600', '1003'];

/** Ends one session; not through n8n's authentication, which would log in first. */
export const endSession = async (
	context: RequestContext,
	account: Account,
	token: string,
	timeoutSeconds: number,
): Promise<Result<Envelope>> =>
	await send(
		context.helpers.httpRequest,
		account,
		{ service: LOGOUT, token },
		{ timeoutSeconds, cancelSignal: context.getExecutionCancelSignal?.() },
	);

/**
 * Logs out (provider page "Clear the Token"). Never logs in to do so: without a stored session nothing is sent.
 *
 * @returns the provider's answer, or `undefined` if there was no session.
 */
export async function logOut(
	context: RequestContext,
	account: Account,
	timeoutSeconds: number,
): Promise<Result<Envelope | undefined>> {
	const session = storedSession(await readCredential(context));
	if (!session) return succeed(undefined);
	const attempt = async () =>
		(await takeTurn(account))
			? await endSession(context, account, session.token, timeoutSeconds)
			: fail(notStarted);
	const answer = await retry(context, attempt, transientPolicy());
	const wasNotLoggedIn = !answer.ok && NOT_LOGGED_IN.includes(answer.failure.code);
	return wasNotLoggedIn ? succeed(undefined) : answer;
}

/** Logs in again and has n8n store the session. Sends nothing but the login. */
export async function logInAgain(context: RequestContext, account: Account): Promise<Result<void>> {
	const ended = storedSession(await readCredential(context));
	return await unlessCancelled(context, requestSession(context, account, ended?.token));
}
