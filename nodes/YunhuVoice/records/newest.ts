import { readPages } from '../api/pages';
import { byAge, type FoundRecord, recordKeyOf } from '../events/foundRecord';
import type { CallRecord } from '../events/types';
import { fail, inputFailure, type Result, succeed } from '../shared/result';
import type { Source } from './source';
import { FUTURE_MS } from './step';

const HOUR_MS = 3_600_000;

/** How far back a manual run looks, until it finds something. */
const WINDOWS = [
	{ name: 'hour', ms: HOUR_MS },
	{ name: '24 hours', ms: 24 * HOUR_MS },
	{ name: '7 days', ms: 7 * 24 * HOUR_MS },
];

/** Enough to build a workflow with. */
const COUNT = 5;

/** The newest call records, for a manual run. */
export async function readNewest(
	{ readWindow, toRecord }: Source,
	isWanted: (record: CallRecord) => boolean,
	now: number,
	hasTime: () => boolean,
): Promise<Result<FoundRecord[]>> {
	let searched = '';
	for (const { name, ms } of WINDOWS) {
		if (searched !== '' && !hasTime()) break;
		searched = name;
		let newest: FoundRecord[] = [];
		const read = await readPages(readWindow(now - ms, now + FUTURE_MS), recordKeyOf, (row) => {
			const record = toRecord(row);
			if (isWanted(record)) newest = [...newest, { record, row }].sort(byAge).slice(-COUNT);
			return hasTime();
		});
		if (!read.ok) return read;
		if (newest.length > 0) return succeed(newest);
	}
	return fail(
		inputFailure(
			`No call record of the last ${searched} passes the filters`,
			'Place a call and wait until it has ended, or remove filters. Then execute the node again.',
		),
	);
}
