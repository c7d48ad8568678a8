import type { INodeProperties } from 'n8n-workflow';
import { CALL_METHODS, type Outcome, STATUS_CODES } from '../../shared/codes';

const choices = (names: Array<[code: string, name: string]>) =>
	names.map(([code, name]) => ({ name: `${name} (${code})`, value: Number(code) }));

const HANGUP_CAUSES = choices(
	Object.entries(STATUS_CODES)
		.filter(([code]) => Number(code) > 10_000)
		.map(([code, { name }]) => [code, name]),
);

/** The names of the outcomes, in alphabetical order. */
const OUTCOME_NAMES: Record<Outcome, string> = {
	answered: 'Answered',
	blocked: 'Blocked',
	busy: 'Busy',
	cancelled: 'Cancelled',
	invalidNumber: 'Invalid Number',
	lineFailure: 'Line Failure',
	noAnswer: 'No Answer',
	other: 'Other',
	rejected: 'Rejected',
	unreachable: 'Unreachable',
};

/** The choices of a filter by outcome. */
export const OUTCOMES = Object.entries(OUTCOME_NAMES).map(([value, name]) => ({ name, value }));

/** Which callbacks start the workflow; the others are acknowledged and dropped without an execution. */
export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description:
		'Only callbacks that pass all filters start the workflow; the node drops the others without an execution. A filter for one kind of event does not affect the other kind.',
	options: [
		{
			displayName: 'Answered Only',
			name: 'answeredOnly',
			type: 'boolean',
			default: true,
			description: 'Whether to accept only records of answered calls',
		},
		{
			displayName: 'Call Methods',
			name: 'callMethods',
			type: 'multiOptions',
			options: choices(Object.entries(CALL_METHODS)),
			default: [],
			description: 'Which call methods to accept',
		},
		{
			displayName: 'Company Codes',
			name: 'companyCodes',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2028, 9017',
			description: 'Company codes, separated by commas, semicolons, spaces or line breaks',
		},
		{
			displayName: 'Directions',
			name: 'directions',
			type: 'multiOptions',
			options: [
				{ name: 'Inbound', value: 'inbound' },
				{ name: 'Outbound', value: 'outbound' },
			],
			default: [],
			description: 'Which call directions to accept',
		},
		{
			displayName: 'Extensions',
			name: 'extensions',
			type: 'string',
			default: '',
			placeholder: 'e.g. 20280003, 20280004',
			description: 'Extension numbers, separated by commas, semicolons, spaces or line breaks',
		},
		{
			displayName: 'Hang-Up Causes',
			name: 'hangupCauses',
			type: 'multiOptions',
			options: HANGUP_CAUSES,
			default: [],
			description: 'Which hang-up causes of call records to accept',
		},
		{
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
		{
			displayName: 'Minimum Talk Time (Seconds)',
			name: 'minTalkSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description: 'The shortest talk time of call records to accept, counted from the answer',
		},
		{
			displayName: 'Outcomes',
			name: 'outcomes',
			type: 'multiOptions',
			options: OUTCOMES,
			default: [],
			description: 'Which outcomes of call records to accept',
		},
		{
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
		{
			displayName: 'With Recording Only',
			name: 'withRecordingOnly',
			type: 'boolean',
			default: true,
			description: 'Whether to accept only records of calls with a recording',
		},
	],
};
