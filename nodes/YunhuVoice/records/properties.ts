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
			'How long after the start of its call a record can appear: the longest call plus Yunhu’s delay. A record that appears more than 15 minutes later than this is lost. A longer time makes each poll read more.',
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
			'Whether to return the last batch of records once more after n8n restarts. If off, that batch is lost when n8n stops while storing it. With n8n’s durable poll cursors nothing is lost and nothing repeated, whatever you choose here.',
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
