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
				'The text that the node sends back to the provider: 1, 0, success, a JSON object, or any other text. The node also sends it for filtered and duplicate callbacks.',
		},
		{
			displayName: 'Allowed IP Addresses',
			name: 'allowedIps',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.7, 203.0.113.0/24, 2001:db8::/32',
			description:
				'Addresses and ranges that may send callbacks, separated by commas, semicolons, spaces or line breaks. If an expression returns nothing, the node refuses all callbacks. Behind a reverse proxy, set N8N_PROXY_HOPS; otherwise every callback seems to come from the proxy.',
		},
		{
			displayName: 'Drop Duplicates',
			name: 'dropDuplicates',
			type: 'boolean',
			default: true,
			description:
				'Whether to drop a callback that the node has already accepted. The Test URL accepts every callback.',
		},
		{
			displayName: 'Remember Across Restarts',
			name: 'rememberAcrossRestarts',
			type: 'boolean',
			default: false,
			description:
				'Whether to recognize duplicates after n8n restarts. The node remembers them in the workflow’s static data and can overwrite what other nodes store there. Turn this on only if no other node in the workflow uses static data.',
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
			description:
				'Whether to send extension statuses, call records and, if chosen, campaign statuses to separate outputs',
		},
	],
};
