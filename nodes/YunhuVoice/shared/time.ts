import { DateTime, IANAZone } from 'luxon';
import { zoneOf } from './zone';

/** A day, in milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;

const PROVIDER_FORMAT = 'yyyy-MM-dd HH:mm:ss';

/** Times that no call can have. Systems write them, in any time zone, for a time that is not set. */
const FIRST_YEAR = 1971;

/** A date, alone or with a time, in the spellings in which a zero hour is written: the year first or last. */
const DATE =
	/^(?:(\d{4})(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}))(?:(?:T|\s+)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT|CST|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Unix seconds of a zero hour, in UTC and in China, and dates without signs between their parts. */
const ZERO_HOUR = /^-1(\.0+)?$|^-?28800$|^-62135596800$|^(?:0001|1900|1970)\d{4}(?:\d{6})?$/;

function isUnset(text: string): boolean {
	if (ZERO_HOUR.test(text) || /^[-+:/. TZ]*0[-+:/. TZ0]*$|^$/i.test(text)) return true;
	const [, first, last] = DATE.exec(text) ?? [];
	return Number(first ?? last ?? FIRST_YEAR) < FIRST_YEAR;
}

/** UTC and names of the form `Area/City`, but not `Etc/GMT+8`: despite its sign it is west of Greenwich. */
const UNAMBIGUOUS = /^(?:(?:Etc\/)?UTC|(?!Etc\/|SystemV\/)[a-z]+\/.+)$/i;

/**
 * Whether the credential's time zone exists and has one meaning only. Abbreviations have several: CST
 * is used in China and in Chicago.
 */
export const isTimeZone = (zone: string): boolean =>
	// `IANAZone.isValidZone` asks the system each time, which takes a tenth of a millisecond; `create` remembers.
	UNAMBIGUOUS.test(zone) && IANAZone.create(zone).isValid;

const PROVIDER_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** `DateTime.fromFormat` would take twice as long, and lists of call records are full of times. */
const fromProviderTime = (text: string, zone: string): DateTime | undefined =>
	PROVIDER_TIME.test(text)
		? DateTime.fromISO(text.replace(' ', 'T'), { zone: zoneOf(zone) })
		: undefined;

/**
 * A provider's time as ISO 8601 with offset, such as `2018-03-14T12:18:21.000+08:00`.
 *
 * Call records contain `YYYY-MM-DD HH:mm:ss` in the server's time zone, extension statuses Unix seconds
 * (provider pages "Call record callback" and "Extension call state callback").
 *
 * @returns `null` for a time that is not set: empty, or a zero hour. `undefined` for text that is not a time.
 */
export function toIsoTime(text: string, zone: string): string | null | undefined {
	if (isUnset(text)) return null;
	// A time that is wrong by hours would be worse than none.
	if (!UNAMBIGUOUS.test(zone)) return undefined;
	const time = /^\d{9,11}$/.test(text)
		? DateTime.fromSeconds(Number(text), { zone: zoneOf(zone) })
		: fromProviderTime(text, zone);
	return time?.isValid ? time.toISO() : undefined;
}

/**
 * The time inside `Expiration time:2020-02-11 17:27:23`, as GetRecodeFile words it, in ISO 8601.
 *
 * @returns `null` if the text contains no time.
 */
export function expiryToIsoTime(text: string, zone: string): string | null {
	const time = /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/.exec(text)?.[0];
	return (time && toIsoTime(time, zone)) || null;
}

/** Unix seconds as text, as the provider writes them; empty for no moment. */
export const toUnixSeconds = (moment: number | undefined): string =>
	moment === undefined ? '' : String(Math.floor(moment / 1000));

/** A moment as items show it: in ISO 8601, to the second; `null` for no moment. */
export const momentToIsoTime = (moment: number | undefined, zone: string): string | null =>
	toIsoTime(toUnixSeconds(moment), zone) ?? null;

/** A moment as the provider writes it, in the server's time zone. */
export const toProviderTime = (moment: number, zone: string): string =>
	DateTime.fromMillis(moment, { zone: zoneOf(zone) }).toFormat(PROVIDER_FORMAT);

/**
 * What a user or an expression means by a point in time.
 *
 * @param written an ISO 8601 or SQL text, Unix milliseconds, or a date object of luxon or JavaScript.
 * @param zone counts where the text has no offset.
 * @returns milliseconds of Unix time; `undefined` if it is none.
 */
export function toMoment(written: unknown, zone: string): number | undefined {
	if (typeof written === 'string') {
		const iso = DateTime.fromISO(written.trim(), { zone });
		const read = iso.isValid ? iso : DateTime.fromSQL(written.trim(), { zone });
		return read.isValid ? read.toMillis() : undefined;
	}
	const isDate = written instanceof Date || DateTime.isDateTime(written);
	const moment = isDate || typeof written === 'number' ? Number(written) : NaN;
	return Number.isSafeInteger(moment) ? moment : undefined;
}
