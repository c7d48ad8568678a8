import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { Fields } from '../shared/fields';
import { eventIdOf } from './eventId';
import type { CallRecord } from './types';

/** A call record that was asked for, and the row that it was made of. */
export interface FoundRecord {
	record: CallRecord;
	row: IDataObject;
}

/** What the order of call records depends on. */
export interface Aged {
	record: Pick<CallRecord, 'startedAt' | 'recordId'>;
}

/** Oldest first; of calls that started in the same second, by the number of the record. */
export const byAge = ({ record: one }: Aged, { record: other }: Aged): number =>
	(one.startedAt ?? '').localeCompare(other.startedAt ?? '') ||
	(Number(one.recordId) || 0) - (Number(other.recordId) || 0);

/** 60 bits: enough to tell the records of a day apart. Characters. */
const KEY_CHARACTERS = 10;

/**
 * Identifies a row of the call record list: short, and the same each time the row is read. The provider does not promise that
 * ids are unique, so start and number count too. A row without an id is identified by everything in it.
 */
export function recordKeyOf(row: IDataObject): string {
	const known = keys.get(row);
	if (known !== undefined) return known;
	const key = makeKey(row);
	keys.set(row, key);
	return key;
}

const keys = new WeakMap<IDataObject, string>();

function makeKey(row: IDataObject): string {
	const fields = new Fields(row);
	const id = fields.text('id');
	const parts =
		id === null ? [eventIdOf(row)] : [id, fields.text('starttime'), fields.text('destnumber')];
	return createHash('sha256')
		.update(JSON.stringify(parts))
		.digest('base64url')
		.slice(0, KEY_CHARACTERS);
}
