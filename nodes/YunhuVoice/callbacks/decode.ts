import type { IDataObject } from 'n8n-workflow';
import { parseJson } from '../api/json';
import { fail, type Result, succeed } from '../api/result';
import type { RawCallback } from './types';

/** A request body that is no callback, with the one-line reason the caller is given. */
export interface Refusal {
	status: number;
	reason: string;
}

const notReadable = (reason: string): { ok: false; failure: Refusal } =>
	fail({ status: 400, reason });

/** Callbacks are flat. What is nested deeper than this would only break whoever handles it later. */
const DEEPEST = 20;

const isDeeper = (value: unknown, levels: number): boolean =>
	typeof value === 'object' &&
	value !== null &&
	(levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/**
 * Reads a callback's body. The content type is not trusted: it has been seen as JSON, text, absent, and urlencoded with
 * JSON as the body.
 *
 * @param text the body as it came.
 * @returns the body's fields, or why it has none.
 */
export function decodeCallback(text: string): Result<RawCallback, Refusal> {
	if (text.trim() === '') return notReadable('The body is empty');
	const parsed = parseJson(text);
	if (!parsed.ok) return notReadable('The body is not JSON');
	const { value } = parsed;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return notReadable('The body is not a JSON object');
	}
	if (isDeeper(value, DEEPEST)) return notReadable('The body is nested too deeply');
	return succeed(value as IDataObject);
}
