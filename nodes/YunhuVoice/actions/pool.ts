import { sleep } from 'n8n-workflow';
import { sleepUntil } from '../shared/sleep';

/** How a list is worked off. */
export interface Pace {
	/** Items under way at once. */
	concurrency: number;
	/** Requests sent in a second; 0 for no limit. */
	perSecond: number;
	/** Ends the list: nothing more is begun. */
	signal: AbortSignal | undefined;
}

/** A turn of the event loop. */
const SHORTEST_MS = 1;

/**
 * Lets in one after another, each in a turn of the event loop of its own. Items that begin in the same turn also send in the
 * same one, are answered together, and so keep in step: for as long as all of them are worked on, none waits for the
 * provider.
 */
function oneByOne(): () => Promise<void> {
	let last = Promise.resolve();
	return async () => {
		const before = last;
		last = before.then(async () => await sleep(SHORTEST_MS));
		await before;
	};
}

/** Works off the items of a list, several at once. */
export class Pool {
	private goesOn = true;

	/** When the next request may be sent, in milliseconds. */
	private nextTurn = 0;

	constructor(private readonly pace: Pace) {}

	private readonly hasEnded = (): boolean => !this.goesOn || this.pace.signal?.aborted === true;

	/**
	 * Waits until the pace allows another request. Only requests use it up: an item that is refused before anything is sent
	 * waits for nothing.
	 *
	 * @returns `false` where the list has ended: nothing more is to be sent.
	 */
	readonly takeTurn = async (): Promise<boolean> => {
		const { perSecond } = this.pace;
		if (perSecond > 0) {
			const turn = Math.max(this.nextTurn, Date.now());
			this.nextTurn = turn + 1000 / perSecond;
			await sleepUntil(turn, this.hasEnded);
		}
		return !this.hasEnded();
	};

	/**
	 * Runs a task for each of `count` items, begun in order.
	 *
	 * @param task gives `false` to end the list.
	 * @returns when all that was begun has finished.
	 */
	async run(count: number, task: (index: number) => Promise<boolean>): Promise<void> {
		let next = 0;
		const itsTurn = oneByOne();
		const worker = async () => {
			while (next < count && !this.hasEnded()) {
				const index = next++;
				await itsTurn();
				if (this.hasEnded()) return;
				if (!(await task(index))) this.goesOn = false;
			}
		};
		const workers = Math.min(this.pace.concurrency, count);
		await Promise.all(Array.from({ length: workers }, worker));
	}
}
