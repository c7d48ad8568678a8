import type { IDataObject } from 'n8n-workflow';
import { fail, type Result, succeed } from '../api/result';
import type { RawCallback } from './types';

/** A request body that is no callback, with the one-line reason the caller is given. */
export interface Refusal {
	status: number;
	reason: string;
}

const notReadable = (reason: string): { ok: false; failure: Refusal } =>
	fail({ status: 400, reason });

function parseJson(text: string): Result<unknown, undefined> {
	try {
		return succeed(JSON.parse(text));
	} catch {
		return fail(undefined);
	}
}

/**
 * Reads a callback's body. The content type is not trusted: it has been seen as JSON, text, absent, and urlencoded with
 * JSON as the body.
 *
 * @param text the body as it came.
 * @returns the body's fields, or why it has none.
 */
export function decodeCallback(text: string): Result<RawCallback, Refusal> {
	const trimmed = text.replace(/^\uFEFF/, '').trim();
	if (trimmed === '') return notReadable('The body is empty');
	const parsed = parseJson(trimmed);
	if (!parsed.ok) return notReadable('The body is not JSON');
	const { value } = parsed;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return notReadable('The body is not a JSON object');
	}
	return succeed(value as IDataObject);
}
