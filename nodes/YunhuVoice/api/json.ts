import { fail, type Result, succeed } from './result';

/** Texts and numbers of a JSON document. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Whole numbers with more digits than JavaScript keeps. Only ids are that long. */
const LONG_NUMBER = /^-?\d{16,}$/;

/**
 * Reads JSON that came from outside, a byte order mark before it or not. Whole numbers of 16 digits and more become text:
 * as numbers they would lose their last digits.
 */
export function parseJson(text: string): Result<unknown, undefined> {
	const exact = text
		.trim()
		.replace(TOKENS, (token) => (LONG_NUMBER.test(token) ? `"${token}"` : token));
	try {
		return succeed(JSON.parse(exact));
	} catch {
		return fail(undefined);
	}
}
