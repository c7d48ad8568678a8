import type { IDataObject } from 'n8n-workflow';
import { parseJson } from '../api/json';
import { fail, type Result, succeed } from '../api/result';
import type { RawCallback } from './types';

/** Why a request is not taken: the HTTP status and the one line its sender is given. */
export interface Refusal {
	status: number;
	reason: string;
}

/** A request's body: as it came, or, for multipart forms, the fields that n8n has read already. */
export type CallbackBody = { bytes: Uint8Array } | { fields: unknown };

const notReadable = (reason: string): { ok: false; failure: Refusal } =>
	fail({ status: 400, reason });

/** No callback comes near this size. Bytes. */
const LARGEST = 1_000_000;

/** Callbacks are flat. What is nested deeper than this would only break whoever handles it later. */
const DEEPEST = 20;

const isDeeper = (value: unknown, levels: number): boolean =>
	typeof value === 'object' &&
	value !== null &&
	(levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** UTF-8, with a byte order mark or without; bytes that are no UTF-8 are taken for GBK, the Chinese encoding. */
function textOf(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}

/** A form whose only field is JSON, as its value or (sent without a name) as its name, stands for that JSON. */
function unwrap(fields: IDataObject): IDataObject {
	const [only, ...others] = Object.entries(fields);
	if (!only || others.length > 0) return fields;
	const [name, value] = only;
	for (const text of [value, value === '' ? name : '']) {
		const parsed = typeof text === 'string' && text !== '' ? parseJson(text) : undefined;
		if (parsed?.ok && isObject(parsed.value)) return parsed.value;
	}
	return fields;
}

/** What begins like `uuid=` or an encoded brace is a form; the content type does not decide. */
const FORM = /^(%7B|[^\s={}[\]"]+=)/i;

function decodeText(text: string): Result<unknown, Refusal> {
	if (text.trim() === '') return notReadable('The body is empty');
	const parsed = parseJson(text);
	if (parsed.ok) return parsed;
	const trimmed = text.trim();
	if (FORM.test(trimmed)) return succeed(unwrap(Object.fromEntries(new URLSearchParams(trimmed))));
	return notReadable('The body is neither JSON nor a form');
}

/**
 * Reads a callback's body. The content type is not trusted: JSON has been seen as JSON, as text, without a type, and as
 * urlencoded.
 *
 * @returns the body's fields, or why it has none.
 */
export function decodeCallback(body: CallbackBody): Result<RawCallback, Refusal> {
	if ('bytes' in body && body.bytes.length > LARGEST) {
		return fail({ status: 413, reason: 'The body is larger than any callback' });
	}
	const decoded =
		'bytes' in body
			? decodeText(textOf(body.bytes))
			: succeed(isObject(body.fields) ? unwrap(body.fields) : body.fields);
	if (!decoded.ok) return decoded;
	const { value } = decoded;
	if (!isObject(value)) return notReadable('The body is not a JSON object');
	if (isDeeper(value, DEEPEST)) return notReadable('The body is nested too deeply');
	return succeed(value);
}
