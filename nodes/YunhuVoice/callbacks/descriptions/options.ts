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
				'Addresses and ranges that may send callbacks, separated by commas, blanks or line breaks. A list that an expression makes blank lets nobody in. Behind a reverse proxy set N8N_PROXY_HOPS, or every callback seems to come from the proxy.',
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
				'Whether duplicates are known after a restart of n8n. It uses the workflow’s static data, and can undo what other nodes of the workflow write there: only turn it on where none does.',
		},
		{
			displayName: 'Remember Duplicates (Hours)',
			name: 'rememberHours',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 24,
			description:
				'How long a callback counts as taken; sent again later, it starts the workflow again',
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
