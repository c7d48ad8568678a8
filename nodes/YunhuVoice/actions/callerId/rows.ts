import type { IDataObject } from 'n8n-workflow';
import { Fields } from '../../shared/fields';
import type { CallerIdOutput } from '../outputs';

/** A caller ID, of a row of getDisnumberInfo. */
export function callerIdOf(row: IDataObject) {
	const fields = new Fields(row);
	return {
		callerId: fields.text('disnumber'),
		otherFields: fields.others(),
	} satisfies CallerIdOutput;
}
