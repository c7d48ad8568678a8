import { listGroups } from '../../api/directory';
import { succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import type { Operation } from '../operation';
import { listRows } from '../rows';
import { groupOf } from './rows';

/** Lists the extension groups of the account (service GetExtgroupInfo). */
export const getAll: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many extension groups',
		description: 'List the extension groups of the account',
	},
	properties: [SIMPLIFY, optionsWith()],
	execute: listRows(() => succeed(listGroups), groupOf),
	done: 'lists read',
};
