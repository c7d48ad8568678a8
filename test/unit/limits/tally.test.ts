import fc from 'fast-check';
import {
	emptyTally,
	giveBack,
	takePlace,
	type Tally,
} from '../../../nodes/YunhuVoice/limits/tally';
import { holds } from '../../support/holds';

const ONCE = { oncePerNumber: true, maxCalls: 0 };
const THREE = { oncePerNumber: false, maxCalls: 3 };
const ANY = { oncePerNumber: false, maxCalls: 0 };

const A = '13300000001';
const B = '13300000002';

it('the first call with a number gets the place', () => {
	const tally = emptyTally();
	expect(takePlace(tally, A, ONCE)).toBeUndefined();
	expect(takePlace(tally, B, ONCE)).toBeUndefined();
	expect(takePlace(tally, A, ONCE)).toEqual({
		level: 'input',
		code: 'SAME_NUMBER',
		message: `An item before this one had the number ${A} already`,
		advice:
			'Nobody was called again: with Once per Number this node calls a number once in one execution of the workflow. Do not try this number again in it; go on with the others.',
	});
	expect(tally).toEqual({ calls: 2, numbers: { [A]: 1, [B]: 1 } });
});

it('a number that was called without the option counts for an item with it', () => {
	const tally = emptyTally();
	takePlace(tally, A, ANY);
	expect(takePlace(tally, A, ONCE)).toMatchObject({ code: 'SAME_NUMBER' });
});

it('no more calls get a place than the limit says', () => {
	const tally = emptyTally();
	for (const number of [A, A, B]) expect(takePlace(tally, number, THREE)).toBeUndefined();
	expect(takePlace(tally, B, THREE)).toEqual({
		level: 'input',
		code: 'CALL_LIMIT',
		message:
			'Max Calls is reached: this node places no more than 3 calls in one execution of the workflow',
		advice:
			'Nobody was called, and in this execution nobody else will be: do not try again. If more people should be called, raise Max Calls in the options of this node, or start the workflow again with the numbers that are left.',
	});
	expect(takePlace(tally, B, { ...THREE, maxCalls: 4 })).toBeUndefined();
	expect(tally).toEqual({ calls: 4, numbers: { [A]: 2, [B]: 2 } });
});

it('the same number is refused as that, also at the limit', () => {
	const tally = emptyTally();
	takePlace(tally, A, ONCE);
	expect(takePlace(tally, A, { oncePerNumber: true, maxCalls: 1 })).toMatchObject({
		code: 'SAME_NUMBER',
	});
});

it('shows the beginning of a long number', () => {
	const tally = emptyTally();
	takePlace(tally, '1'.repeat(41), ONCE);
	expect(takePlace(tally, '1'.repeat(41), ONCE)?.message).toMatch(/ 1{40} already$/);
});

it('a place that is given back can be taken again', () => {
	const tally = emptyTally();
	takePlace(tally, A, ONCE);
	giveBack(tally, A);
	expect(tally).toEqual(emptyTally());
	expect(takePlace(tally, A, { oncePerNumber: true, maxCalls: 1 })).toBeUndefined();
});

it('of two calls to a number only one gives its place back', () => {
	const tally = emptyTally();
	takePlace(tally, A, ANY);
	takePlace(tally, A, ANY);
	giveBack(tally, A);
	expect(tally).toEqual({ calls: 1, numbers: { [A]: 1 } });
	expect(takePlace(tally, A, ONCE)).toMatchObject({ code: 'SAME_NUMBER' });
});

it('a place that nobody has taken cannot be given back', () => {
	const tally = emptyTally();
	takePlace(tally, A, ANY);
	giveBack(tally, B);
	expect(tally).toEqual({ calls: 1, numbers: { [A]: 1 } });
});

it('whatever is taken and given back, also in between through JSON, nobody gets a place too many', () => {
	const step = fc.record({
		number: fc.constantFrom(A, B, '10086'),
		givesBack: fc.boolean(),
		isStored: fc.boolean(),
	});
	let refusals = 0;
	holds(
		fc.property(
			fc.array(step, { maxLength: 40 }),
			fc.record({ oncePerNumber: fc.boolean(), maxCalls: fc.integer({ min: 0, max: 5 }) }),
			(steps, limits) => {
				let tally = emptyTally();
				// A plain second count: the numbers that have a place.
				const placed: string[] = [];
				for (const { number, givesBack, isStored } of steps) {
					if (isStored) tally = JSON.parse(JSON.stringify(tally)) as Tally;
					const isTwice = limits.oncePerNumber && placed.includes(number);
					const isFull = limits.maxCalls > 0 && placed.length === limits.maxCalls;
					const refusal = takePlace(tally, number, limits);
					expect(refusal?.code).toBe(isTwice ? 'SAME_NUMBER' : isFull ? 'CALL_LIMIT' : undefined);
					if (refusal) refusals += 1;
					else if (givesBack) giveBack(tally, number);
					else placed.push(number);
				}
				expect(tally.calls).toBe(placed.length);
			},
		),
		500,
	);
	expect(refusals).toBeGreaterThan(100);
});
