import { readPages } from '../api/pages';
import { byAge, type FoundRecord, recordKeyOf } from '../events/foundRecord';
import type { CallRecord } from '../events/types';
import { fail, inputFailure, type Result, succeed } from '../shared/result';
import type { Source } from './source';

const HOUR_MS = 3_600_000;

/** How far back a manual run looks, until it finds something. */
const WINDOWS_MS = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS];

/** Calls can be dated later than now if clocks or time zones differ. */
const FUTURE_MS = 24 * HOUR_MS;

/** Enough to build a workflow with. */
const COUNT = 5;

/** The newest call records, for a manual run. */
export async function readNewest(
	{ readWindow, toRecord }: Source,
	isWanted: (record: CallRecord) => boolean,
	now: number,
	hasTime: () => boolean,
): Promise<Result<FoundRecord[]>> {
	for (const windowMs of WINDOWS_MS) {
		let newest: FoundRecord[] = [];
		const read = await readPages(
			readWindow(now - windowMs, now + FUTURE_MS),
			recordKeyOf,
			(row) => {
				const record = toRecord(row);
				if (isWanted(record)) newest = [...newest, { record, row }].sort(byAge).slice(-COUNT);
				return hasTime();
			},
		);
		if (!read.ok) return read;
		if (newest.length > 0) return succeed(newest);
		if (!hasTime()) break;
	}
	return fail(
		inputFailure(
			'There is no call record of the last 7 days that passes the filters',
			'Place a call and wait until it has ended, or remove filters. Then execute the node again.',
		),
	);
}
