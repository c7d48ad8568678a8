import type { IDataObject } from 'n8n-workflow';
import { fail, type Failure, type Result } from '../shared/result';
import { textOf } from '../shared/text';
import { type Account, CREDENTIAL_NAME, notStarted, takeTurn } from './account';
import { withLicences } from './authorization';
import type { RequestContext } from './context';
import type { Answer } from './envelope';
import { type Bounds, send } from './http';
import { ensureSession } from './login';
import { endSession } from './logout';
import {
	EXTENSION_EXCEPTION,
	INVALID_TOKEN,
	newTokenPolicy,
	retry,
	transientPolicy,
} from './retry';
import { rejectToken, storedSession, tokensOf } from './session';

/*
 * One request from start to end: get a session, wait for the pace, send, repeat with a new token if the provider asks for one, and
 * repeat after other failures if the request is repeatable.
 */

/** One request to one of the provider's services. */
export interface ServiceRequest {
	/** Full name, such as `App.Sip_Call.PlayVoice`. */
	service: string;
	/** Form fields without `service` and `token`. */
	fields: Record<string, string>;
	timeoutSeconds: number;
	/** Whether the request can be sent again after a lost answer, since doing it twice does no harm. Never true for a call. */
	isRepeatable?: boolean;
	/** Whether the answer can be long. */
	isList?: boolean;
	/** Left out where the service wants no token. */
	withoutToken?: boolean;
	/** Why the request may not be sent now, if so, beside the credential's limits. Asked right before it is sent, each time. */
	refuse?: () => Failure | undefined;
}

/**
 * Sends a request, logging in where that is needed. Repeats it after answers that prove nothing was done: an invalid token
 * (600), and an extension exception (1010), which the provider cures by a new token; after other failures only what
 * is repeatable.
 */
export async function callService(
	context: RequestContext,
	account: Account,
	call: ServiceRequest,
): Promise<Result<Answer>> {
	const attempt = call.withoutToken
		? async () => await sendWithoutToken(context, account, call)
		: attemptInSession(context, account, call);
	const policies = [
		...(call.withoutToken ? [] : [newTokenPolicy()]),
		...(call.isRepeatable ? [transientPolicy()] : []),
	];
	const answer = await retry(context, unlessRefused(account, call, attempt), ...policies);
	return answer.ok ? answer : fail(withLicences(answer.failure, storedSession(account.credential)));
}

const bodyOf = ({ service, fields }: ServiceRequest): IDataObject => ({ service, ...fields });

/** Why the limits do not allow a request now, if so. */
export const refusalOfRequest = (account: Account, call: ServiceRequest): Failure | undefined =>
	account.refuse?.(bodyOf(call)) ?? call.refuse?.();

/** Saves the login of a request that the limits do not allow. `authenticate` asks again when it is sent. */
const unlessRefused =
	(account: Account, call: ServiceRequest, attempt: () => Promise<Result<Answer>>) =>
	async (): Promise<Result<Answer>> => {
		const refusal = refusalOfRequest(account, call);
		return refusal ? fail(refusal) : await attempt();
	};

const boundsOf = (
	context: RequestContext,
	{ credential }: Account,
	{ timeoutSeconds, isList, refuse }: ServiceRequest,
): Bounds => ({
	timeoutSeconds,
	isList,
	refuse,
	cancelSignal: context.getExecutionCancelSignal?.(),
	tokens: tokensOf(credential),
});

async function sendWithoutToken(
	context: RequestContext,
	account: Account,
	call: ServiceRequest,
): Promise<Result<Answer>> {
	if (!(await takeTurn(account))) return fail(notStarted);
	const refusal = refusalOfRequest(account, call);
	if (refusal) return fail(refusal);
	const body = bodyOf(call);
	return await send(context.helpers.httpRequest, account, body, boundsOf(context, account, call));
}

/** Returns what sends a request with a token, each time it is called; after a token that was refused with another one. */
function attemptInSession(
	context: RequestContext,
	account: Account,
	call: ServiceRequest,
): () => Promise<Result<Answer>> {
	// One object for all attempts: the token in it is the one of the attempt before, see `authenticate`.
	const body = bodyOf(call);
	let last: Failure | undefined;
	return async () => {
		if (last && TOKEN_CODES.includes(last.code)) {
			await dropToken(context, account, textOf(body.token), last, call);
		} else {
			delete body.token;
		}
		const answer = await sendOnce(context, account, body, boundsOf(context, account, call));
		last = answer.ok ? undefined : answer.failure;
		return answer;
	};
}

/** Failures that another token can cure. */
const TOKEN_CODES = [INVALID_TOKEN, EXTENSION_EXCEPTION];

/** Makes sure that the next attempt gets another token than the one that failed. */
async function dropToken(
	context: RequestContext,
	account: Account,
	token: string,
	{ code }: Failure,
	{ timeoutSeconds }: ServiceRequest,
): Promise<void> {
	// A login alone may hand out the same token again (provider page "Clear the Token").
	if (code === EXTENSION_EXCEPTION) await endSession(context, account, token, timeoutSeconds);
	else rejectToken(account.credential, token);
}

/** Sends a request once, after a login if there is no session. */
async function sendOnce(
	context: RequestContext,
	account: Account,
	body: IDataObject,
	bounds: Bounds,
): Promise<Result<Answer>> {
	const session = await ensureSession(context, account, body.token);
	if (!session.ok) return session;
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
				session.value ? { credentialsDecrypted: copy } : undefined,
			),
		account,
		body,
		bounds,
	);
}
