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

/** Texts and numbers of a JSON document. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Whole numbers with more digits than JavaScript keeps. Only ids are that long, and they become text anyway. */
const LONG_NUMBER = /^-?\d{16,}$/;

function parseJson(text: string): Result<unknown, undefined> {
	const exact = text.replace(TOKENS, (token) => (LONG_NUMBER.test(token) ? `"${token}"` : token));
	try {
		return succeed(JSON.parse(exact));
	} catch {
		return fail(undefined);
	}
}

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
	// Takes a byte order mark off as well.
	const trimmed = text.trim();
	if (trimmed === '') return notReadable('The body is empty');
	const parsed = parseJson(trimmed);
	if (!parsed.ok) return notReadable('The body is not JSON');
	const { value } = parsed;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return notReadable('The body is not a JSON object');
	}
	if (isDeeper(value, DEEPEST)) return notReadable('The body is nested too deeply');
	return succeed(value as IDataObject);
}
