import type { INodeProperties } from 'n8n-workflow';
import { listCallerIds, STATES, USAGES } from '../../api/directory';
import { succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY, stateOf } from '../descriptions';
import type { Operation } from '../operation';
import { choiceParameter } from '../parameters';
import { listRows } from '../rows';
import { callerIdOf } from './rows';

const STATE: INodeProperties = stateOf('caller IDs');

const USAGE: INodeProperties = {
	displayName: 'Usage',
	name: 'usage',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any' },
		{
			name: 'Not Predictive',
			value: 'notPredictive',
			description: 'Caller IDs that are not for predictive campaigns',
		},
		{
			name: 'Predictive',
			value: 'predictive',
			description: 'Caller IDs for predictive campaigns',
		},
	],
	default: 'any',
	description: 'What the caller IDs are for',
};

/** Lists the numbers that the account can show to the people it calls (service getDisnumberInfo). */
export const getAll: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many caller IDs',
		description: 'List the numbers that the account can show to the people it calls',
	},
	properties: [STATE, USAGE, SIMPLIFY, optionsWith()],
	execute: listRows((context, index) => {
		const state = choiceParameter(context, STATE, index, STATES);
		if (!state.ok) return state;
		const usage = choiceParameter(context, USAGE, index, USAGES);
		return usage.ok ? succeed(listCallerIds(state.value, usage.value)) : usage;
	}, callerIdOf),
	done: 'lists read',
};
