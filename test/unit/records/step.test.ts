import type { IDataObject } from 'n8n-workflow';
import type { ReadPage } from '../../../nodes/YunhuVoice/api/pages';
import { OUT_OF_TIME, readStep } from '../../../nodes/YunhuVoice/records/step';
import { fail, type Failure, succeed } from '../../../nodes/YunhuVoice/shared/result';
import { times } from '../../support/lists';
import { NOON } from '../../support/passes';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const ROWS_PER_PAGE = 1_000;

interface Answers {
	rows: IDataObject[];
	tellsTotal?: boolean;
	answeredAt?: number;
	/** From this page on every page fails. */
	failsFrom?: number;
}

interface Reading {
	deadline?: number;
	/** The length of the window. */
	ms?: number;
	isNew?: (key: string) => boolean;
}

const OFFLINE: Failure = { level: 'transport', code: 'TIMEOUT', message: 'm', advice: 'a' };

const rowsOf = (count: number): IDataObject[] => times(count, (index) => ({ id: index + 1 }));

/** Reads a window of one hour, or of another length. Each page takes a second. */
async function read(
	{ rows, tellsTotal = true, answeredAt, failsFrom = Infinity }: Answers,
	{ deadline = Infinity, ms = HOUR, isNew = () => true }: Reading = {},
) {
	let time = NOON;
	let pages = 0;
	const readWindow = (): ReadPage => async (page, perPage) => {
		time += SECOND;
		pages += 1;
		if (page >= failsFrom) return await Promise.resolve(fail(OFFLINE));
		const total = tellsTotal ? rows.length : undefined;
		const part = rows.slice((page - 1) * perPage, page * perPage);
		return succeed({ rows: part, total, perPage, answeredAt });
	};
	const step = await readStep(NOON - ms, NOON, isNew, { readWindow, now: () => time, deadline });
	return { ...step, pages, rows: step.rows.size };
}

it('reads all pages', async () => {
	expect(await read({ rows: rowsOf(2_500) })).toEqual({
		rows: 2_500,
		rowsRead: 2_500,
		end: 'read',
		total: 2_500,
		beganAt: NOON,
		pages: 3,
	});
});

it('leaves out the rows that are known', async () => {
	const known: string[] = [];
	await read(
		{ rows: rowsOf(2) },
		{
			isNew: (key) => {
				known.push(key);
				return true;
			},
		},
	);
	const isNew = (key: string) => key !== known[0];
	expect(await read({ rows: rowsOf(2) }, { isNew })).toMatchObject({ rows: 1, rowsRead: 2 });
});

it.each([
	['before the first page: that one is read', NOON - SECOND, ROWS_PER_PAGE, OUT_OF_TIME],
	['with the first page', NOON + SECOND, ROWS_PER_PAGE, OUT_OF_TIME],
	['with the second', NOON + SECOND + 1, 2 * ROWS_PER_PAGE, OUT_OF_TIME],
	['after the last', NOON + 4 * SECOND, 2_500, 'read'],
])('ends when time is up %s', async (_, deadline, rows, end) => {
	const step = await read({ rows: rowsOf(2_500) }, { deadline });
	expect(step).toMatchObject({ rows, rowsRead: rows });
	expect(step.end).toBe(end);
});

it('keeps what came before a failure', async () => {
	const step = await read({ rows: rowsOf(2_500), failsFrom: 2 });
	expect(step).toMatchObject({ rows: 1_000, end: OFFLINE });
});

describe('a window of more rows than can be held', () => {
	it.each([
		[10_000, HOUR, 'read', 10_000, 10],
		[10_001, HOUR, 'tooMany', 1, 1],
		// No shorter window can be asked for.
		[10_001, SECOND, 'read', 10_001, 11],
		[10_001, SECOND + 1, 'tooMany', 1, 1],
	])('%d rows in %d ms: %s', async (count, ms, end, rowsRead, pages) => {
		expect(await read({ rows: rowsOf(count) }, { ms })).toMatchObject({ end, rowsRead, pages });
	});

	it('is noticed by its rows if the provider does not tell the total', async () => {
		const rows = rowsOf(12_000);
		const step = await read({ rows, tellsTotal: false });
		expect(step).toMatchObject({ end: 'tooMany', rowsRead: 10_001, pages: 11 });
	});
});

describe('when the provider began to answer', () => {
	it.each([
		['its own clock, if that is behind', NOON - 10 * SECOND, NOON - 10 * SECOND],
		['ours, if that is behind', NOON + 10 * SECOND, NOON],
		['its own clock, a day off', NOON - DAY, NOON - DAY],
		['ours, if its clock is more than a day off', NOON - DAY - SECOND, NOON],
		['ours, if it does not tell the time', undefined, NOON],
	])('is by %s', async (_, answeredAt, beganAt) => {
		const answers = answeredAt === undefined ? {} : { answeredAt };
		expect(await read({ rows: rowsOf(1), ...answers })).toMatchObject({ beganAt });
	});

	it('is unknown if no page came', async () => {
		expect(await read({ rows: [], failsFrom: 1 })).toMatchObject({ beganAt: undefined });
	});
});
