import { sleep } from 'n8n-workflow';
import { sleepUntil } from '../shared/sleep';

/** How a list of items is processed. */
export interface Pace {
	/** Items under way at once. */
	concurrency: number;
	/** Requests sent in a second; 0 for no limit. */
	perSecond: number;
	/** Ends the list: no further item is started. */
	signal: AbortSignal | undefined;
}

/** A turn of the event loop. */
const SHORTEST_MS = 1;

/**
 * Starts items one after another, each in its own turn of the event loop. Items that start in the same turn would send together
 * and get their answers together. They would stay in step, and the provider would be idle while all of them are processed.
 */
function oneByOne(): () => Promise<void> {
	let last = Promise.resolve();
	return async () => {
		const before = last;
		last = before.then(async () => await sleep(SHORTEST_MS));
		await before;
	};
}

/** Processes a list of items, several at once. */
export class Pool {
	private goesOn = true;

	/** When the next request may be sent, in milliseconds. */
	private nextTurn = 0;

	constructor(private readonly pace: Pace) {}

	private readonly hasEnded = (): boolean => !this.goesOn || this.pace.signal?.aborted === true;

	/**
	 * Waits until the pace allows another request. Only requests count: an item that is refused before anything is sent does
	 * not wait.
	 *
	 * @returns `false` if the list has ended: nothing more may be sent.
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
	 * Runs a task for each of `count` items, started in order.
	 *
	 * @param task returns `false` to end the list.
	 * @returns when all started tasks have finished.
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
