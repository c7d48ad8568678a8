import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { SERVICE_NAME } from '../locators';

/*
 * The parameters of Send Request. `call.ts` reads them.
 */

const specifiedAs = (specifyFields: string): IDisplayOptions => ({
	show: { specifyFields: [specifyFields] },
});

export const FIELDS: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add field',
	default: {},
	displayOptions: specifiedAs('list'),
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					description: 'The name of the form field, such as filename',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'What to send in it, such as 20200209-123251-85781218893.mp3',
				},
			],
		},
	],
	description: 'The form fields of the service. Leave out service and token: the node adds them.',
	builderHint: {
		propertyHint:
			'Never put App ID, Access Key or a token here: the credential logs in. Use this operation only where no other operation of the node does the job.',
	},
};

export const properties: INodeProperties[] = [
	SERVICE_NAME,
	{
		displayName: 'Specify Fields',
		name: 'specifyFields',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'list' },
			{ name: 'Using JSON', value: 'json' },
		],
		default: 'list',
	},
	FIELDS,
	{
		displayName: 'Fields (JSON)',
		name: 'fieldsJson',
		type: 'json',
		default: '{}',
		displayOptions: specifiedAs('json'),
		description:
			'The form fields of the service as a JSON object, such as {"filename": "a.mp3"}. Leave out service and token: the node adds them.',
	},
	{
		displayName: 'Send Token',
		name: 'sendToken',
		type: 'boolean',
		default: true,
		description: 'Whether to log in and send the token. Nearly every service requires it.',
	},
	{
		displayName: 'Is Repeatable',
		name: 'isRepeatable',
		type: 'boolean',
		default: false,
		description:
			'Whether the request is safe to send twice. Never turn it on for a service that places calls. When on, the node repeats a request whose response was lost, and allows Retry On Fail. The node always repeats the documented look-ups (GetBill only with syncflag 2 or 3).',
	},
	SIMPLIFY,
	optionsWith(),
];
