import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../shared/json';
import { fail, type Result, succeed } from '../shared/result';
import { textOf } from '../shared/text';
import type { Envelope } from './envelope';
import { answerIsNotYunhu } from './errors';

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
