import { type Adding, findRows } from '../../../nodes/YunhuVoice/actions/campaign/found';
import { times } from '../../support/lists';

const row = (phone: string, customuuid: string) => ({ phone, customuuid });
const told = (telphone: unknown, customuuid: unknown) => ({ telphone, customuuid }) as never;

/** Numbers with the user's own custom data, in a campaign that had as many rows as this before. */
const own = (countBefore: number | undefined, ...rows: Adding['rows']): Adding => ({
	rows,
	before: [],
	countBefore,
	madeUp: new Set(),
});

/** Numbers with made-up custom data. */
const made = (...rows: Adding['rows']): Adding => ({
	...own(undefined, ...rows),
	madeUp: new Set(rows.map(({ customuuid }) => customuuid)),
});

const none = { surelyIn: 0, isComplete: false };
const all = (count: number) => ({ surelyIn: count, isComplete: true });

describe('a number that comes back as a JSON number', () => {
	it('is the one that was sent', () => {
		expect(findRows([told(7, 'a')], made(row('007', 'a')))).toEqual(all(1));
		expect(findRows([told(7, 5)], own(0, row('007', '05')))).toEqual(all(1));
	});

	it('is one number, not two', () => {
		const two = [row('007', 'a'), row('07', 'a')];
		expect(findRows([told(7, 'a')], made(...two))).toEqual({ surelyIn: 1, isComplete: false });
		expect(findRows([told(7, 'a'), told(7, 'a')], made(...two))).toEqual(all(2));
		expect(findRows([told(7, 'a'), told('007', 'a')], made(...two))).toEqual(all(2));
	});
});

it.each([
	['07', 'a', '007', 'a'],
	['1', '05', '1', '5'],
])('text that differs by a zero is another number: %j %j, %j %j', (phone, data, told1, told2) => {
	expect(findRows([told(told1, told2)], made(row(phone, data)))).toEqual(none);
});

describe('the user’s own custom data', () => {
	const order = row('13300000001', 'order-1');
	const inIt = told('13300000001', 'order-1');

	it('proves nothing where nobody has counted', () => {
		expect(findRows([inIt], own(undefined, order))).toEqual(none);
	});

	it('of an older row does not pass for the new one', () => {
		expect(findRows([inIt], own(1, order))).toEqual(none);
		expect(findRows([inIt, inIt], own(1, order))).toEqual(all(1));
	});

	it('proves something only if the campaign has grown by this request alone', () => {
		const other = told('13300000002', 'another');
		expect(findRows([inIt, other], own(0, order))).toEqual(none);
		expect(findRows([other, inIt], own(1, order))).toEqual(all(1));
		expect(findRows([other, other], own(1, order))).toEqual(none);
	});

	it('leaves what is made up beside it proven', () => {
		const adding = { ...own(undefined, order, row('2', 'f'.repeat(32))), before: [] };
		const madeUp = new Set(['f'.repeat(32)]);
		const stored = [inIt, told('2', 'f'.repeat(32))];
		expect(findRows(stored, { ...adding, madeUp })).toEqual({ surelyIn: 1, isComplete: false });
		expect(findRows(stored, { ...adding, madeUp, countBefore: 0 })).toEqual(all(2));
	});

	it('can be a word for “no value”', () => {
		expect(findRows([told('1', 'none')], own(0, row('1', 'none')))).toEqual(all(1));
		expect(findRows([told('1', 'null')], own(0, row('1', 'none')))).toEqual(none);
	});

	it('that is cut off or not told proves nothing', () => {
		for (const text of ['order-', '', null]) {
			expect(findRows([told('13300000001', text)], own(0, order))).toEqual(none);
		}
	});
});

it('numbers that this run has added before have rows of their own', () => {
	const twice = { ...own(1, row('1', 'a')), before: [row('1', 'a')] };
	expect(findRows([told('1', 'a')], twice)).toEqual(none);
	expect(findRows([told('1', 'a'), told('1', 'a')], twice)).toEqual(all(1));
});

it('a number that is in the campaign twice is not in it as it was sent', () => {
	const stored = [told('1', 'a'), told('1', 'a')];
	expect(findRows(stored, made(row('1', 'a')))).toEqual({ surelyIn: 1, isComplete: false });
});

it('made-up custom data proves itself, whoever else adds numbers', () => {
	const stored = [told('2', 'x'), told('1', 'a'), told('1', 'y')];
	expect(findRows(stored, made(row('1', 'a')))).toEqual(all(1));
	expect(findRows(stored.slice(1), made(row('1', 'a'), row('2', 'b')))).toEqual({
		surelyIn: 1,
		isComplete: false,
	});
});

it('a new campaign holds nothing but its numbers', () => {
	const adding = { ...made(row('1', 'a')), countBefore: 0 };
	expect(findRows([told('1', 'a')], adding)).toEqual(all(1));
	expect(findRows([told('1', 'a'), told('2', 'b')], adding).isComplete).toBe(false);
});

it('thousands of rows that are all alike are matched in time', () => {
	const rows = times(10_000, () => row('007', '1'));
	const stored = times(10_000, () => told(7, 1));
	expect(findRows(stored, own(0, ...rows))).toEqual(all(10_000));
});
