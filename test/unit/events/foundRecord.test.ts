import type { IDataObject } from 'n8n-workflow';
import { type Aged, byAge, recordKeyOf } from '../../../nodes/YunhuVoice/events/foundRecord';
import { normalizeRecord } from '../../../nodes/YunhuVoice/events/normalize';

const ROW = { id: 7, starttime: '2026-03-04 12:00:00', destnumber: '13333333333', billsec: 3 };

const foundOf = (row: IDataObject) => ({ record: normalizeRecord(row, 'UTC', 'query'), row });

describe('the key of a record', () => {
	it('is ten characters, the same each time the row is read', () => {
		expect(recordKeyOf({ ...ROW })).toMatch(/^[\w-]{10}$/);
		expect(recordKeyOf({ ...ROW })).toBe(recordKeyOf({ ...ROW }));
	});

	it('is worked out once for each row that was read', () => {
		const row: IDataObject = { ...ROW };
		const key = recordKeyOf(row);
		row.id = 8;
		expect(recordKeyOf(row)).toBe(key);
	});

	it('stays when another field is filled in later', () => {
		expect(recordKeyOf({ ...ROW, recordfilename: 'a.wav' })).toBe(recordKeyOf({ ...ROW }));
	});

	it.each(['id', 'starttime', 'destnumber'])('differs with another %s', (field) => {
		expect(recordKeyOf({ ...ROW, [field]: '9' })).not.toBe(recordKeyOf({ ...ROW }));
	});

	it.each([[{}], [{ id: '' }], [{ id: null }]])(
		'is that of the whole row if there is no id: %j',
		(id) => {
			const rest = { ...ROW, id: undefined };
			const key = recordKeyOf({ ...rest, ...id });
			expect(key).toBe(recordKeyOf({ ...rest, ...id }));
			expect(recordKeyOf({ ...rest, ...id, billsec: 4 })).not.toBe(key);
		},
	);
});

describe('the order of records', () => {
	it('is oldest first, then by their numbers', () => {
		const rows: IDataObject[] = [
			{ ...ROW, id: 10 },
			{ ...ROW, id: 9 },
			{ ...ROW, id: 12, starttime: '2026-03-04 11:59:59' },
			{ ...ROW, id: 'none' },
			{ ...ROW, id: 11, starttime: '' },
		];
		const sorted = rows.map(foundOf).sort(byAge);
		expect(sorted.map(({ row }) => row.id)).toEqual([11, 12, 'none', 9, 10]);
	});

	const NOON = '2026-03-04T12:00:00.000Z';

	it.each<[Aged['record'], Aged['record']]>([
		[
			{ startedAt: null, recordId: '2' },
			{ startedAt: NOON, recordId: '1' },
		],
		[
			{ startedAt: NOON, recordId: '9' },
			{ startedAt: NOON, recordId: '10' },
		],
		[
			{ startedAt: NOON, recordId: 'a' },
			{ startedAt: NOON, recordId: '1' },
		],
	])('%j comes before %j', (one, other) => {
		expect(byAge({ record: one }, { record: other })).toBeLessThan(0);
		expect(byAge({ record: other }, { record: one })).toBeGreaterThan(0);
	});
});
