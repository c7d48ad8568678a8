import { createHash } from 'node:crypto';
import type { RawCallback } from './types';

/** Numbers as text, so that `3` and `"3"` are the same; `null` is not the text "null". */
const canonical = (value: unknown): unknown => {
	if (value === null || value === undefined) return null;
	if (Array.isArray(value)) return { list: value.map(canonical) };
	if (typeof value === 'object') return { object: canonicalEntries(value) };
	return String(value);
};

const canonicalEntries = (value: object): Array<[string, unknown]> =>
	Object.entries(value)
		.map(([key, inner]): [string, unknown] => [key.toLowerCase(), canonical(inner)])
		.map((entry) => ({ entry, text: JSON.stringify(entry) }))
		.sort((one, other) => (one.text < other.text ? -1 : 1))
		.map(({ entry }) => entry);

/** SHA-256 of a callback's whole body in hexadecimal. Ignores the letter case and order of keys. */
export const eventIdOf = (body: RawCallback): string =>
	createHash('sha256')
		.update(JSON.stringify(canonicalEntries(body)))
		.digest('hex');
