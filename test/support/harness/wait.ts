import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Polls `ask` until it returns something other than undefined. Returns that.
 *
 * @param timeoutMs milliseconds after which this throws the error of `onTimeout`
 */
export async function until<T>(
	ask: () => Promise<T | undefined>,
	timeoutMs: number,
	onTimeout: () => Error,
): Promise<T> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw onTimeout();
		await sleep(POLL_MS);
	}
}
