import type { INodeProperties } from 'n8n-workflow';
import { type NumberProperty, describeTime } from '../descriptions';
import { EXTENSION, GROUP } from '../locators';
import { START_NOW } from './startNow';

/*
 * The settings of a campaign, which are the same for all its numbers. `settings.ts` reads them.
 */

export const CAMPAIGN_NAME: INodeProperties = {
	displayName: 'Campaign Name',
	name: 'campaignName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Spring offer',
	description: 'What the campaign is called in the provider’s console, such as Spring offer',
};

export const ASSIGN_TO: INodeProperties = {
	displayName: 'Assign To',
	name: 'assignTo',
	type: 'options',
	options: [
		{ name: 'Extension', value: 'extension' },
		{ name: 'Extension Group', value: 'group' },
	],
	default: 'group',
	description: 'Who takes the calls that are answered',
};

export const CALLS_PER_FREE_AGENT: NumberProperty = {
	displayName: 'Calls per Free Agent',
	name: 'callsPerFreeAgent',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1,
	description:
		'How many numbers to call for each free agent. With more than 1, some people who answer meet no agent.',
};

const assignedTo = (assignTo: string, locator: INodeProperties): INodeProperties => ({
	...locator,
	displayOptions: { show: { assignTo: [assignTo] } },
});

export const settingProperties: INodeProperties[] = [
	CAMPAIGN_NAME,
	ASSIGN_TO,
	assignedTo('group', GROUP),
	assignedTo('extension', EXTENSION),
	CALLS_PER_FREE_AGENT,
	START_NOW,
];

export const CALLER_IDS: INodeProperties = {
	displayName: 'Caller IDs',
	name: 'callerIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. 02566823420, 02566823421',
	description:
		'The numbers shown to the people called, such as 02566823420, separated by commas. If empty, the provider chooses.',
};

export const CUSTOM_CAMPAIGN_ID: INodeProperties = {
	displayName: 'Custom Campaign ID',
	name: 'customCampaignId',
	type: 'string',
	default: '',
	description:
		'An ID of your own, such as spring-2026, by which no campaign is created twice. If empty, the node creates a random one.',
};

export const END_AT: INodeProperties = {
	displayName: 'End At',
	name: 'endAt',
	type: 'dateTime',
	default: '',
	description: describeTime('When a started campaign stops calling'),
};

export const MAX_CONCURRENT_CALLS: NumberProperty = {
	displayName: 'Max Concurrent Calls',
	name: 'maxConcurrentCalls',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 100,
	description: 'How many calls the campaign has in progress at once, at most, such as 20',
};

export const START_AT: INodeProperties = {
	displayName: 'Start At',
	name: 'startAt',
	type: 'dateTime',
	default: '',
	description: describeTime('When a started campaign begins to call'),
};

export const SETTING_OPTIONS: INodeProperties[] = [
	CALLER_IDS,
	CUSTOM_CAMPAIGN_ID,
	END_AT,
	MAX_CONCURRENT_CALLS,
	START_AT,
];
