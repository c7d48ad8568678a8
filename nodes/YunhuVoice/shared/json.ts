import { withoutPadding } from './text';
import type { IDataObject } from 'n8n-workflow';
import { fail, type Result, succeed } from './result';

/** Texts and numbers of a JSON document that is known to be valid: on any other text this can take very long. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Where there are none of these, every number can be kept as it is. */
const PERHAPS_LONG = /\d{16}|[eE]\+?\d{3}/;

/** Whole numbers with more digits than JavaScript keeps (only ids are that long), and numbers beyond its range. */
const isTooLong = (token: string): boolean =>
	/^-?\d{16,}$/.test(token) || Math.abs(Number(token)) === Infinity;

const keepDigits = (json: string): string =>
	json.replace(TOKENS, (token) =>
		!token.startsWith('"') && isTooLong(token) ? `"${token}"` : token,
	);

/**
 * Reads JSON that came from outside, a byte order mark or NUL characters around it or not. Whole numbers of 16 digits and more, and numbers beyond
 * what JavaScript can hold, become text: as numbers they would be others.
 */
export function parseJson(text: string): Result<unknown, undefined> {
	const trimmed = withoutPadding(text);
	try {
		const value: unknown = JSON.parse(trimmed);
		return succeed(PERHAPS_LONG.test(trimmed) ? JSON.parse(keepDigits(trimmed)) : value);
	} catch {
		return fail(undefined);
	}
}

/** Whether a value is an object with fields: no list, not `null`. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
