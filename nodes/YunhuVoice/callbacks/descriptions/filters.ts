import type { INodeProperties } from 'n8n-workflow';
import { CALL_METHODS, STATUS_CODES } from '../../shared/codes';

const choices = (names: Array<[code: string, name: string]>) =>
	names.map(([code, name]) => ({ name: `${name} (${code})`, value: Number(code) }));

const HANGUP_CAUSES = choices(
	Object.entries(STATUS_CODES)
		.filter(([code]) => Number(code) > 10_000)
		.map(([code, { name }]) => [code, name]),
);

/** Which callbacks start the workflow; the others are acknowledged and dropped without an execution. */
export const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description:
		'Only callbacks that pass all filters start the workflow; the others cost no execution. A filter for one kind of event lets the other kind through.',
	options: [
		{
			displayName: 'Answered Only',
			name: 'answeredOnly',
			type: 'boolean',
			default: true,
			description: 'Whether to take only records of calls somebody has answered',
		},
		{
			displayName: 'Call Methods',
			name: 'callMethods',
			type: 'multiOptions',
			options: choices(Object.entries(CALL_METHODS)),
			default: [],
			description: 'How the call came about',
		},
		{
			displayName: 'Company Codes',
			name: 'companyCodes',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2028, 9017',
			description: 'Company codes, separated by commas, semicolons, blanks or line breaks',
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
			description: 'Which way the call goes',
		},
		{
			displayName: 'Extensions',
			name: 'extensions',
			type: 'string',
			default: '',
			placeholder: 'e.g. 20280003, 20280004',
			description: 'Extension numbers, separated by commas, semicolons, blanks or line breaks',
		},
		{
			displayName: 'Hang-Up Causes',
			name: 'hangupCauses',
			type: 'multiOptions',
			options: HANGUP_CAUSES,
			default: [],
			description: 'Why the call of a record ended',
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
			description: 'Which leg of the call an extension status is about',
		},
		{
			displayName: 'Minimum Talk Time (Seconds)',
			name: 'minTalkSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 1,
			description: 'How long the call of a record has to have lasted after the answer',
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
			description: 'Which extension statuses to take',
		},
		{
			displayName: 'With Recording Only',
			name: 'withRecordingOnly',
			type: 'boolean',
			default: true,
			description: 'Whether to take only records of calls that were recorded',
		},
	],
};
