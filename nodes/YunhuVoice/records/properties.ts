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
			'The longest time from the start of a call until its record can be read. Yunhu lists a record when the call has ended, but by the time it started: the node asks for everything that started within this time. A record that takes longer is lost; a longer time makes each poll read more.',
	},
	maxRecords: {
		displayName: 'Max Records',
		name: 'maxRecords',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1000,
		description: 'The maximum number of records per poll. The next poll returns the others.',
	},
	repeatAfterRestart: {
		displayName: 'Repeat After Restart',
		name: 'repeatAfterRestart',
		type: 'boolean',
		default: true,
		description:
			'Whether the node returns the records of its last poll again after n8n restarts. If n8n stops at the moment it stores them, they would be lost otherwise. The node does not repeat them where n8n stores its position safely (durable poll cursors).',
	},
	startFrom: {
		displayName: 'Start From',
		name: 'startFrom',
		type: 'dateTime',
		default: '',
		description:
			'When the workflow is published for the first time, the node also returns the records of calls that ended at or after this time. Without a time zone, the workflow’s time zone counts. If you do not add this option, the node starts with calls that end after publishing.',
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
	'Only call records that pass all filters start the workflow',
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
			'This node asks Yunhu for new call records at the poll times. Nothing has to reach n8n from the internet. Yunhu does not tell the pressed key here: only callbacks do (Yunhu Voice Trigger).',
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
