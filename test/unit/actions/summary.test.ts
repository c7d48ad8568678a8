import { summaryOf } from '../../../nodes/YunhuVoice/actions/summary';
import { times } from '../../support/lists';

const refused = (item: number, code: string, message: string) => ({
	item,
	failure: { code, message },
});

it('says how many would be called', () => {
	expect(summaryOf(12, [], true)).toBe(
		'Rehearsal: nothing was sent. 12 numbers would be called, 0 items refused.',
	);
	expect(summaryOf(1, [], false)).toMatch(/ 1 number would be called, 0 items refused\.$/);
});

it('counts refusals by their reason, whatever number, time or value they name', () => {
	const items = [
		refused(1, 'SAME_NUMBER', 'An item before this one had the number 13300000001 already'),
		refused(
			2,
			'INPUT',
			'Destination Number “abc” is not a phone number: “a” cannot be part of one',
		),
		refused(3, 'SAME_NUMBER', 'An item before this one had the number 13300000002 already'),
		refused(5, 'INPUT', 'Destination Number is empty'),
		refused(7, 'INPUT', 'Destination Number “x” is not a phone number: “x” cannot be part of one'),
		refused(8, 'SAME_NUMBER', 'An item before this one had the number 13300000009 already'),
		refused(9, 'OUTSIDE_CALLING_HOURS', 'no calls (Thursday 08:59 in Asia/Shanghai)'),
		refused(10, 'OUTSIDE_CALLING_HOURS', 'no calls (Thursday 09:00 in Asia/Shanghai)'),
	];
	expect(summaryOf(4, items, false)).toBe(
		'Rehearsal: nothing was sent. 4 numbers would be called, 8 items refused: ' +
			[
				'3 × SAME_NUMBER: An item before this one had the number … already (first: no. 2 on the list)',
				'2 × INPUT: Destination Number … is not a phone number: … cannot be part of one (first: no. 3 on the list)',
				'2 × OUTSIDE_CALLING_HOURS: no calls (Thursday … in Asia/Shanghai) (first: no. 10 on the list)',
				'1 × INPUT: Destination Number is empty (first: no. 6 on the list).',
			].join('; '),
	);
});

it('says that a real run would end, if it would', () => {
	const one = [refused(0, 'INPUT', 'x')];
	const END =
		' A real run would end with the first refused item, unless On Error of this node is Continue.';
	expect(summaryOf(0, one, true)).toBe(
		`Rehearsal: nothing was sent. 0 numbers would be called, 1 item refused: 1 × INPUT: x (first: no. 1 on the list).${END}`,
	);
	expect(summaryOf(0, one, false)).not.toContain(END);
	expect(summaryOf(0, [], true)).not.toContain(END);
});

it('names the ten most frequent reasons', () => {
	const refusedTimes = (count: number) => {
		const reason = 'abcdefghijkl'[count - 1]!;
		return times(count, () => refused(count, 'INPUT', reason));
	};
	const twelve = times(12, (index) => refusedTimes(index + 1)).flat();
	expect(summaryOf(0, twelve, false)).toMatch(
		/ 78 items refused: 12 × INPUT: l .*; 3 × INPUT: c \(first: no. 4 on the list\); 3 × other reasons\.$/,
	);
	const ten = twelve.filter(({ item }) => item > 2);
	expect(summaryOf(0, ten, false)).not.toContain('other reasons');
});
