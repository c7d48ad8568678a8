import type { Operation } from '../operation';
import { changeMember, changeProperties } from './change';

/** Signs an extension into a group (service AddExtnumber). */
export const addMember: Operation = {
	entry: {
		name: 'Add Member',
		value: 'addMember',
		action: 'Add a member to an extension group',
		description: 'Add an extension to an extension group (AddExtnumber)',
	},
	properties: changeProperties(),
	execute: changeMember('App.Sip_Extgroup.AddExtnumber'),
	done: 'members added',
};
