import type { IDataObject } from 'n8n-workflow';
import { isObject } from './json';
import { fail, inputFailure, type Result, succeed } from './result';

/** What an expression returned instead of a collection. */
const kindOf = (written: unknown): string => {
	if (written === null || written === undefined) return 'nothing';
	return Array.isArray(written) ? 'a list' : `a ${typeof written}`;
};

/**
 * Reads a collection of fields, such as Options. The editor gives an object; an expression for the whole collection can return anything.
 *
 * @param label the collection's name in the editor, for the message.
 */
export const readCollection = (written: unknown, label: string): Result<IDataObject> =>
	isObject(written)
		? succeed(written)
		: fail(
				inputFailure(
					`The expression for ${label} returns ${kindOf(written)} instead of an object with fields`,
					`Correct the expression, or remove it and add the fields of ${label} one by one.`,
				),
			);
