import type { IDataObject } from 'n8n-workflow';
import { namedGroupStatus } from '../../shared/codes';
import { Fields } from '../../shared/fields';
import { toCode, toNumber } from '../../shared/readers';
import { toIsoTime } from '../../shared/time';
import type { ExtensionGroupOutput, GroupMemberOutput } from '../outputs';

/** An extension group, of a row of GetExtgroupInfo. */
export function groupOf(row: IDataObject) {
	const fields = new Fields(row);
	return {
		groupId: fields.text('id'),
		name: fields.chosenText('name'),
		status: fields.read('status', toCode(namedGroupStatus)),
		otherFields: fields.others(),
	} satisfies ExtensionGroupOutput;
}

/** A member of a group, of a row of GetGroupExt. */
export function memberOf(row: IDataObject, zone: string) {
	const fields = new Fields(row);
	return {
		group: fields.chosenText('name'),
		extension: fields.text('extnumber'),
		memberState: fields.text('state'),
		callStatus: fields.text('status'),
		priority: fields.read('priority', toNumber),
		updatedAt: fields.read('date', (text) => toIsoTime(text, zone)),
		otherFields: fields.others(),
	} satisfies GroupMemberOutput;
}
