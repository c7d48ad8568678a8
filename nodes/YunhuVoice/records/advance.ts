import type { IDataObject } from 'n8n-workflow';
import { fail, type Result, succeed } from '../shared/result';
import { type Cursor, readCursor, startingAt, storeCursor, storedAtOf } from './cursor';
import { Known } from './known';
import { lookBack, type PassResult, type PassSettings, readPass } from './pass';

/** What one poll needs. */
export interface AdvanceSettings extends PassSettings {
	/** Where n8n keeps the cursor. */
	data: IDataObject;
	/**
	 * What this process stored last. n8n may hand out older data: it finds them by the node's name, which can change, and does not save
	 * them after each poll.
	 */
	storedBefore: IDataObject | undefined;
	/** Identifies the account: the cursor of another one is of no use. */
	account: string;
	/** Whether nobody knows if n8n has stored the last batch of records. It is then given again. */
	repeatsBatch: boolean;
	/** When the trigger starts for the first time: only records of calls that ended at or after it. `undefined` to start at the present. */
	startFrom: number | undefined;
	/** Whether the first poll of all may fail. */
	mayFail: boolean;
}

/**
 * The first cursor. Without Start From, everything in the look-back window counts as known. If that cannot be read and must not
 * fail, calls that end from now on are what counts.
 */
async function begin(settings: AdvanceSettings): Promise<Result<Cursor>> {
	const { startFrom, longestCallMs, mayFail } = settings;
	const known = new Known();
	if (startFrom !== undefined) {
		return succeed({ ...startingAt(lookBack(startFrom, longestCallMs), startFrom), known });
	}
	const now = settings.now();
	const from = lookBack(now, longestCallMs);
	const { progress, added, isComplete, failure } = await readPass(
		{ ...startingAt(from), known },
		{ ...settings, maxRecords: Infinity, isWanted: () => false },
	);
	if (isComplete) return succeed({ ...progress, known: added });
	return failure && mayFail ? fail(failure) : succeed({ ...startingAt(from, now), known });
}

/** The cursor from the newest of both data. */
function newest(settings: AdvanceSettings): Cursor | undefined {
	const { data, storedBefore = {}, account, repeatsBatch } = settings;
	const ofData = storedAtOf(data, account);
	const ofProcess = storedAtOf(storedBefore, account);
	// What n8n does not hand out any more may not have been stored either.
	return ofProcess !== undefined && ofProcess > (ofData ?? -Infinity)
		? readCursor(storedBefore, account, true)
		: readCursor(data, account, repeatsBatch);
}

/** Reads what is new, and stores how far it has read. */
export async function advance(settings: AdvanceSettings): Promise<Result<PassResult>> {
	let before = newest(settings);
	if (!before) {
		const begun = await begin(settings);
		if (!begun.ok) return begun;
		before = begun.value;
	}
	const pass = await readPass(before, settings);
	const { progress: after, added, found } = pass;
	const { data, account, now } = settings;
	const change = { account, before, after, added, givesRecords: found.length > 0, now: now() };
	storeCursor(data, change);
	return succeed(pass);
}
