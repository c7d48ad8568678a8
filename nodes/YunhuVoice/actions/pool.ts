import { sleep } from 'n8n-workflow';

/** How a list is worked off. */
export interface Pace {
	/** Items under way at once. */
	concurrency: number;
	/** Items begun in a second; 0 for no limit. */
	perSecond: number;
	/** Ends the list: nothing more is begun. */
	signal: AbortSignal | undefined;
}

/** While it waits for its turn, a list looks this often whether it has ended. Milliseconds. */
const LOOK_UP = 200;

async function waitUntil(moment: number, hasEnded: () => boolean): Promise<void> {
	for (let left = moment - Date.now(); left > 0 && !hasEnded(); left = moment - Date.now()) {
		await sleep(Math.min(left, LOOK_UP));
	}
}

/** A turn of the event loop. Milliseconds. */
const SHORTEST = 1;

/**
 * Lets in one after another, each in a turn of the event loop of its own. Items that begin in the same turn also send in the
 * same one, are answered together, and so keep in step: for as long as all of them are worked on, none waits for the
 * provider.
 */
function oneByOne(): () => Promise<void> {
	let last = Promise.resolve();
	return async () => {
		const before = last;
		last = before.then(async () => await sleep(SHORTEST));
		await before;
	};
}

/**
 * Runs a task for each of `count` items, begun in order.
 *
 * @param run gives `false` to end the list.
 * @returns when all that was begun has finished.
 */
export async function runPool(
	count: number,
	{ concurrency, perSecond, signal }: Pace,
	run: (index: number) => Promise<boolean>,
): Promise<void> {
	let next = 0;
	let earliest = 0;
	let goesOn = true;
	const itsTurn = oneByOne();
	const hasEnded = () => !goesOn || signal?.aborted === true;
	const worker = async () => {
		while (next < count && !hasEnded()) {
			const index = next++;
			if (perSecond > 0) {
				const begin = Math.max(earliest, Date.now());
				earliest = begin + 1000 / perSecond;
				await waitUntil(begin, hasEnded);
			}
			await itsTurn();
			if (hasEnded()) return;
			if (!(await run(index))) goesOn = false;
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
}
