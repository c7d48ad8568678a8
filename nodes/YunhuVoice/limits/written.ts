import { plain, textOf } from '../shared/text';
import { isTimeZone } from '../shared/time';

/*
 * What somebody has written into a field of a limit.
 */

/** Longest part of a wrong value in a message. Characters. */
const LONGEST_SHOWN = 60;

/** Whether a value is empty: no text, no entry of a list, nothing at all. */
export const isNothing = (written: unknown): boolean =>
	Array.isArray(written) ? written.length === 0 : plain(String(written ?? '')) === '';

/** Why a value limits nothing, to follow the field's name in a sentence. */
export function whyUnreadable(written: unknown): string {
	if (isNothing(written)) return 'is blank, or its expression returns nothing';
	const text = plain(textOf(written)).slice(0, LONGEST_SHOWN);
	return `cannot be read${text && `: “${text}”`}`;
}

/** A time zone; `undefined` for what is none or has several meanings. */
export function parseZone(written: unknown): string | undefined {
	const zone = plain(textOf(written));
	return isTimeZone(zone) ? zone : undefined;
}

export const ZONE_FORM = 'Enter area and city, such as Asia/Shanghai.';
export const HOURS_FORM = 'Write it like 09:00-12:00, 14:00-20:00.';
