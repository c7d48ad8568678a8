import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../shared/json';
import { fail, type Result, succeed } from '../shared/result';
import { textOf } from '../shared/text';
import type { Envelope } from './envelope';
import { answerIsNotYunhu } from './errors';
import type { Page } from './pages';

/** The list in a result: the result itself, or what a page holds under a key that differs with the service. */
function listIn(result: unknown): unknown {
	if (!isObject(result)) return result || [];
	const values = Object.values(result);
	const list = values.find(Array.isArray);
	if (list) return list;
	// PHP writes a list with gaps as an object.
	return textOf(result.totalitems) === '0' ? [] : values;
}

/** The rows that a list service answered; none where it has nothing to list, in any of PHP's ways to write that. */
export function rowsOf({ data }: Pick<Envelope, 'data'>): Result<IDataObject[]> {
	const list = listIn(data.result);
	return Array.isArray(list) && list.every(isObject)
		? succeed(list)
		: fail(answerIsNotYunhu('NO_RESULT'));
}

const numberIn = (value: unknown): number | undefined =>
	/^\d{1,9}$/.test(textOf(value)) ? Number(textOf(value)) : undefined;

/** A page of a list, with the numbers that the provider gives to it. */
export function pageOf(envelope: Pick<Envelope, 'data' | 'result' | 'respondedAt'>): Result<Page> {
	const rows = rowsOf(envelope);
	if (!rows.ok) return rows;
	const { totalitems, itemsperpage } = envelope.result;
	return succeed({
		rows: rows.value,
		total: numberIn(totalitems),
		perPage: numberIn(itemsperpage) || undefined,
		answeredAt: /^\d{10}$/.test(envelope.respondedAt)
			? Number(envelope.respondedAt) * 1000
			: undefined,
	});
}
