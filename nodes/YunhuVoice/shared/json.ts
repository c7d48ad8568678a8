import type { IDataObject } from 'n8n-workflow';
import { fail, type Result, succeed } from './result';
import { withoutPadding } from './text';

/** Strings and numbers of a valid JSON document. On invalid JSON this can take very long. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** A text without a match contains no number that has to become text. */
const PERHAPS_LONG = /\d{16}|[eE]\+?\d{3}/;

/** Whole numbers with more digits than JavaScript keeps (only ids are that long), and numbers beyond its range. */
const isTooLong = (token: string): boolean =>
	/^-?\d{16,}$/.test(token) || Math.abs(Number(token)) === Infinity;

const keepDigits = (json: string): string =>
	json.replace(TOKENS, (token) =>
		!token.startsWith('"') && isTooLong(token) ? `"${token}"` : token,
	);

/**
 * Parses JSON from outside, with or without a byte order mark or NUL characters around it. Whole numbers of 16 or more digits, and
 * numbers beyond JavaScript's range, become text, since they would lose digits.
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

/** Whether a value is an object with fields, not a list or `null`. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
