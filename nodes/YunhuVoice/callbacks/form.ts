import type { IDataObject } from 'n8n-workflow';
import { textOfBytes } from '../shared/encoding';
import { parseJson } from '../shared/json';

/** Where the object that begins at `start` ends, judged by braces and quotes only; -1 if it does not end. */
function endOfObject(text: string, start: number): number {
	let depth = 0;
	let isInText = false;
	for (let at = start; at < text.length; at++) {
		const char = text[at];
		if (char === '"') isInText = !isInText;
		else if (isInText && char === '\\') at++;
		else if (!isInText && char === '{') depth++;
		else if (!isInText && char === '}' && --depth === 0) return at + 1;
	}
	return -1;
}

/** Percent-encoded bytes, and what stands between them. */
function bytesOf(text: string): Uint8Array {
	const encoder = new TextEncoder();
	const bytes = text
		.split(/(%[\da-f]{2})/i)
		.map((part, index) =>
			index % 2 === 1 ? [parseInt(part.slice(1), 16)] : [...encoder.encode(part)],
		);
	return Uint8Array.from(bytes.flat());
}

/** Decodes a name or value of a form. Bytes that are not UTF-8 are read like a body. A `%` that encodes nothing stays. */
function decoded(text: string): string {
	const spaced = text.replaceAll('+', ' ');
	try {
		return decodeURIComponent(spaced);
	} catch {
		return textOfBytes(bytesOf(spaced));
	}
}

/** How many values that begin like an object, and turn out not to be one, are examined: more could take very long. */
const MOST_FAILURES = 10;

/**
 * Reads a URL-encoded form. A JSON object can stand in it as it is, not percent-encoded, as a value or (sent without a name) as a
 * name: it is taken whole, and `&`, `+`, `%` and `=` mean nothing inside.
 */
export function readForm(text: string): IDataObject {
	let at = 0;
	let failures = 0;

	const skip = (pattern: RegExp): string => {
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0] ?? '';
		at += found.length;
		return found;
	};

	/** The JSON object that stands here, if it fills the place up to the next of these marks. */
	const skipObject = (marks: string): string | undefined => {
		const before = at;
		skip(/\s*/y);
		const start = at;
		if (text[start] === '{' && failures < MOST_FAILURES) {
			at = endOfObject(text, start);
			const object = text.slice(start, Math.max(at, start));
			skip(/\s*/y);
			if (marks.includes(text[at] ?? '') && parseJson(object).ok) return object;
			failures++;
		}
		at = before;
		return undefined;
	};

	const fields: Array<[name: string, value: string]> = [];
	while (at < text.length) {
		const start = at;
		const name = skipObject('=&') ?? decoded(skip(/[^=&]*/y));
		const mark = skip(/=/y);
		const value = mark && (skipObject('&') ?? decoded(skip(/[^&]*/y)));
		if (at > start) fields.push([name, value]);
		skip(/&/y);
	}
	return Object.fromEntries(fields);
}
