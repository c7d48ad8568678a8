import { succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { GROUP, groupParameter } from '../locators';
import type { Operation } from '../operation';
import { listRows } from '../rows';
import { memberOf } from './rows';

/** Lists the members of a group (service GetGroupExt). */
export const getMembers: Operation = {
	entry: {
		name: 'Get Members',
		value: 'getMembers',
		action: 'Get members of extension group',
		description:
			'List the extensions of an extension group, and whether each one is idle or busy in it',
	},
	properties: [GROUP, SIMPLIFY, optionsWith()],
	execute: listRows((context, index) => {
		const name = groupParameter(context, index);
		return name.ok
			? succeed({ service: 'App.Sip_Extgroup.GetGroupExt', fields: { name: name.value } })
			: name;
	}, memberOf),
	done: 'lists read',
};
