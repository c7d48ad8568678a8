import type { IDataObject } from 'n8n-workflow';
import { rowsOf } from '../../../nodes/YunhuVoice/api/rows';

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
