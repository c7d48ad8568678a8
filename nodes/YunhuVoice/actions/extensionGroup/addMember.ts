import type { Operation } from '../operation';
import { changeMember, changeProperties } from './change';

/** Checked In: the extension is signed into the group already. */
const ALREADY_IN = '1218';

/** Signs an extension into a group (service AddExtnumber). */
export const addMember: Operation = {
	entry: {
		name: 'Add Member',
		value: 'addMember',
		action: 'Add member to extension group',
		description: 'Add an extension to an extension group',
	},
	properties: changeProperties(),
	execute: changeMember({
		service: 'App.Sip_Extgroup.AddExtnumber',
		explain: (failure, { group, extension }) =>
			failure.code === ALREADY_IN
				? {
						...failure,
						mayHaveHappened: false,
						message: `Extension ${extension} is already a member of the group ${group} (code ${ALREADY_IN})`,
						advice: 'There is nothing to add.',
					}
				: failure,
	}),
	done: 'members added',
};
