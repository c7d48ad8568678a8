import type { INodeProperties } from 'n8n-workflow';
import { NODE_LIMIT_OPTIONS } from '../../limits/nodeProperties';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { CALLER_ID } from '../locators';
import { REHEARSE } from '../rehearse';

/*
 * The parameters that the operations that place a call share. `place.ts` reads them.
 */

/** A number that is dialled; `cleanDestination` reads it. */
export const DESTINATION_NUMBER: INodeProperties = {
	displayName: 'Destination Number',
	name: 'destinationNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 13333333333',
	description:
		'One number to call, such as 13333333333: 3 to 20 digits (at most 15 after + or 00), with the country or area code that the provider expects. Each input item places one call.',
	builderHint: {
		propertyHint:
			'One number per input item, read from the item by an expression; never a list of numbers. A real person is called, and the call costs money.',
	},
};

export const WAIT_FOR_RESULT: INodeProperties = {
	displayName: 'Wait for Result',
	name: 'waitForResult',
	type: 'boolean',
	default: false,
	displayOptions: { hide: { '@tool': [true] } },
	description:
		'Whether to wait until the call ends and continue with its call record. This needs a second, published workflow: a Yunhu Voice Trigger or a Yunhu Voice Record Trigger, followed by the Resume Waiting operation. It works with one item at a time.',
	builderHint: {
		propertyHint:
			'Turn it on only where the same workflow goes on with the result of the call. It needs a second, published workflow: Yunhu Voice Trigger (or Yunhu Voice Record Trigger), then Yunhu Voice with resource call and operation resumeWaiting. For several items put Loop Over Items with batch size 1 in front. To handle results in a workflow of their own, leave it off.',
	},
};

/** Shown while Wait for Result is on. */
const WAIT_NOTICE: INodeProperties = {
	displayName:
		'This workflow sleeps until the call has ended, shown as Waiting in the executions list. A second, published workflow has to wake it: a Yunhu Voice Trigger or Yunhu Voice Record Trigger, followed by the operation Resume Waiting. If nothing wakes it, it continues after the Wait Limit with the input item.',
	name: 'waitNotice',
	type: 'notice',
	default: '',
	displayOptions: {
		show: { waitForResult: [true] },
		hide: { '@tool': [true] },
	},
};

const WAIT_LIMIT: INodeProperties = {
	displayName: 'Wait Limit (Minutes)',
	name: 'waitLimitMinutes',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	displayOptions: {
		show: { waitForResult: [true] },
		hide: { '@tool': [true] },
	},
	description:
		'The longest time to wait, in minutes, such as 60. After that, the workflow continues with the input item instead of a call record.',
};

export const CUSTOM_DATA: INodeProperties = {
	displayName: 'Custom Data',
	name: 'customData',
	type: 'string',
	default: '',
	description:
		'Text that comes back with every callback of this call, so that you can match callbacks to calls, such as order-4711. If empty, the node creates a random text.',
	builderHint: {
		propertyHint:
			'Fill in what identifies the person or order, such as a row ID: it is the customData field of every callback and call record, by which the workflow behind the trigger finds the row again.',
	},
};

export const MATURITY: INodeProperties = {
	displayName: 'Maturity',
	name: 'maturity',
	type: 'string',
	default: '1',
	description:
		'A value of your own, such as 1, that comes back in the call record (the provider’s chengshudu field)',
};

/**
 * The parameters of an operation that places a call.
 *
 * @param own those before the shared ones.
 * @param options its own entries in the "Options" collection.
 */
export const callProperties = (
	own: INodeProperties[],
	options: INodeProperties[],
): INodeProperties[] => [
	...own,
	WAIT_FOR_RESULT,
	WAIT_NOTICE,
	WAIT_LIMIT,
	{ ...REHEARSE, description: `${REHEARSE.description} Wait for Result has no effect then.` },
	{
		...SIMPLIFY,
		// With Wait for Result the item is the call record, which has one form only.
		displayOptions: { hide: { waitForResult: [true] } },
	},
	optionsWith([CALLER_ID, CUSTOM_DATA, MATURITY, ...NODE_LIMIT_OPTIONS, ...options]),
];
