import type { INodeProperties } from 'n8n-workflow';
import { succeed } from '../../shared/result';
import type { Operation } from '../operation';
import { choiceParameter } from '../parameters';
import { changeMember, changeProperties } from './change';

const MEMBER_STATE: INodeProperties = {
	displayName: 'Member State',
	name: 'memberState',
	type: 'options',
	options: [
		{ name: 'Busy', value: 'busy', description: 'The extension gets no calls of the group' },
		{ name: 'Idle', value: 'idle', description: 'The extension gets calls of the group' },
	],
	default: 'idle',
	description: 'The state to give the extension in the group',
};

/** The provider has the same words. */
const STATES = { idle: 'idle', busy: 'busy' } as const;

/** Sets an extension idle or busy in a group (service EditExtnumber, which changes nothing else despite its name). */
export const setMemberState: Operation = {
	entry: {
		name: 'Set Member State',
		value: 'setMemberState',
		action: 'Set state of extension group member',
		description:
			'Set an extension idle or busy in an extension group, so that it gets the calls of the group or none',
	},
	properties: changeProperties(MEMBER_STATE),
	execute: changeMember({
		service: 'App.Sip_Extgroup.EditExtnumber',
		readState: (context, index) => {
			const memberState = choiceParameter(context, MEMBER_STATE, index, STATES);
			return memberState.ok ? succeed({ memberState: memberState.value }) : memberState;
		},
	}),
	done: 'members changed',
};
