import type { INodeProperties } from 'n8n-workflow';
import { CALLING_HOURS, CALLING_TIME_ZONE } from './properties';

/*
 * The options of an operation that limit its calls, beside the credential.
 */

export const NODE_CALLING_HOURS: INodeProperties = {
	...CALLING_HOURS,
	description:
		'When this node may place calls; at any other time the item is refused. A range can go past midnight, such as 20:00-02:00. The hours of the credential hold as well.',
};

export const NODE_CALLING_TIME_ZONE: INodeProperties = {
	...CALLING_TIME_ZONE,
	description:
		'The time zone of Calling Hours, as area and city, such as Asia/Shanghai. An expression can give the zone of the person called. Without this option the Calling Time Zone of the credential counts, or its Server Time Zone.',
};

export const MAX_CALLS: INodeProperties = {
	displayName: 'Max Calls',
	name: 'maxCalls',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: 0,
	description:
		'The most calls that this node places in one execution of the workflow, over all its runs; 0 for no limit. Further items are refused.',
};

export const ONCE_PER_NUMBER: INodeProperties = {
	displayName: 'Once per Number',
	name: 'oncePerNumber',
	type: 'boolean',
	default: false,
	description:
		'Whether this node calls each number at most once in one execution of the workflow, over all its runs. The first item with a number is called, others are refused.',
};

export const NODE_LIMIT_OPTIONS: INodeProperties[] = [
	NODE_CALLING_HOURS,
	NODE_CALLING_TIME_ZONE,
	MAX_CALLS,
	ONCE_PER_NUMBER,
];
