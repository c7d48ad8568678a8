import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { byAge, type FoundRecord } from '../../events/foundRecord';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { DAY_MS } from '../../shared/time';
import { LIMIT, optionsWith, RETURN_ALL, SIMPLIFY } from '../descriptions';
import type { Execute, Operation } from '../operation';
import { limitOf, optionsOf, timeParameter, wantsSimple } from '../parameters';
import { filters, readQuery } from './query';
import { readRecords } from './read';

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
const execute: Execute = async (context, account, index) => {
	const window = readWindow(context, account, index);
	if (!window.ok) return window;
	const query = readQuery(context.getNodeParameter('filters', index, {}) as IDataObject);
	if (!query.ok) return query;
	const { timeoutSeconds } = optionsOf(context, index);
	const limit = limitOf(context, index);
	const isSimple = wantsSimple(context, index);
	const { fields, isWanted } = query.value;

	const found: FoundRecord[] = [];
	const request = { window: window.value, fields, timeoutSeconds };
	const read = await readRecords(context, account, request, (record, row) => {
		if (isWanted(record)) found.push({ record, row });
		return found.length < limit;
	});
	if (!read.ok) return read;
	return succeed(
		found.sort(byAge).map(({ record, row }) => ({ json: isSimple ? { ...record } : row })),
	);
};

export const getAll: Operation = { entry, properties, execute, done: 'queries answered' };
