import type { IDataObject } from 'n8n-workflow';
import { type ReadPage, readPages } from '../api/pages';
import { byAge, type FoundRecord, recordKeyOf } from '../events/foundRecord';
import type { CallRecord } from '../events/types';
import { fail, type Failure, inputFailure } from '../shared/result';
import type { Cursor } from './cursor';
import { Known } from './known';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** For records that are written late, and clocks that differ. */
const MARGIN_MS = 15 * MINUTE_MS;

/** The cursor moves in such steps: between them n8n has nothing to store. */
const GRID_MS = 5 * MINUTE_MS;

/** A call can be dated later than now if clocks or time zones differ. */
const FUTURE_MS = DAY_MS;

/** Rows that are read at once: the trigger holds them until it knows the oldest. */
const MOST_ROWS = 10_000;

const LONGEST_STEP_MS = 7 * DAY_MS;

/** The provider lists by seconds. */
const SHORTEST_STEP_MS = 1_000;

/** From when on records are read, if everything up to `moment` has been. */
export const lookBack = (moment: number, longestCallMs: number): number =>
	Math.floor((moment - longestCallMs - MARGIN_MS) / GRID_MS) * GRID_MS;

/** What a pass needs. */
export interface PassSettings {
	longestCallMs: number;
	/** How many records are given at most. */
	maxRecords: number;
	/** Returns what reads the records of calls that started in a window. Both ends count. Milliseconds. */
	readWindow: (from: number, to: number) => ReadPage;
	toRecord: (row: IDataObject) => CallRecord;
	isWanted: (record: CallRecord) => boolean;
	/** Milliseconds of Unix time. */
	now: () => number;
	/** When to read no further page. */
	deadline: number;
}

export interface PassResult {
	/** Where the next poll goes on. `known` holds what this one has added. */
	cursor: Cursor;
	/** The new records, oldest first. */
	found: FoundRecord[];
	/** Why the pass has ended before its time. What was found before counts all the same. */
	failure: Failure | undefined;
	/** Whether everything up to now has been read. */
	isComplete: boolean;
}

/** Ends a step before its next page. Nobody sees it. */
const OUT_OF_TIME = inputFailure('The time of this poll is over', '');

/** The list ends early, or its pages are always the same. What it counts may still come, so the trigger waits for it. */
const TOO_FEW_ROWS: Failure = {
	level: 'transport',
	code: 'LIST_INCOMPLETE',
	message: 'Yunhu lists fewer call records than it says there are',
	advice:
		'The node asks again at the next poll. If this goes on, contact Yunhu Technology: the list of call records (GetBill) is incomplete.',
	isTransient: true,
};

/** What one step has read. */
interface Step {
	/** The rows that were not known before. */
	rows: Map<string, IDataObject>;
	rowsRead: number;
	end: 'read' | 'tooMany' | Failure;
	/** How many rows there are, if it is known. */
	total: number | undefined;
	/** When the provider began to answer, by the earlier of both clocks; `undefined` if it did not. */
	beganAt: number | undefined;
}

/** The earlier of two clocks: what it has not reached yet may still come. A clock that is a day off is none. */
const earlier = (local: number, provider: number | undefined): number =>
	provider === undefined || Math.abs(provider - local) > DAY_MS ? local : Math.min(local, provider);

/** Reads the rows of a window that are not known yet, unless there are too many to hold. */
async function readStep(
	from: number,
	to: number,
	isNew: (key: string) => boolean,
	{ readWindow, now, deadline }: PassSettings,
): Promise<Step> {
	const step: Step = {
		rows: new Map(),
		rowsRead: 0,
		end: 'read',
		total: undefined,
		beganAt: undefined,
	};
	const readWindowPage = readWindow(from, to);
	const isDivisible = to - from > SHORTEST_STEP_MS;
	let firstTotal: number | undefined;
	/** How often each record is on one page at most: rows that look alike are one record, but the provider counts each. */
	const alike = new Map<string, number>();
	const readPage: ReadPage = async (page, perPage) => {
		if (step.rowsRead > 0 && now() >= deadline) return fail(OUT_OF_TIME);
		const askedAt = now();
		const answer = await readWindowPage(page, perPage);
		if (!answer.ok) return answer;
		const { rows, total, answeredAt } = answer.value;
		step.total = total;
		firstTotal ??= total;
		step.beganAt ??= earlier(askedAt, answeredAt);
		for (const [key, count] of countsOf(rows.map(recordKeyOf))) {
			alike.set(key, Math.max(count, alike.get(key) ?? 0));
		}
		return answer;
	};
	const read = await readPages(readPage, recordKeyOf, (row) => {
		step.rowsRead += 1;
		if (isDivisible && Math.max(step.total ?? 0, step.rowsRead) > MOST_ROWS) {
			step.end = 'tooMany';
			return false;
		}
		const key = recordKeyOf(row);
		if (isNew(key)) step.rows.set(key, row);
		return true;
	});
	const rowsFound = [...alike.values()].reduce((sum, count) => sum + count, 0);
	if (!read.ok) step.end = read.failure;
	else if (step.end === 'read' && rowsFound < (firstTotal ?? 0)) step.end = TOO_FEW_ROWS;
	return step;
}

/** How many values have the same key. */
function countsOf(keys: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return counts;
}

/** How long a step would have to be to hold fewer rows. */
function shorter(from: number, to: number, now: number, total: number | undefined): number {
	// There are hardly any rows after now.
	const span = Math.min(to, Math.max(now, from + SHORTEST_STEP_MS)) - from;
	const share = total === undefined ? 1 / 4 : Math.min(1 / 2, MOST_ROWS / 2 / total);
	return Math.max(SHORTEST_STEP_MS, Math.floor(span * share));
}

/**
 * Goes on with the pass: reads step by step until everything up to now is read, enough is found, or time is up. Whatever ends it,
 * the next poll goes on where this one has stopped, and nothing is found twice.
 */
export async function readPass(start: Cursor, settings: PassSettings): Promise<PassResult> {
	const { longestCallMs, maxRecords, now } = settings;
	const cursor: Cursor = { ...start, known: new Known() };
	const found: FoundRecord[] = [];
	const isNew = (key: string) => !start.known.has(key) && !cursor.known.has(key);
	const startedAtOf = ({ startedAt }: CallRecord) =>
		startedAt === null ? now() : Date.parse(startedAt);
	const isWanted = (record: CallRecord) =>
		settings.isWanted(record) &&
		!(record.endedAt && cursor.startAt && Date.parse(record.endedAt) < cursor.startAt);
	const result = (failure?: Failure, isComplete = false): PassResult => ({
		cursor,
		found,
		failure,
		isComplete,
	});

	if (cursor.passStartedAt === undefined) cursor.position = cursor.from;
	for (;;) {
		const end = Math.max(now() + FUTURE_MS, cursor.position);
		const { position } = cursor;
		const to = Math.min(end, position + (cursor.stepMs ?? LONGEST_STEP_MS));
		const step = await readStep(position, to, isNew, settings);
		cursor.passStartedAt ??= step.beganAt;
		if (cursor.passStartedAt === undefined) return result(step.end as Failure);
		if (step.end === 'tooMany') {
			cursor.stepMs = shorter(position, to, now(), step.total);
			continue;
		}

		const wanted: Array<FoundRecord & { key: string }> = [];
		for (const [key, row] of step.rows) {
			const record = settings.toRecord(row);
			if (isWanted(record)) wanted.push({ record, row, key });
			else cursor.known.add(key, startedAtOf(record));
		}
		const room = maxRecords - found.length;
		for (const { record, row, key } of wanted.sort(byAge).slice(0, room)) {
			cursor.known.add(key, startedAtOf(record));
			found.push({ record, row });
		}
		if (step.end === OUT_OF_TIME) {
			// Pages behind this one must have their turn.
			cursor.stepMs = shorter(position, to, now(), undefined);
			return result();
		}
		if (step.end !== 'read') return result(step.end);
		if (wanted.length > room) return result();

		cursor.position = to;
		cursor.from = Math.max(
			cursor.from,
			Math.min(to, lookBack(cursor.passStartedAt, longestCallMs)),
		);
		if (to === end) {
			cursor.passStartedAt = undefined;
			cursor.stepMs = undefined;
			return result(undefined, true);
		}
		if (cursor.stepMs !== undefined && step.rowsRead < MOST_ROWS / 4) cursor.stepMs *= 2;
		if (found.length >= maxRecords || now() >= settings.deadline) return result();
	}
}
