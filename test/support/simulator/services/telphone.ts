/** The rows of `telphone` in TaskCreat and TaskAdd: JSON text (services.md 6a). */

import type { CampaignNumber } from '../accountTypes';

const MAX_ROWS = 10_000;
/** `ext` is the newest name of `chengshudu`. */
const KEYS = new Set(['phone', 'time', 'userid', 'memberid', 'customuuid', 'ext', 'chengshudu']);

type Row = Record<string, string | number>;

function problemOfRow(row: unknown): string | undefined {
	if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'must be an object';
	for (const [key, value] of Object.entries(row)) {
		if (!KEYS.has(key)) return `has the unknown key ${key}`;
		if (typeof value !== 'string' && typeof value !== 'number') return `needs text in ${key}`;
	}
	const { phone = '', time = '0' } = row as Row;
	// The sample has a bare number here.
	if (!/^\d+$/.test(String(phone))) return 'must have digits only in phone';
	if (!/^\d+$/.test(String(time))) return 'must have seconds since the epoch in time';
	return undefined;
}

export function problemOfRows(text: string): string | undefined {
	let rows: unknown;
	try {
		rows = JSON.parse(text);
	} catch {
		return 'must be JSON';
	}
	if (!Array.isArray(rows) || !rows.length) return 'must be a list with at least one row';
	if (rows.length > MAX_ROWS) return `must have at most ${MAX_ROWS} rows`;
	for (const [index, row] of rows.entries()) {
		const problem = problemOfRow(row);
		if (problem) return `row ${index + 1} ${problem}`;
	}
	return undefined;
}

/** The rows of a text that passed the check. */
export function numbersOf(text: string): CampaignNumber[] {
	return (JSON.parse(text) as Row[]).map((row) => ({
		phone: String(row.phone),
		// "Default now" and "later than this: not called" contradict each other: without it there is no limit.
		time: row.time === undefined ? undefined : Number(row.time),
		userid: String(row.userid ?? ''),
		memberid: String(row.memberid ?? ''),
		chengshudu: String(row.ext ?? row.chengshudu ?? ''),
		customuuid: String(row.customuuid ?? ''),
		called: false,
		answered: null,
		answertype: null,
		extnumber: null,
	}));
}
