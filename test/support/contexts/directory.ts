import { locator } from './account';

/*
 * The operations that list extensions, groups and caller IDs.
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
