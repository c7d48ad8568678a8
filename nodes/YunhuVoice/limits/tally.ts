import { type Failure, inputFailure } from '../shared/result';
import { MAX_CALLS, ONCE_PER_NUMBER } from './nodeProperties';

/*
 * The calls of one node in one execution of a workflow. A call takes its place before it is sent, so that of several items under
 * way at once no two get the same one.
 */

/** What has been called. n8n stores it as JSON while an execution waits. */
export interface Tally {
	calls: number;
	/** How many of the calls went to each number, as it is sent. */
	numbers: Record<string, number>;
}

export const emptyTally = (): Tally => ({ calls: 0, numbers: {} });

const sameNumber = (number: string): Failure => ({
	...inputFailure(
		`An item before this one had the number ${number.slice(0, 40)} already`,
		`Nobody was called again: with ${ONCE_PER_NUMBER.displayName} this node calls a number once in one execution of the workflow. Do not try this number again in it; go on with the others.`,
	),
	code: 'SAME_NUMBER',
});

const callLimit = (maxCalls: number): Failure => ({
	...inputFailure(
		`${MAX_CALLS.displayName} is reached: this node places no more than ${maxCalls} calls in one execution of the workflow`,
		`Nobody was called, and in this execution nobody else will be: do not try again. If more people should be called, raise ${MAX_CALLS.displayName} in the options of this node, or start the workflow again with the numbers that are left.`,
	),
	code: 'CALL_LIMIT',
});

/**
 * Takes a place for a call.
 *
 * @param number as it is sent.
 * @returns why there is none, if so.
 */
export function takePlace(
	tally: Tally,
	number: string,
	{ oncePerNumber, maxCalls }: { oncePerNumber: boolean; maxCalls: number },
): Failure | undefined {
	const before = tally.numbers[number] ?? 0;
	if (oncePerNumber && before > 0) return sameNumber(number);
	if (maxCalls > 0 && tally.calls >= maxCalls) return callLimit(maxCalls);
	tally.calls += 1;
	tally.numbers[number] = before + 1;
	return undefined;
}

/** Gives a place back: nothing was sent of its call. */
export function giveBack(tally: Tally, number: string): void {
	const before = tally.numbers[number] ?? 0;
	if (before === 0) return;
	tally.calls -= 1;
	if (before === 1) delete tally.numbers[number];
	else tally.numbers[number] = before - 1;
}
