import type { INodeProperties } from 'n8n-workflow';
import { ANSWER_TYPES } from './rows';

/** Which numbers of a campaign are meant, by how their last call ended. */
export const ANSWER_TYPE: INodeProperties = {
	displayName: 'Answer Type',
	name: 'answerType',
	type: 'options',
	options: [
		{ name: 'Agent Missed', value: 'agentMissed', description: 'The person called met no agent' },
		{ name: 'All', value: 'all' },
		{ name: 'Connected', value: 'connected', description: 'The person called spoke to an agent' },
		{
			name: 'Customer Missed',
			value: 'customerMissed',
			description: 'The person called did not answer',
		},
	],
	default: 'all',
};

/** The provider's words. */
export const ANSWER_TYPES_SENT = { all: 'all', ...ANSWER_TYPES } as const;
