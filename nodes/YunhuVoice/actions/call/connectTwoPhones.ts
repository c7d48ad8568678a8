import type { INodeProperties } from 'n8n-workflow';
import { EXTENSION } from '../locators';
import type { Operation } from '../operation';
import { AGENT, AGENT_OPTIONS, readAgentFields } from './extension';
import { destinationIn, dialled } from './parties';
import { placeCall } from './place';
import { callProperties, DESTINATION_NUMBER } from './placeProperties';

const FIRST_NUMBER: INodeProperties = {
	displayName: 'First Number',
	name: 'firstNumber',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 13333333334',
	description:
		'The number of the agent’s phone, which rings first, such as 13333333334; written in the same way as Destination Number',
};

/** Calls an agent's phone, then a number (service DoubleCall). */
export const connectTwoPhones: Operation = {
	entry: {
		name: 'Connect Two Phones',
		value: 'connectTwoPhones',
		action: 'Connect two phones',
		description:
			'Call an agent’s phone, then another phone, and connect the two; both calls are real and cost money',
	},
	properties: callProperties([EXTENSION, FIRST_NUMBER, DESTINATION_NUMBER], AGENT_OPTIONS),
	execute: placeCall({
		service: 'App.Sip_Call.DoubleCall',
		parties: [AGENT, dialled('firstNumber', FIRST_NUMBER, 'anumber'), destinationIn('bnumber')],
		readFields: readAgentFields,
	}),
	done: 'calls placed',
	placesCalls: true,
	canRehearse: true,
};
