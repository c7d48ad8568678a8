import { withoutInvisible } from './invisible';

const isPadding = (char: string): boolean => char === '\0' || char.trim() === '';

/** A text without leading and trailing white space and NUL characters. */
export function withoutPadding(text: string): string {
	let start = 0;
	let end = text.length;
	// A regular expression takes quadratic time on long white space inside the text.
	while (start < end && isPadding(text[start]!)) start++;
	while (end > start && isPadding(text[end - 1]!)) end--;
	return text.slice(start, end);
}

/** Full-width digits and signs, as Chinese input methods write them: a Unicode block in the order of ASCII. */
export const halfWidth = (text: string): string =>
	text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** A text with half-width digits and signs, without invisible characters and surrounding white space. */
export const plain = (text: string): string => halfWidth(withoutInvisible(text));

/** White space, and the commas and semicolons of every script in which people type lists. */
const SEPARATORS = /[\s\u0085,;、､﹐﹑﹔︐︑︔،؛]/;

/** The entries of a list that a person typed, with any of the separators. */
export const splitList = (text: string): string[] =>
	plain(text)
		.split(SEPARATORS)
		.filter((entry) => entry !== '');

/** A field as text. Fields are strings, numbers or `null`, or are missing. */
export const textOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
