/** Times as the provider writes them, and the simulated seconds of `timeScale`. */

import { DateTime } from 'luxon';

/** The provider's times are in UTC+8 (provider README). */
const ZONE = 'UTC+8';
const FORMAT = 'yyyy-LL-dd HH:mm:ss';

export function stamp(ms: number): string {
	return DateTime.fromMillis(ms, { zone: ZONE }).toFormat(FORMAT);
}

/** Returns milliseconds since the epoch; NaN for anything but a stamp. */
export function timeOf(text: string): number {
	return DateTime.fromFormat(text, FORMAT, { zone: ZONE }).toMillis();
}

export const inSeconds = (ms: number): number => Math.floor(ms / 1000);

/** How many simulated milliseconds have passed. With a scale of 0 calls take no time, and no time passes. */
export function simulatedSince(ms: number, timeScale: number): number {
	return timeScale > 0 ? (Date.now() - ms) / timeScale : 0;
}
