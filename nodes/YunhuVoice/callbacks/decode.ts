import type { IDataObject } from 'n8n-workflow';
import type { RawCallback } from '../events/types';
import { textOfBytes } from '../shared/encoding';
import { Fields } from '../shared/fields';
import { isObject, parseJson } from '../shared/json';
import type { Refusal } from '../shared/respond';
import { fail, type Result, succeed } from '../shared/result';
import { withoutPadding } from '../shared/text';
import { classify } from './classify';
import { readForm } from './form';

/** A request's body: as it came, or, for multipart forms, the fields that n8n has read already, how many bytes the form was, and the files in it. */
export type CallbackBody =
	| { bytes: Uint8Array }
	| { fields: unknown; size?: number | undefined; filesSize?: number };

const notReadable = (reason: string): { ok: false; failure: Refusal } =>
	fail({ status: 400, reason });

/** The largest accepted body, far above the size of real callbacks. Bytes. */
const BODY_LIMIT_BYTES = 1_000_000;

const lengthOf = (value: unknown): number =>
	typeof value === 'string' ? new TextEncoder().encode(value).length : 0;

/** The size of a body in bytes. For a multipart form of unknown length: the sum of its names, values and files. */
function sizeOf(body: CallbackBody): number {
	if ('bytes' in body) return body.bytes.length;
	const texts = isObject(body.fields) ? Object.entries(body.fields).flat(2) : [];
	return (
		body.size ?? texts.reduce((sum: number, text) => sum + lengthOf(text), body.filesSize ?? 0)
	);
}

/** Callbacks are flat. Deeper nesting would only break the code that handles it later. */
const MOST_LEVELS = 20;

const isDeeper = (value: unknown, levels: number): boolean =>
	typeof value === 'object' &&
	value !== null &&
	(levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** The object that a form field contains as JSON: in its value or, if that is empty, in its name. */
function objectIn([name, value]: [string, unknown]): IDataObject | undefined {
	// n8n makes a list of a multipart field that is there several times.
	const last: unknown = Array.isArray(value) ? (value as unknown[]).at(-1) : value;
	const text = last === '' ? name : last;
	if (typeof text !== 'string' || !withoutPadding(text).startsWith('{')) return undefined;
	const parsed = parseJson(text);
	return parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
}

const isCallback = (fields: IDataObject): boolean => classify(new Fields(fields)) !== undefined;

/**
 * The callback in a form: its fields or, if they are not a callback, the first field that contains one as JSON. Other fields, such
 * as a signature, are added unless the JSON has them itself. A form with a single field is read as the JSON in it, whatever that is.
 */
function unwrap(fields: IDataObject): IDataObject {
	if (isCallback(fields)) return fields;
	const entries = Object.entries(fields);
	const wrapped = entries.map((entry) => ({ entry, object: objectIn(entry) }));
	const found =
		wrapped.find(({ object }) => object && isCallback(object)) ??
		(entries.length === 1 ? wrapped[0] : undefined);
	if (!found?.object) return fields;
	const own = new Fields(found.object);
	const beside = entries.filter(
		(entry) => entry !== found.entry && !own.has(entry[0].toLowerCase()),
	);
	return Object.fromEntries([...Object.entries(found.object), ...beside]);
}

/** What begins like `uuid=` or an encoded brace is a form; the content type does not decide. */
const FORM = /^(%7B|[^\s={}[\]"]+=)/i;

function decodeText(text: string): Result<unknown, Refusal> {
	if (text === '') return notReadable('The body is empty');
	const parsed = parseJson(text);
	if (parsed.ok) return parsed;
	const fields = readForm(text);
	const isForm = FORM.test(text) || Object.entries(fields).some((entry) => objectIn(entry));
	return isForm ? succeed(unwrap(fields)) : notReadable('The body is neither JSON nor a form');
}

/**
 * Reads a callback's body. The content type is not trusted: JSON also arrives as text, as a URL-encoded form, and without a type.
 *
 * @returns the body's fields, or why it cannot be read.
 */
export function decodeCallback(body: CallbackBody): Result<RawCallback, Refusal> {
	if (sizeOf(body) > BODY_LIMIT_BYTES) {
		return fail({ status: 413, reason: 'The body is larger than any callback' });
	}
	const decoded =
		'bytes' in body
			? decodeText(textOfBytes(body.bytes))
			: succeed(isObject(body.fields) ? unwrap(body.fields) : body.fields);
	if (!decoded.ok) return decoded;
	const { value } = decoded;
	if (!isObject(value)) return notReadable('The body is not a JSON object');
	if (isDeeper(value, MOST_LEVELS)) return notReadable('The body is nested too deeply');
	return succeed(value);
}
