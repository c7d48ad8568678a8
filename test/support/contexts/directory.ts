import { locator } from './account';

/*
 * The operations on extensions, groups and caller IDs.
 */

export const EXTENSIONS = { resource: 'extension', operation: 'getAll' };
export const STATUS = { resource: 'extension', operation: 'getStatus', extensions: '20280001' };
export const GROUPS = { resource: 'extensionGroup', operation: 'getAll' };
export const MEMBERS = {
	resource: 'extensionGroup',
	operation: 'getMembers',
	group: locator('extGroup-1', 'list'),
};
export const CALLER_IDS = { resource: 'callerId', operation: 'getAll' };

const changeOf = (operation: string, extension: string, more: object = {}) => ({
	resource: 'extensionGroup',
	operation,
	group: locator('extGroup-1', 'list'),
	extension: locator(extension, 'list'),
	...more,
});

export const SET_MEMBER_STATE = changeOf('setMemberState', '20280003', { memberState: 'busy' });
export const ADD_MEMBER = changeOf('addMember', '20280002');
export const REMOVE_MEMBER = changeOf('removeMember', '20280003');
