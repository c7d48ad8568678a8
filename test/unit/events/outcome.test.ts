import { isWorthRetrying, outcomeOf } from '../../../nodes/YunhuVoice/events/outcome';
import { STATUS_CODES } from '../../../nodes/YunhuVoice/shared/codes';

it('a call with talk was answered, whatever ended it', () => {
	for (const cause of [10001, 10005, 10006, undefined]) {
		expect(outcomeOf(true, cause, 10041)).toBe('answered');
	}
});

const CAUSES: Record<string, number[]> = {
	noAnswer: [10005, 10011, 10015, 10016, 10020],
	busy: [10006],
	rejected: [10003, 1205],
	cancelled: [10002],
	unreachable: [10009],
	invalidNumber: [10014, 10017, 10027],
	blocked: [10025, 10028],
	lineFailure: [10004, 10008, 10012, 10013, 10024],
};

it.each(Object.entries(CAUSES).flatMap(([outcome, codes]) => codes.map((code) => [code, outcome])))(
	'without talk the cause %d means %s, whoever hung up',
	(cause, outcome) => {
		for (const direction of [undefined, 10005, 10040, 10041]) {
			expect(outcomeOf(false, cause as number, direction)).toBe(outcome);
		}
	},
);

it.each([10001, 10007])('of the cause %d the hang-up direction says more', (cause) => {
	expect(outcomeOf(false, cause, 10041)).toBe('rejected');
	for (const direction of [10005, 10011, 10015, 10016]) {
		expect(outcomeOf(false, cause, direction)).toBe('noAnswer');
	}
	for (const direction of [10040, 10031, 10006, undefined]) {
		expect(outcomeOf(false, cause, direction)).toBe('cancelled');
	}
});

it('any other cause, and none, is other', () => {
	const known = [...Object.values(CAUSES).flat(), 10001, 10007].map(String);
	const others = Object.keys(STATUS_CODES).filter((code) => !known.includes(code));
	for (const cause of [...others.map(Number), 99_999, undefined]) {
		expect(outcomeOf(false, cause, 10041)).toBe('other');
	}
});

it('a person who could not be reached is worth another call', () => {
	const all = [...Object.keys(CAUSES), 'answered', 'other'] as Array<
		Parameters<typeof isWorthRetrying>[0]
	>;
	expect(all.filter(isWorthRetrying).sort()).toEqual([
		'busy',
		'lineFailure',
		'noAnswer',
		'unreachable',
	]);
});
