import type { Operation } from '../operation';
import { changeMember, changeProperties } from './change';

/** Signs an extension out of a group (service DelExtnumber; no page shows it, its fields are those of AddExtnumber). */
export const removeMember: Operation = {
	entry: {
		name: 'Remove Member',
		value: 'removeMember',
		action: 'Remove member from extension group',
		description: 'Remove an extension from an extension group',
	},
	properties: changeProperties(),
	execute: changeMember({ service: 'App.Sip_Extgroup.DelExtnumber' }),
	done: 'members removed',
};
