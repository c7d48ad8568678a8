import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 100;

/**
 * Asks again and again until there is an answer other than undefined, and returns it.
 *
 * @param timeoutMs after this many milliseconds `onTimeout` makes the error that is thrown
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
