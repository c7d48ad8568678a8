import { EXTENSION } from '../locators';
import type { Operation } from '../operation';
import { AGENT, AGENT_OPTIONS, readAgentFields } from './extension';
import { destinationIn } from './parties';
import { placeCall } from './place';
import { callProperties, DESTINATION_NUMBER } from './placeProperties';

/** Rings an extension, then calls a number (service MakeCall). */
export const callFromExtension: Operation = {
	entry: {
		name: 'Call From Extension',
		value: 'callFromExtension',
		action: 'Call number from extension',
		description:
			'Ring an agent’s extension, then call a real phone (this costs money) and connect the two',
	},
	properties: callProperties([EXTENSION, DESTINATION_NUMBER], AGENT_OPTIONS),
	execute: placeCall({
		service: 'App.Sip_Call.MakeCall',
		parties: [AGENT, destinationIn('destnumber')],
		readFields: readAgentFields,
	}),
	done: 'calls placed',
	placesCalls: true,
	canRehearse: true,
};
