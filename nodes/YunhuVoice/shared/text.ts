import { withoutInvisible } from './invisible';

const isPadding = (char: string): boolean => char === '\0' || char.trim() === '';

/** A text without the blanks and NUL characters around it. */
export function withoutPadding(text: string): string {
	let start = 0;
	let end = text.length;
	// A regular expression would run over long blanks inside the text again and again.
	while (start < end && isPadding(text[start]!)) start++;
	while (end > start && isPadding(text[end - 1]!)) end--;
	return text.slice(start, end);
}

/** Chinese input methods write digits and signs in full width: in Unicode a block of its own, in the order of ASCII. */
export const halfWidth = (text: string): string =>
	text.replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));

/** Digits and signs as a machine writes them: half width, nothing invisible in between, no blanks around. */
export const plain = (text: string): string => halfWidth(withoutInvisible(text));

/** Blanks and line breaks; commas and semicolons of every script that people type lists in. */
const SEPARATORS = /[\s\u0085,;、､﹐﹑﹔︐︑︔،؛]+/;

/** The entries of a list typed by a person, whatever stands between them. */
export const splitList = (text: string): string[] =>
	plain(text)
		.split(SEPARATORS)
		.filter((entry) => entry !== '');

/** A field as text. Fields come as strings, numbers or null, or not at all. */
export const textOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
