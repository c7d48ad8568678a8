import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../shared/json';
import { Known } from './known';

/*
 * Where the record trigger stands. The provider lists a call record when its call has ended, but by the time at which it started.
 * So the trigger reads from the start of the longest possible call on, again and again, and remembers what it has read.
 */

/** How far the trigger has read. All times are milliseconds of Unix time. */
export interface Progress {
	/** All calls that started earlier are done. */
	from: number;
	/** Where the pass goes on. A pass reads everything from `from` to the present, in one poll or in several. */
	position: number;
	/** When the pass began; `undefined` between two passes. */
	passStartedAt: number | undefined;
	/** Length of the next step of the pass; `undefined` for the longest. */
	stepMs: number | undefined;
	/** Only records of calls that ended at or after it are given. */
	startAt: number | undefined;
}

/** How far the trigger has read, and what. */
export interface Cursor extends Progress {
	/** What has been read, from a while before `from` on. */
	known: Known;
}

/** A trigger that has read nothing, or stands between two passes. */
export const startingAt = (from: number, startAt?: number): Progress => ({
	from,
	position: from,
	passStartedAt: undefined,
	stepMs: undefined,
	startAt,
});

/**
 * Where clocks are set back at the end of summer time, the times of one hour come twice: a record can be listed for the later one
 * although it is from the earlier one.
 */
const REPEATED_HOUR_MS = 3_600_000 + 2_000;

/** Both together, without the records that cannot be listed any more. */
function joined(progress: Progress, known: Known, added: Known): Cursor {
	known.addAll(added);
	known.forgetBefore(progress.from - REPEATED_HOUR_MS);
	return { ...progress, known };
}

const timeIn = (value: unknown): number | undefined =>
	Number.isFinite(value) ? (value as number) : undefined;

function cursorIn(stored: unknown): Cursor | undefined {
	if (!isObject(stored)) return undefined;
	const from = timeIn(stored.from);
	if (from === undefined) return undefined;
	return {
		from,
		position: timeIn(stored.position) ?? from,
		passStartedAt: timeIn(stored.passStartedAt),
		stepMs: timeIn(stored.stepMs),
		startAt: timeIn(stored.startAt),
		known: Known.from(typeof stored.known === 'string' ? stored.known : ''),
	};
}

const asData = ({ known, ...progress }: Cursor): IDataObject =>
	JSON.parse(JSON.stringify({ ...progress, known: known.toString() })) as IDataObject;

/** What `storeCursor` writes. n8n keeps it as JSON. */
interface Stored {
	account: string;
	/** When it was written. Milliseconds. */
	storedAt: number;
	cursor: IDataObject;
	/** The cursor after the last batch of records, while nobody knows whether n8n has stored that batch. `known` is what it adds. */
	afterBatch?: IDataObject;
}

/**
 * Reads what `storeCursor` wrote.
 *
 * @param account the account in use: a cursor is of no use for another one.
 * @param repeatsBatch whether the last batch is to be read again.
 */
export function readCursor(
	data: IDataObject,
	account: string,
	repeatsBatch: boolean,
): Cursor | undefined {
	if (data.account !== account) return undefined;
	const before = cursorIn(data.cursor);
	const after = cursorIn(data.afterBatch);
	if (!before || !after || repeatsBatch) return before;
	return joined(after, before.known, after.known);
}

/** When data were written; `undefined` if they hold no cursor of the account. Milliseconds. */
export const storedAtOf = (data: IDataObject, account: string): number | undefined =>
	data.account === account && isObject(data.cursor) ? (timeIn(data.storedAt) ?? 0) : undefined;

/** What a poll changes. */
export interface Change {
	account: string;
	/** The cursor before the poll. */
	before: Cursor;
	/** How far the poll has read. */
	after: Progress;
	/** What it has read. */
	added: Known;
	/** Whether n8n starts an execution with records of this poll. */
	givesRecords: boolean;
	/** Milliseconds. */
	now: number;
}

/**
 * Writes the cursor into n8n's data. A batch counts as stored once the same process polls again. Until then the cursor from before
 * is kept beside the new one.
 */
export function storeCursor(
	data: IDataObject,
	{ account, before, after, added, givesRecords, now }: Change,
): void {
	const written: Omit<Stored, 'storedAt'> = givesRecords
		? { account, cursor: asData(before), afterBatch: asData({ ...after, known: added }) }
		: { account, cursor: asData(joined(after, before.known, added)) };
	const { storedAt, ...current } = data;
	// Where nothing has changed, n8n has nothing to store.
	if (storedAt !== undefined && JSON.stringify(current) === JSON.stringify(written)) return;
	delete data.afterBatch;
	Object.assign(data, written, { storedAt: now });
}
