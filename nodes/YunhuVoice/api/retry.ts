import type { IExecuteFunctions } from 'n8n-workflow';
import { fail, type Failure, type Result } from '../shared/result';
import { sleepUntil } from '../shared/sleep';
import { NOT_STARTED } from './account';
import { networkFailure } from './errors';

/**
 * How long to wait before another attempt, in milliseconds.
 *
 * @param retries how many attempts there were after the first one.
 * @returns `undefined` to give up.
 */
export type Delay = (failure: Failure, retries: number) => number | undefined;

export const isCancelled = (context: IExecuteFunctions): boolean =>
	context.getExecutionCancelSignal()?.aborted === true;

/** Waits for work that other executions share, until this execution is cancelled. The work itself goes on. */
export async function unlessCancelled<Value>(
	context: IExecuteFunctions,
	work: Promise<Result<Value>>,
): Promise<Result<Value>> {
	const signal = context.getExecutionCancelSignal();
	if (!signal) return await work;
	const cancelled = { ...networkFailure('ERR_CANCELED'), mayHaveHappened: false };
	return await new Promise((resolve) => {
		const onCancel = () => resolve(fail(cancelled));
		if (signal.aborted) onCancel();
		signal.addEventListener('abort', onCancel, { once: true });
		void work.then((result) => {
			signal.removeEventListener('abort', onCancel);
			resolve(result);
		});
	});
}

/**
 * Tries until an attempt succeeds, `delayBefore` gives up, or the execution is cancelled.
 *
 * @returns the result of the last attempt that was made.
 */
export async function retry<Value>(
	context: IExecuteFunctions,
	attempt: () => Promise<Result<Value>>,
	delayBefore: Delay,
): Promise<Result<Value>> {
	let result = await attempt();
	for (let retries = 0; !result.ok; retries++) {
		const delayMs = delayBefore(result.failure, retries);
		if (delayMs === undefined) break;
		await sleepUntil(Date.now() + delayMs, () => isCancelled(context));
		if (isCancelled(context)) break;
		const next = await attempt();
		// The run has ended: what was sent before is the item's result.
		if (!next.ok && next.failure.code === NOT_STARTED) break;
		result = next;
	}
	return result;
}

/** The delay before each retry of a repeatable request. Milliseconds. */
const TRANSIENT_DELAYS_MS = [500, 1500];

/** If a server asks for a longer pause, the request is not repeated. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

/** Delays for repeatable requests, after failures that another attempt can cure. A server may ask for a longer pause. */
export const retryTransient: Delay = ({ isTransient, retryAfterSeconds = 0 }, retries) => {
	const delayMs = TRANSIENT_DELAYS_MS[retries];
	if (!isTransient || delayMs === undefined) return undefined;
	if (retryAfterSeconds > LONGEST_RETRY_AFTER_SECONDS) return undefined;
	return Math.max(delayMs, retryAfterSeconds * 1000);
};
