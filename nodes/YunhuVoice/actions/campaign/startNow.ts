import type { INodeProperties } from 'n8n-workflow';

export const START_NOW: INodeProperties = {
	displayName: 'Start Now',
	name: 'startNow',
	type: 'boolean',
	default: false,
	description:
		'Whether to start calling at once (this costs money). If off, start the campaign later with the operation Start.',
};
