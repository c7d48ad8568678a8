import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { type Limits, refusalOfNumber } from '../../limits/limits';
import { asText } from '../../shared/fields';
import { randomId } from '../../shared/random';
import { fail, type Result, succeed } from '../../shared/result';
import { toUnixSeconds } from '../../shared/time';
import { cleanDestination } from '../call/destination';
import { AGENT_OPTIONS, RECORD_TEXTS } from '../call/extension';
import { checkCustomData } from '../call/place';
import { CUSTOM_DATA, DESTINATION_NUMBER } from '../call/placeProperties';
import { describeTime } from '../descriptions';
import type { ItemFailure } from '../operation';
import {
	emptyOption,
	optionsParameter,
	readable,
	textFrom,
	textOptions,
	timeFrom,
} from '../parameters';
import type { Row } from './found';
import { letOthersRun } from './turns';

/*
 * The numbers of a campaign: each input item is one.
 */

export const NUMBER: INodeProperties = {
	...DESTINATION_NUMBER,
	description:
		'One number to call, such as 13333333333: 3 to 20 digits (at most 15 after + or 00), with the country or area code that the provider expects. Each input item is one number of the campaign.',
};

const CALL_BEFORE: INodeProperties = {
	displayName: 'Call Before',
	name: 'callBefore',
	type: 'dateTime',
	default: '',
	description: describeTime(
		'The latest time to call this number: after it, the campaign leaves the number out',
	),
};

/** What can differ for each number. */
export const NUMBER_OPTIONS: INodeProperties[] = [
	{
		...CUSTOM_DATA,
		description:
			'Text that comes back with every callback of the call to this number, so that you can match callbacks to numbers, such as order-4711. If empty, the node creates a random text.',
	},
	...AGENT_OPTIONS,
	CALL_BEFORE,
];

/** An input item that cannot be a number of the campaign. */
interface Refused {
	item: number;
	failure: ItemFailure;
	/** As it was written. */
	destinationNumber: string;
}

/** The input items, as numbers of a campaign. */
export interface ReadItems {
	rows: Row[];
	/** The input item of each row. */
	items: number[];
	/** Custom data that was made up, where an item has none. */
	madeUp: Set<string>;
	refused: Refused[];
}

/** Longest part of a wrong number in an item. Characters. */
const LONGEST_SHOWN = 60;

function readItem(
	context: IExecuteFunctions,
	index: number,
	written: unknown,
	limits: Limits,
): Result<Row, ItemFailure> {
	const options = optionsParameter(context, index);
	const customData = textFrom(options.customData, CUSTOM_DATA.displayName);
	const call = customData === '' ? undefined : { customData };
	const phone = cleanDestination(written, NUMBER.displayName, succeed(limits));
	if (!phone.ok) return fail({ ...phone.failure, call });
	const notAllowed = refusalOfNumber(limits, phone.value);
	if (notAllowed) return fail({ ...notAllowed, call });
	const wrongData = checkCustomData(customData);
	if (wrongData) return fail({ ...wrongData, call });
	const before = timeFrom(context, options.callBefore, CALL_BEFORE.displayName);
	if (before === undefined && options.callBefore !== undefined) {
		return fail({ ...emptyOption(CALL_BEFORE.displayName), call });
	}
	const time = toUnixSeconds(before);
	return succeed({
		phone: phone.value,
		...(time && { time }),
		...textOptions(options, RECORD_TEXTS),
		customuuid: customData,
	});
}

/** Reads and checks all items before anything is sent. */
export async function readItems(context: IExecuteFunctions, limits: Limits): Promise<ReadItems> {
	const read: ReadItems = { rows: [], items: [], madeUp: new Set(), refused: [] };
	for (const item of context.getInputData().keys()) {
		await letOthersRun(item);
		let written: unknown;
		const row = readable(() => {
			written = context.getNodeParameter(NUMBER.name, item, '');
			return readItem(context, item, written, limits);
		});
		if (row.ok) {
			read.rows.push(row.value);
			read.items.push(item);
			if (row.value.customuuid === '') {
				row.value.customuuid = randomId();
				read.madeUp.add(row.value.customuuid);
			}
		} else {
			const destinationNumber = asText(written).slice(0, LONGEST_SHOWN);
			read.refused.push({ item, failure: row.failure, destinationNumber });
		}
	}
	return read;
}
