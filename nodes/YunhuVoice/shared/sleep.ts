import { sleep } from 'n8n-workflow';

/** How often a waiting function checks whether it has to end. Milliseconds. */
const LOOK_EVERY_MS = 200;

/**
 * Waits until a moment, in milliseconds of Unix time, or until `hasEnded` returns true.
 *
 * @param hasEnded called several times a second.
 */
export async function sleepUntil(moment: number, hasEnded: () => boolean): Promise<void> {
	for (let left = moment - Date.now(); left > 0 && !hasEnded(); left = moment - Date.now()) {
		await sleep(Math.min(left, LOOK_EVERY_MS));
	}
}
