import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { listRecords } from '../../api/directory';
import { type Aged, byAge, recordKeyOf } from '../../events/foundRecord';
import { normalizeRecord } from '../../events/normalize';
import { diallingOf } from '../../limits/limits';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { DAY_MS } from '../../shared/time';
import { LIMIT, optionsWith, RETURN_ALL, SIMPLIFY, describeTime } from '../descriptions';
import type { Operation } from '../operation';
import { listPages } from '../pages';
import { collectionParameter, timeParameter } from '../parameters';
import { filters, readQuery } from './query';

const entry = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many call records',
	description: 'Get the records of calls that have ended, whoever placed them',
};

const STARTED_AFTER: INodeProperties = {
	displayName: 'Started After',
	name: 'startedAfter',
	type: 'dateTime',
	default: '',
	description: describeTime(
		'Only calls that started at or after this time. If empty, 24 hours ago',
	),
};

const STARTED_BEFORE: INodeProperties = {
	displayName: 'Started Before',
	name: 'startedBefore',
	type: 'dateTime',
	default: '',
	description: describeTime('Only calls that started at or before this time. If empty, now'),
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

/** The window of time. Both ends are set when the node starts, so that it stays the same for every page. */
function readWindow(
	context: IExecuteFunctions,
	{ openedAt }: Account,
	index: number,
): Result<{ start: number; end: number }> {
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
	return succeed({ start, end });
}

/** Returns the call records of a window of time. */
const execute = listPages<Aged & { json: IDataObject }>({
	read: (context, account, index, isSimple) => {
		const window = readWindow(context, account, index);
		if (!window.ok) return window;
		const dialling = diallingOf(account.credential);
		const query = readQuery(collectionParameter(context, filters, index), dialling);
		if (!query.ok) return query;
		const { fields, isWanted } = query.value;
		const zone = account.credential.serverTimeZone;
		return succeed({
			request: listRecords(window.value, zone, fields),
			keep: (row) => {
				const record = normalizeRecord(row, zone, 'query');
				if (!isWanted(record)) return undefined;
				// A list can be long: what no item shows is not kept.
				const { startedAt, recordId } = record;
				return { record: { startedAt, recordId }, json: isSimple ? { ...record } : row };
			},
			toJson: ({ json }) => json,
			compare: byAge,
		});
	},
	idOf: recordKeyOf,
});

export const getAll: Operation = { entry, properties, execute, done: 'queries answered' };
