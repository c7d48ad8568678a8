import { fail, type Failure, type Result, sentAtLast } from '../shared/result';
import { sleepUntil } from '../shared/sleep';
import { NOT_STARTED } from './account';
import type { RequestContext } from './context';
import { networkFailure } from './errors';

/** Returns how long to wait before another attempt, in milliseconds; `undefined` to give up. Counts its own retries. */
export type RetryPolicy = (failure: Failure) => number | undefined;

export const isCancelled = (context: RequestContext): boolean =>
	context.getExecutionCancelSignal?.()?.aborted === true;

/** The execution was cancelled before a request was sent. */
export const cancelledUnsent: Failure = {
	...networkFailure('ERR_CANCELED'),
	mayHaveHappened: false,
};

/** Waits for work that other executions share, until this execution is cancelled. The work itself goes on. */
export async function unlessCancelled<Value>(
	context: RequestContext,
	work: Promise<Result<Value>>,
): Promise<Result<Value>> {
	const signal = context.getExecutionCancelSignal?.();
	if (!signal) return await work;
	if (signal.aborted) return fail(cancelledUnsent);
	return await new Promise((resolve, reject) => {
		const onCancel = () => resolve(fail(cancelledUnsent));
		signal.addEventListener('abort', onCancel, { once: true });
		void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onCancel));
	});
}

/**
 * Tries until an attempt succeeds, no policy wants another one, or the execution is cancelled. Each policy is for other failures.
 *
 * @returns the result of the last attempt that was made.
 */
export async function retry<Value>(
	context: RequestContext,
	attempt: () => Promise<Result<Value>>,
	...policies: RetryPolicy[]
): Promise<Result<Value>> {
	let result = await attempt();
	while (!result.ok) {
		const { failure } = result;
		const [delayMs] = policies.flatMap((policy) => policy(failure) ?? []);
		if (delayMs === undefined) break;
		await sleepUntil(Date.now() + delayMs, () => isCancelled(context));
		if (isCancelled(context)) break;
		const next = await attempt();
		// The run has ended: what was sent before is the item's result.
		if (!next.ok && next.failure.code === NOT_STARTED) break;
		// Another attempt can fail before it is sent, such as its login.
		result = next.ok ? next : fail(sentAtLast(next.failure, failure.sentAt));
	}
	return result;
}

/** The delay before each retry of a repeatable request. Milliseconds. */
const TRANSIENT_DELAYS_MS = [500, 1500];

/** If a server asks for a longer pause, the request is not repeated. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

/** For a repeatable request, after failures that another attempt can cure. A server may ask for a longer pause. */
export function transientPolicy(): RetryPolicy {
	const delaysLeft = [...TRANSIENT_DELAYS_MS];
	return ({ isTransient, retryAfterSeconds = 0 }) => {
		if (!isTransient || retryAfterSeconds > LONGEST_RETRY_AFTER_SECONDS) return undefined;
		const delayMs = delaysLeft.shift();
		return delayMs === undefined ? undefined : Math.max(delayMs, retryAfterSeconds * 1000);
	};
}

export const INVALID_TOKEN = '600';
export const EXTENSION_EXCEPTION = '1010';

/** Before the last retry after an invalid token. */
const LONGEST_STEP_BACK_MS = 1_000;

/**
 * For a request that another token can cure. 600 twice: another process may log in at the same moment and end the session we
 * just got; 600 can also mean that another execution saw our new token rejected first.
 */
export function newTokenPolicy(): RetryPolicy {
	const retriesLeft = new Map([
		[INVALID_TOKEN, 2],
		[EXTENSION_EXCEPTION, 1],
	]);
	return ({ code, forAll }) => {
		const left = retriesLeft.get(code) ?? 0;
		if (forAll || left === 0) return undefined;
		retriesLeft.set(code, left - 1);
		// Processes that end each other's sessions do so no longer once one is a moment behind.
		return code === INVALID_TOKEN && left === 1 ? Math.random() * LONGEST_STEP_BACK_MS : 0;
	};
}
