import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { normalizeRecord } from '../../events/normalize';
import type { CallRecord } from '../../events/types';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { textOf } from '../../shared/text';
import { toProviderTime } from '../../shared/time';
import { LIMIT, optionsWith, RETURN_ALL, SIMPLIFY } from '../descriptions';
import type { Operation } from '../operation';
import { listPages } from '../pages';
import { collectionParameter, timeParameter } from '../parameters';
import { filters, readQuery } from './query';

const entry = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many call records',
	description: 'Get the records of calls that have ended, whoever placed them (GetBill)',
};

const STARTED_AFTER: INodeProperties = {
	displayName: 'Started After',
	name: 'startedAfter',
	type: 'dateTime',
	default: '',
	description:
		'Only calls that started at or after this time. If empty, 24 hours ago. Without a time zone, the workflow’s time zone counts.',
};

const STARTED_BEFORE: INodeProperties = {
	displayName: 'Started Before',
	name: 'startedBefore',
	type: 'dateTime',
	default: '',
	description: 'Only calls that started at or before this time. If empty, now.',
};

const properties: INodeProperties[] = [
	STARTED_AFTER,
	STARTED_BEFORE,
	RETURN_ALL,
	LIMIT,
	filters,
	SIMPLIFY,
	optionsWith(),
];

const DAY_MS = 24 * 60 * 60_000;

/** The window of time, as the provider takes it. Both ends are set when the node starts, so that it stays the same for every page. */
function readWindow(
	context: IExecuteFunctions,
	{ credential, openedAt }: Account,
	index: number,
): Result<{ starttime: string; endtime: string }> {
	const read = ({ name, displayName }: INodeProperties) =>
		timeParameter(context, name, index, displayName);
	const end = read(STARTED_BEFORE) ?? openedAt;
	const start = read(STARTED_AFTER) ?? openedAt - DAY_MS;
	if (end < start) {
		return fail(
			inputFailure(
				'Started Before is earlier than Started After',
				'Correct the times. If Started After is empty, it is 24 hours ago.',
			),
		);
	}
	const zone = credential.serverTimeZone;
	return succeed({ starttime: toProviderTime(start, zone), endtime: toProviderTime(end, zone) });
}

/** A record, and the row that it was made of. */
interface Found {
	record: CallRecord;
	row: IDataObject;
}

/** Oldest first; of calls that started in the same second, by the number of the record. */
const byAge = ({ record: one }: Found, { record: other }: Found): number =>
	(one.startedAt ?? '').localeCompare(other.startedAt ?? '') ||
	Number(one.recordId) - Number(other.recordId);

/**
 * Returns the call records of a window of time (provider page "Call record query"). It always asks for all records (`syncflag` 3):
 * with 1, the provider would mark them as fetched, and a lost answer would lose them.
 */
const execute = listPages<Found>({
	read: (context, account, index) => {
		const window = readWindow(context, account, index);
		if (!window.ok) return window;
		const query = readQuery(collectionParameter(context, filters, index));
		if (!query.ok) return query;
		const { fields, isWanted } = query.value;
		return succeed({
			request: {
				service: 'App.Sip_Cdr.GetBill',
				fields: { ...window.value, syncflag: '3', ...fields },
			},
			keep: (row) => {
				const record = normalizeRecord(row, account.credential.serverTimeZone, 'query');
				return isWanted(record) ? { record, row } : undefined;
			},
			toJson: ({ record, row }, isSimple) => (isSimple ? { ...record } : row),
			compare: byAge,
		});
	},
	idOf: (row) => textOf(row.id) || JSON.stringify(row),
});

export const getAll: Operation = { entry, properties, execute, done: 'queries answered' };
