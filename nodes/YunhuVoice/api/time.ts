import { DateTime, IANAZone } from 'luxon';

const PROVIDER_FORMAT = 'yyyy-MM-dd HH:mm:ss';

/** The start of Unix time in China: what the provider writes for a time that is not set. */
const UNSET = '1970-01-01 08:00:00';

/** Whether the credential's time zone is one that can be calculated with, such as `Asia/Shanghai`. */
export const isTimeZone = (zone: string): boolean => IANAZone.isValidZone(zone);

/**
 * A provider's time as ISO 8601 with offset, such as `2018-03-14T12:18:21.000+08:00`.
 *
 * Call records hold `YYYY-MM-DD HH:mm:ss` in the server's time zone, extension statuses Unix seconds
 * (provider pages "Call record callback" and "Extension call state callback").
 *
 * @returns `null` for a time that is not set: empty, or the start of Unix time. `undefined` for text that is no time.
 */
export function toIsoTime(text: string, zone: string): string | null | undefined {
	if (['', '0', UNSET].includes(text)) return null;
	const time = /^\d{9,11}$/.test(text)
		? DateTime.fromSeconds(Number(text), { zone })
		: DateTime.fromFormat(text, PROVIDER_FORMAT, { zone });
	if (!time.isValid) return undefined;
	return time.toMillis() === 0 ? null : time.toISO();
}

/**
 * The time inside `Expiration time:2020-02-11 17:27:23`, as GetRecodeFile words it, in ISO 8601.
 *
 * @returns `null` where the text holds no time.
 */
export function expiryToIsoTime(text: string, zone: string): string | null {
	const time = /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/.exec(text)?.[0];
	return (time && toIsoTime(time, zone)) || null;
}
