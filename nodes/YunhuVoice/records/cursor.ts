import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../shared/json';
import { Known } from './known';

/*
 * Where the record trigger stands. The provider lists a call record when its call has ended, but by the time at which it started.
 * So the trigger reads from the start of the longest possible call on, again and again, and remembers what it has read.
 */

/** How far the trigger has read. All times are milliseconds of Unix time. */
export interface Cursor {
	/** All calls that started earlier are done. */
	from: number;
	/** Where the pass goes on. A pass reads everything from `from` to the present, in one poll or in several. */
	position: number;
	/** When the pass began; `undefined` between two passes. */
	passStartedAt: number | undefined;
	/** The longest part of the pass that could be read at once. */
	stepMs: number | undefined;
	/** Only records of calls that ended at or after it are given. */
	startAt: number | undefined;
	/** What has been read, from a while before `from` on. */
	known: Known;
}

/**
 * Where clocks are set back at the end of summer time, the times of one hour come twice: a record can be listed for the later one
 * although it is from the earlier one.
 */
const REPEATED_HOUR_MS = 3_600_000 + 2_000;

/** The same cursor without the records that cannot be listed any more. */
export function forgetOld(cursor: Cursor): Cursor {
	cursor.known.forgetBefore(cursor.from - REPEATED_HOUR_MS);
	return cursor;
}

/** A cursor that has read nothing. */
export const startingAt = (from: number, startAt?: number): Cursor => ({
	from,
	position: from,
	passStartedAt: undefined,
	stepMs: undefined,
	startAt,
	known: new Known(),
});

const numberIn = (value: unknown): number | undefined =>
	typeof value === 'number' && Number.isFinite(value) ? value : undefined;

function cursorIn(stored: unknown): Cursor | undefined {
	if (!isObject(stored)) return undefined;
	const from = numberIn(stored.from);
	if (from === undefined) return undefined;
	return {
		from,
		position: numberIn(stored.position) ?? from,
		passStartedAt: numberIn(stored.passStartedAt),
		stepMs: numberIn(stored.stepMs),
		startAt: numberIn(stored.startAt),
		known: Known.from(typeof stored.known === 'string' ? stored.known : ''),
	};
}

const stored = ({ known, ...times }: Cursor): IDataObject => ({
	...times,
	known: known.toString(),
});

/**
 * Reads what `storeCursor` wrote.
 *
 * @param account the account in use: a cursor is of no use for another one.
 * @param again whether nobody knows if n8n has stored the records of the last poll that gave any. They are then read again.
 */
export function readCursor(data: IDataObject, account: string, again: boolean): Cursor | undefined {
	if (data.account !== account) return undefined;
	const before = cursorIn(data.cursor);
	const after = cursorIn(data.given);
	if (!before || !after || again) return before;
	before.known.addAll(after.known);
	return forgetOld({ ...after, known: before.known });
}

/** The number of the batch of records that was given last. */
export const batchIn = ({ batch }: IDataObject): number => numberIn(batch) ?? 0;

/**
 * Writes the cursor into n8n's data. Records that were given count only when the process is still there for the next poll. Until
 * then the cursor from before is kept beside the new one.
 *
 * @param before the cursor before the poll.
 * @param after the cursor after it; of `known` only what it has added.
 * @param givesRecords whether n8n starts an execution with records of this poll.
 */
export function storeCursor(
	data: IDataObject,
	account: string,
	before: Cursor,
	after: Cursor,
	givesRecords: boolean,
): void {
	data.account = account;
	if (givesRecords) {
		data.batch = batchIn(data) + 1;
		data.cursor = stored(before);
		data.given = stored(after);
		return;
	}
	before.known.addAll(after.known);
	data.cursor = stored(forgetOld({ ...after, known: before.known }));
	delete data.given;
}
