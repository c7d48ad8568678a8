import type { INodeProperties } from 'n8n-workflow';
import { CALL_METHOD_CHOICES, DIRECTIONS, HANGUP_CAUSES, OUTCOMES } from '../shared/choices';

/** The filters of both triggers, in the order of their names in the editor. */
export const FILTER_FIELDS = {
	answeredOnly: {
		displayName: 'Answered Only',
		name: 'answeredOnly',
		type: 'boolean',
		default: true,
		description: 'Whether to accept only records of answered calls',
	},
	callMethods: {
		displayName: 'Call Methods',
		name: 'callMethods',
		type: 'multiOptions',
		options: CALL_METHOD_CHOICES,
		default: [],
		description: 'Which call methods to accept',
	},
	companyCodes: {
		displayName: 'Company Codes',
		name: 'companyCodes',
		type: 'string',
		default: '',
		placeholder: 'e.g. 2028, 9017',
		description:
			'Company codes, such as 2028, separated by commas, semicolons, spaces or line breaks',
	},
	directions: {
		displayName: 'Directions',
		name: 'directions',
		type: 'multiOptions',
		options: DIRECTIONS,
		default: [],
		description: 'Which call directions to accept',
	},
	extensions: {
		displayName: 'Extensions',
		name: 'extensions',
		type: 'string',
		default: '',
		placeholder: 'e.g. 20280003, 20280004',
		description:
			'Extension numbers, such as 20280003, separated by commas, semicolons, spaces or line breaks',
	},
	hangupCauses: {
		displayName: 'Hang-Up Causes',
		name: 'hangupCauses',
		type: 'multiOptions',
		options: HANGUP_CAUSES,
		default: [],
		description: 'Which hang-up causes of call records to accept',
	},
	legs: {
		displayName: 'Legs',
		name: 'legs',
		type: 'multiOptions',
		options: [
			{ name: 'Agent', value: 'agent' },
			{ name: 'Customer', value: 'customer' },
		],
		default: [],
		description: 'The extension statuses of which leg to accept',
	},
	minTalkSeconds: {
		displayName: 'Minimum Talk Time (Seconds)',
		name: 'minTalkSeconds',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 1,
		description:
			'The shortest talk time of call records to accept, in seconds from the answer, such as 30',
	},
	outcomes: {
		displayName: 'Outcomes',
		name: 'outcomes',
		type: 'multiOptions',
		options: OUTCOMES,
		default: [],
		description: 'Which outcomes of call records to accept',
	},
	statuses: {
		displayName: 'Statuses',
		name: 'statuses',
		type: 'multiOptions',
		options: [
			{ name: 'Answered', value: 'answered' },
			{ name: 'Hung Up', value: 'hungUp' },
			{ name: 'Ringing', value: 'ringing' },
		],
		default: [],
		description: 'Which extension statuses to accept',
	},
	withRecordingOnly: {
		displayName: 'With Recording Only',
		name: 'withRecordingOnly',
		type: 'boolean',
		default: true,
		description: 'Whether to accept only records of calls with a recording',
	},
} satisfies Record<string, INodeProperties>;

export type FilterName = keyof typeof FILTER_FIELDS;

/** @param names the filters that the trigger has. */
export const filtersOf = (names: FilterName[], description: string): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description,
	options: names.map((name) => FILTER_FIELDS[name]),
});
