import type { INodeProperties } from 'n8n-workflow';
import { FILTER_FIELDS, type FilterName, filtersOf } from '../../events/filterProperties';
import { options } from './options';

/** Which callbacks start the workflow; the others are acknowledged and dropped without an execution. */
export const filters = filtersOf(
	Object.keys(FILTER_FIELDS) as FilterName[],
	'Only callbacks that pass all filters start the workflow; the node drops the others without an execution. A filter for one kind of event does not affect the other kinds.',
);

/** Every parameter of the trigger. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Publish this workflow, then open Webhook URLs above and copy the Production URL. Paste it into the provider’s console twice: as the callback address for extension status and for call records. Send the credential’s Callback Secret as the header x-callback-secret if the console allows it; otherwise add ?secret= and the secret to the URL. For campaign statuses, give the URL to Yunhu Technology.',
		name: 'callbackNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [
			{
				name: 'Call Record',
				value: 'callRecord',
				description: 'A call has ended: times, key pressed, hang-up cause, recording',
			},
			{
				name: 'Campaign Status',
				value: 'campaignStatus',
				description: 'A campaign has ended',
			},
			{
				name: 'Extension Status',
				value: 'extensionStatus',
				description: 'A leg of a call rings, is answered, or is hung up',
			},
		],
		default: ['extensionStatus', 'callRecord'],
		description:
			'Which callbacks start the workflow. The node acknowledges the others and drops them.',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'Secret',
				value: 'secret',
				description: 'Accept only callbacks that carry the credential’s Callback Secret',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Accept callbacks from anyone who knows the URL',
			},
		],
		default: 'secret',
		description:
			'How callbacks prove where they come from: with ?secret= in the URL or the header x-callback-secret',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	filters,
	options,
];
