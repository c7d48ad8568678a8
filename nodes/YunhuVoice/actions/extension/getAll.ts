import type { INodeProperties } from 'n8n-workflow';
import { listExtensions, STATES } from '../../api/directory';
import { succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY, stateOf } from '../descriptions';
import type { Operation } from '../operation';
import { choiceParameter } from '../parameters';
import { listRows } from '../rows';
import { extensionOf } from './rows';

const STATE: INodeProperties = stateOf('extensions');

/** Lists the extensions of the account (service GetSipnumberInfo). */
export const getAll: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many extensions',
		description:
			'List the extensions of the account: which are enabled, and whose phone is registered',
	},
	properties: [STATE, SIMPLIFY, optionsWith()],
	execute: listRows((context, index) => {
		const state = choiceParameter(context, STATE, index, STATES);
		return state.ok ? succeed(listExtensions(state.value)) : state;
	}, extensionOf),
	done: 'lists read',
};
