import { sleep } from 'n8n-workflow';

/** While it waits, a function looks this often whether it is to end. */
const LOOK_EVERY_MS = 200;

/**
 * Waits until a moment, in milliseconds, or until there is nothing left to wait for.
 *
 * @param hasEnded asked now and then.
 */
export async function sleepUntil(moment: number, hasEnded: () => boolean): Promise<void> {
	for (let left = moment - Date.now(); left > 0 && !hasEnded(); left = moment - Date.now()) {
		await sleep(Math.min(left, LOOK_EVERY_MS));
	}
}
