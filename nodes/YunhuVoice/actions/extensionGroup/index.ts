import { resourceOf } from '../operation';
import { addMember } from './addMember';
import { getAll } from './getAll';
import { getMembers } from './getMembers';
import { removeMember } from './removeMember';
import { setMemberState } from './setMemberState';

/** The resource Extension Group. */
export const extensionGroup = resourceOf(
	{ name: 'Extension Group', value: 'extensionGroup' },
	getAll,
	[addMember, getAll, getMembers, removeMember, setMemberState],
);
