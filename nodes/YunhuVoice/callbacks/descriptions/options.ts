import type { INodeProperties } from 'n8n-workflow';

/** How callbacks are taken and answered. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Acknowledgement',
			name: 'acknowledgement',
			type: 'string',
			default: '1',
			placeholder: 'e.g. success',
			description:
				'What the provider is answered: 1, 0, success, a JSON object, or any other text. The same for callbacks that are filtered or duplicates.',
		},
		{
			displayName: 'Allowed IP Addresses',
			name: 'allowedIps',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.7, 203.0.113.0/24, 2001:db8::/32',
			description:
				'Addresses and ranges that may send callbacks, separated by commas, semicolons, spaces or line breaks. If an expression returns nothing, all callbacks are refused. Behind a reverse proxy set N8N_PROXY_HOPS, or every callback seems to come from the proxy.',
		},
		{
			displayName: 'Drop Duplicates',
			name: 'dropDuplicates',
			type: 'boolean',
			default: true,
			description:
				'Whether to drop a callback that has been taken before. The test URL takes every callback.',
		},
		{
			displayName: 'Remember Across Restarts',
			name: 'rememberAcrossRestarts',
			type: 'boolean',
			default: false,
			description:
				'Whether to recognise duplicates after a restart of n8n. They are kept in the workflow’s static data, and can overwrite what other nodes store there: turn it on only if no other node of the workflow uses static data.',
		},
		{
			displayName: 'Remember Duplicates (Hours)',
			name: 'rememberHours',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 24,
			description:
				'For how many hours a repeated callback counts as a duplicate. Must be above 0; 0.5 is half an hour.',
		},
		{
			displayName: 'Separate Outputs',
			name: 'separateOutputs',
			type: 'boolean',
			default: false,
			description: 'Whether extension statuses and call records leave by an output each',
		},
	],
};
