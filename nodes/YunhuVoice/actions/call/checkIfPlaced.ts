import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { diallingOf } from '../../limits/limits';
import { isObject } from '../../shared/json';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { textOf } from '../../shared/text';
import { splitCustomData } from '../../waiting/reference';
import { type NumberProperty, optionsWith, describeTime } from '../descriptions';
import type { ExecuteAll, ItemFailure, Operation, OperationResult } from '../operation';
import {
	filledIn,
	numberOf,
	optionsOf,
	readable,
	textParameter,
	timeParameter,
} from '../parameters';
import { searchedFrom, verdictOn } from './doubtful';
import { type Finding, findRecords, type Search } from './findRecords';
import { cleanNumber } from './number';

const entry = {
	name: 'Check If Placed',
	value: 'checkIfPlaced',
	action: 'Check if call was placed',
	description:
		'Look in the call records for a call that may have been placed, after its response was lost; calls nobody',
};

const CUSTOM_DATA: INodeProperties = {
	displayName: 'Custom Data',
	name: 'customData',
	type: 'string',
	required: true,
	default: '={{ $json.customData ?? $json.details?.customData }}',
	description:
		'The Custom Data of the call to look for. Keep the default for items that failed in an operation that places calls: it reads the failed item, also from the error output.',
};

const DESTINATION_NUMBER: INodeProperties = {
	displayName: 'Destination Number',
	name: 'destinationNumber',
	type: 'string',
	default: '={{ $json.details?.destinationNumber ?? $json.destinationNumber }}',
	placeholder: 'e.g. 13333333333',
	description:
		'The number of the call, if known, such as 13333333333. It finds the record sooner, and tells the call from others with the same Custom Data.',
};

const PLACED_AFTER: INodeProperties = {
	displayName: 'Placed After',
	name: 'placedAfter',
	type: 'dateTime',
	default: '={{ $json.details?.requestedAt ?? $json.requestedAt }}',
	description: describeTime(
		'When the call was placed, requestedAt of the failed item. Records of calls that started more than 5 minutes earlier do not count. If empty, the last 24 hours are searched, and the answer is never false',
	),
};

const SETTLE_MINUTES: NumberProperty = {
	displayName: 'Settle Time (Minutes)',
	name: 'settleMinutes',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 180,
	description:
		'For how many minutes after Placed After a call record can still appear, such as 180: at least your longest call and the time that the provider takes to write the record. Before that, a call whose record is not found counts as unknown (null), not as not placed (false).',
};

const TOO_EARLY = inputFailure(
	'Placed After is in the future',
	'Enter when the call was placed, with its time zone.',
);

const UNCLEAR = inputFailure(
	'Custom Data is that of the input item, not that of the failed call',
	'Set Custom Data to {{ $json.details.customData }}.',
);

/** Whether custom data comes from the input item, which n8n adds to a failed item on the error output. Its call can be another one. */
function isOfInputItem({ customData, details }: IDataObject, written: string): boolean {
	const ofFailedCall = isObject(details) ? textOf(details.customData) : '';
	return textOf(customData) === written && !['', written].includes(ofFailedCall);
}

/** Reads the call of an item. */
function readCall(
	context: IExecuteFunctions,
	index: number,
	{ credential, openedAt }: Account,
): Result<Search, ItemFailure> {
	const text = ({ name, displayName }: INodeProperties) =>
		textParameter(context, name, index, displayName);
	const written = text(CUSTOM_DATA);
	const customData = filledIn(splitCustomData(written).customData ?? '', CUSTOM_DATA.displayName);
	if (!customData.ok) return customData;
	if (isOfInputItem(context.getInputData()[index]!.json, written)) return fail(UNCLEAR);
	const number = text(DESTINATION_NUMBER);
	const dialling = diallingOf(credential);
	const cleaned =
		number === '' ? succeed('') : cleanNumber(number, DESTINATION_NUMBER.displayName, dialling);
	if (!cleaned.ok) return cleaned;
	const call = {
		customData: customData.value,
		destinationNumber: cleaned.value,
		placedAfter: timeParameter(context, PLACED_AFTER.name, index, PLACED_AFTER.displayName),
		settleMinutes: numberOf(
			context.getNodeParameter(SETTLE_MINUTES.name, index, SETTLE_MINUTES.default),
			SETTLE_MINUTES,
		),
	};
	if (searchedFrom(call, openedAt) > openedAt) return fail(TOO_EARLY);
	const { timeoutSeconds } = optionsOf(context, index);
	return succeed({ call, writtenCustomData: written, timeoutSeconds });
}

/** What is known of a call. */
function resultOf(
	{ call }: Search,
	{ failure, ...evidence }: Finding,
	{ openedAt, credential }: Account,
): OperationResult {
	const { customData, destinationNumber } = call;
	const named = { customData, ...(destinationNumber !== '' && { destinationNumber }) };
	return failure
		? fail({ ...failure, call: named })
		: succeed({ json: { ...verdictOn(call, evidence, openedAt, credential.serverTimeZone) } });
}

/** Looks for the calls of all items of the run in the account's call records. Places nothing. */
const executeAll: ExecuteAll = async (context, account) => {
	const read = context.getInputData().map((_item, index) => ({
		items: [index],
		search: readable(() => readCall(context, index, account)),
	}));
	const refused = read.flatMap(({ items, search }) => (search.ok ? [] : { items, result: search }));
	if (refused.length > 0 && !context.continueOnFail()) return refused;
	const searches = read.flatMap(({ search }) => (search.ok ? search.value : []));
	const findings = await findRecords(context, account, searches);
	const found = new Map(searches.map((search, at) => [search, findings[at]!]));
	return read.map(({ items, search }) => ({
		items,
		result: search.ok ? resultOf(search.value, found.get(search.value)!, account) : search,
	}));
};

/** Settles a call that may have been placed, by the account's call records. */
export const checkIfPlaced: Operation = {
	entry,
	properties: [CUSTOM_DATA, DESTINATION_NUMBER, PLACED_AFTER, SETTLE_MINUTES, optionsWith()],
	executeAll,
	done: 'calls checked',
};
