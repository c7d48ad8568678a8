import type { IDataObject } from 'n8n-workflow';
import { pageOf, rowsOf } from '../../../nodes/YunhuVoice/api/rows';

const ROWS = [{ a: 1 }, { a: 2 }];

const read = (result: unknown) => rowsOf({ data: { status: 0, result } as IDataObject });

it.each<[string, unknown]>([
	['a list', ROWS],
	['a page', { totalitems: 2, currentpage: 1, itemsperpage: 10, task: ROWS }],
	['a page whose list has the name of the result', { totalitems: '2', result: ROWS }],
	['a list with gaps, which PHP writes as an object', { 0: ROWS[0], 2: ROWS[1] }],
])('the rows of %s', (_what, result) => {
	expect(read(result)).toEqual({ ok: true, value: ROWS });
});

it.each<[string, unknown]>([
	['an empty list', []],
	['an empty object', {}],
	['null', null],
	['nothing', undefined],
	['empty text', ''],
	['false', false],
	['an empty page', { totalitems: 0, task: [] }],
	['a page without a list', { totalitems: '0', task: null }],
])('%s holds no rows', (_what, result) => {
	expect(read(result)).toEqual({ ok: true, value: [] });
});

it.each<[string, unknown]>([
	['text', 'done'],
	['a list of text', ['a']],
	['a list with null in it', [ROWS[0], null]],
	['a page that says it has rows but has none', { totalitems: 2, task: null }],
	['one row', { extnumber: '1', status: 1016 }],
])('%s is no list of rows', (_what, result) => {
	expect(read(result)).toMatchObject({ ok: false, failure: { code: 'NO_RESULT' } });
});

describe('a page', () => {
	const page = (numbers: IDataObject, respondedAt = '') => {
		const result: IDataObject = { ...numbers, task: ROWS };
		return pageOf({ data: { status: 0, result }, result, respondedAt });
	};

	it('has the numbers that the provider gives to it', () => {
		expect(page({ totalitems: 25, itemsperpage: '10' }, '1581240883')).toEqual({
			ok: true,
			value: { rows: ROWS, total: 25, perPage: 10, answeredAt: 1_581_240_883_000 },
		});
	});

	it.each<[IDataObject, string]>([
		[{}, ''],
		[{ totalitems: 'many', itemsperpage: 0 }, 'now'],
		[{ totalitems: 'x1', itemsperpage: '1x' }, 'x1581240883'],
		[{ totalitems: '1'.repeat(10), itemsperpage: null }, '1581240883x'],
		[{ totalitems: '-1', itemsperpage: '1.5' }, '1'],
	])('has no numbers where they are %j and %j', (numbers, respondedAt) => {
		expect(page(numbers, respondedAt)).toEqual({
			ok: true,
			value: { rows: ROWS, total: undefined, perPage: undefined, answeredAt: undefined },
		});
	});

	it('without rows that can be read is a failure', () => {
		const result = { task: ['a'] };
		expect(pageOf({ data: { status: 0, result }, result, respondedAt: '' })).toMatchObject({
			ok: false,
		});
	});
});
