import type { IDataObject } from 'n8n-workflow';
import { fail, type Result, succeed } from '../shared/result';
import { type Cursor, readCursor, startingAt, storeCursor } from './cursor';
import { lookBack, type PassResult, type PassSettings, readPass } from './pass';

/** One poll. */
export interface Poll extends PassSettings {
	/** Where n8n keeps the cursor. */
	data: IDataObject;
	/** What the node stored last in this process: n8n finds `data` by the node's name, which can change. */
	storedBefore: IDataObject | undefined;
	/** Identifies the account: the cursor of another one is of no use. */
	account: string;
	/** Whether nobody knows if n8n has stored the records that were given last. They are then given again. */
	isInDoubt: boolean;
	/** When the trigger starts for the first time: only records of calls that ended at or after it. `undefined` for now. */
	startFrom: number | undefined;
	/** Whether the first poll of all may fail. */
	mayFail: boolean;
}

/**
 * The first cursor. Without Start From, everything in the look-back window counts as known. If that cannot be read and must not
 * fail, calls that end from now on are what counts.
 */
async function begin(poll: Poll): Promise<Result<Cursor>> {
	const { startFrom, longestCallMs, mayFail } = poll;
	if (startFrom !== undefined) {
		return succeed(startingAt(lookBack(startFrom, longestCallMs), startFrom));
	}
	const now = poll.now();
	const from = lookBack(now, longestCallMs);
	const { cursor, isComplete, failure } = await readPass(startingAt(from), {
		...poll,
		maxRecords: Infinity,
		isWanted: () => false,
	});
	if (isComplete) return succeed(cursor);
	return failure && mayFail ? fail(failure) : succeed(startingAt(from, now));
}

/** Reads what is new, and stores how far it has read. */
export async function advance(poll: Poll): Promise<Result<PassResult>> {
	const { data, account, storedBefore, isInDoubt } = poll;
	let cursor =
		readCursor(data, account, isInDoubt) ?? readCursor(storedBefore ?? {}, account, true);
	if (!cursor) {
		const begun = await begin(poll);
		if (!begun.ok) return begun;
		cursor = begun.value;
	}
	const pass = await readPass(cursor, poll);
	storeCursor(data, account, cursor, pass.cursor, pass.found.length > 0);
	return succeed(pass);
}
