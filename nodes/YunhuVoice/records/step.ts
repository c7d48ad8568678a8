import type { IDataObject } from 'n8n-workflow';
import { type ReadPage, readPages } from '../api/pages';
import { recordKeyOf } from '../events/foundRecord';
import { fail, type Failure, inputFailure } from '../shared/result';
import { DAY_MS } from '../shared/time';

/*
 * One step of a pass: the rows of a window of time that are not known yet.
 */

/** Rows that are read at once: the trigger holds them until it knows the oldest. */
export const MOST_ROWS = 10_000;

/** The provider lists by seconds. */
export const SHORTEST_STEP_MS = 1_000;

/** A call can be dated later than now if clocks or time zones differ. */
export const FUTURE_MS = DAY_MS;

/** What a step needs. */
export interface StepSettings {
	/** Returns a page reader for the records of calls that started in a window, both ends included. Milliseconds. */
	readWindow: (from: number, to: number) => ReadPage;
	/** Milliseconds of Unix time. */
	now: () => number;
	/** When to read no further page. */
	deadline: number;
}

/** A signal that ends a step before its next page. It is compared by identity, and never shown. */
export const OUT_OF_TIME = inputFailure('The time of this poll is over', '');

/** Fewer rows came than the total says: the list ends early, its pages are always the same, or rows that look alike are on two pages. */
export const TOO_FEW_ROWS: Failure = {
	level: 'transport',
	code: 'LIST_INCOMPLETE',
	message: 'Yunhu lists fewer call records than it says there are',
	advice:
		'Wait for the next polls. If this goes on, contact Yunhu Technology: the list of call records (GetBill) is incomplete.',
	isTransient: true,
};

/** What one step has read. */
export interface Step {
	/** The rows that were not known before. */
	rows: Map<string, IDataObject>;
	rowsRead: number;
	end: 'read' | 'tooMany' | Failure;
	/** How many rows there are, if it is known. */
	total: number | undefined;
	/** When the provider began to answer, by the earlier of both clocks; `undefined` if it did not. */
	beganAt: number | undefined;
}

/** The earlier of two clocks: what it has not reached yet may still come. A provider clock that is more than a day off is ignored. */
const earlier = (local: number, provider: number | undefined): number =>
	provider === undefined || Math.abs(provider - local) > DAY_MS ? local : Math.min(local, provider);

/** Reads the rows of a window that are not known yet, unless there are too many to hold. */
export async function readStep(
	from: number,
	to: number,
	isNew: (key: string) => boolean,
	{ readWindow, now, deadline }: StepSettings,
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
	/** The most copies of each record on any one page: copies are one record to us, but count in the total. */
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
