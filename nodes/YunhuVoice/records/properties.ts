import type { INodeProperties } from 'n8n-workflow';
import { filtersOf } from '../events/filterProperties';

const FIELDS = {
	longestCallMinutes: {
		displayName: 'Longest Call (Minutes)',
		name: 'longestCallMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 180,
		description:
			'The longest time from the start of a call until its record can be read. Yunhu lists a record after the call has ended, but under the time at which the call started: each poll reads all records of calls that started within this time and 15 minutes more. A record that appears later is lost; a longer time makes each poll read more.',
	},
	maxRecords: {
		displayName: 'Max Records',
		name: 'maxRecords',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1000,
		description: 'Maximum number of records per poll. The next poll returns the rest.',
	},
	repeatAfterRestart: {
		displayName: 'Repeat After Restart',
		name: 'repeatAfterRestart',
		type: 'boolean',
		default: true,
		description:
			'Whether to return the records of the last poll that found any again after n8n restarts. Otherwise they are lost if n8n stops while it is storing them. With n8n’s durable poll cursors nothing is lost and nothing repeated, whatever you choose here.',
	},
	startFrom: {
		displayName: 'Start From',
		name: 'startFrom',
		type: 'dateTime',
		default: '',
		description:
			'The first time you publish the workflow, the node also returns the records of calls that ended at or after this time. Later changes have no effect. Without this option, the node returns only records that appear after publishing. Without a time zone, the workflow’s time zone counts.',
	},
} satisfies Record<string, INodeProperties>;

export type OptionName = keyof typeof FIELDS;

export const OPTION_FIELDS: Record<OptionName, INodeProperties> = FIELDS;

export const FILTERS = filtersOf(
	[
		'answeredOnly',
		'callMethods',
		'directions',
		'extensions',
		'hangupCauses',
		'minTalkSeconds',
		'outcomes',
		'withRecordingOnly',
	],
	'Only call records that pass all filters start the workflow.',
);

export const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: Object.values(FIELDS),
};

/** Every parameter of the record trigger. n8n adds Poll Times. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'This node asks Yunhu for new call records at the poll times, so n8n needs no public address. The records do not contain the pressed key: for that, use the Yunhu Voice Trigger.',
		name: 'recordsNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	FILTERS,
	OPTIONS,
];
