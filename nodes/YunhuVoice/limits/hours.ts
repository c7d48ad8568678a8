import { DateTime, Info } from 'luxon';
import { plain } from '../shared/text';
import { zoneOf } from '../shared/zone';

/*
 * When calls are allowed, by the clock on the wall of a time zone.
 */

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** ISO's numbers of the weekdays, by the values of the editor. */
export const WEEKDAYS = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };

/** Part of a day, in minutes after midnight. It includes its start, not its end. An end before the start is on the next day. */
interface Range {
	start: number;
	end: number;
}

/** When calls are allowed. */
export interface CallingHours {
	/** Empty: the whole day. */
	ranges: Range[];
	/** ISO weekdays. A range past midnight belongs to the day on which it starts. */
	days: ReadonlySet<number>;
	zone: string;
}

const RANGE = /^(\d{1,2}):(\d{2})\s*[-–~至]\s*(\d{1,2}):(\d{2})$/;

/** Minutes after midnight; `undefined` for a time that no clock shows. 24:00 is the end of a day, never a start. */
function minutesOf(hour: number, minute: number, latest: number): number | undefined {
	const minutes = hour * 60 + minute;
	return minute < 60 && minutes <= latest ? minutes : undefined;
}

function parseRange(text: string): Range | undefined {
	const match = RANGE.exec(text);
	if (!match) return undefined;
	const [, fromHour, fromMinute, toHour, toMinute] = match.map(Number);
	const start = minutesOf(fromHour!, fromMinute!, DAY_MINUTES - 1);
	const end = minutesOf(toHour!, toMinute!, DAY_MINUTES);
	return start === undefined || end === undefined || start === end ? undefined : { start, end };
}

/**
 * Reads hours that a person typed, such as `09:00-12:00, 14:00-18:00`.
 *
 * @returns `undefined` if any part of the text cannot be read.
 */
export function parseHours(text: string): Range[] | undefined {
	const ranges = plain(text)
		.split(/[,、]/)
		.map((part) => parseRange(part.trim()));
	return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

/** Whether calls are allowed at a moment. A clock that is put forward or back counts as it shows the time. */
export function isOpen({ ranges, days, zone }: CallingHours, moment: number): boolean {
	const { weekday, hour, minute } = DateTime.fromMillis(moment, { zone: zoneOf(zone) });
	const now = hour * 60 + minute;
	const isDay = days.has(weekday);
	const followsDay = days.has(weekday === 1 ? 7 : weekday - 1);
	if (ranges.length === 0) return isDay;
	return ranges.some(({ start, end }) =>
		start < end
			? isDay && start <= now && now < end
			: (isDay && start <= now) || (followsDay && now < end),
	);
}

/** The first moment after this one at which the clock shows a start, an end or midnight, or jumps. */
function nextChange({ ranges, zone }: CallingHours, moment: number): number {
	const wall = DateTime.fromMillis(moment, { zone: zoneOf(zone) });
	const sinceMidnight = (wall.hour * 60 + wall.minute) * MINUTE_MS + (moment % MINUTE_MS);
	const marks = [...ranges.flatMap(({ start, end }) => [start, end]), DAY_MINUTES]
		.map((minutes) => minutes * MINUTE_MS)
		.filter((mark) => mark > sinceMidnight);
	const next = moment + Math.min(...marks) - sinceMidnight;
	const jumps = (at: number) =>
		DateTime.fromMillis(at, { zone: zoneOf(zone) }).offset !== wall.offset;
	if (!jumps(next)) return next;
	let [before, after] = [moment, next];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (jumps(middle)) after = middle;
		else before = middle;
	}
	return after;
}

/** Hours that are open for so long have no end. */
const LONGEST_MS = 8 * DAY_MINUTES * MINUTE_MS;

/**
 * The end of the window that is open at a moment: the first moment after it at which calls are not allowed.
 *
 * @returns `undefined` if calls are allowed at any time.
 */
export function closesAt(hours: CallingHours, moment: number): number | undefined {
	let at = moment;
	while (isOpen(hours, at)) {
		if (at - moment > LONGEST_MS) return undefined;
		at = nextChange(hours, at);
	}
	return at;
}

const clock = (minutes: number): string =>
	[Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** The hours in words, such as `09:00-18:00 on Mon, Tue (Asia/Shanghai)`. */
export function describeHours({ ranges, days, zone }: CallingHours): string {
	const times = ranges.map(({ start, end }) => `${clock(start)}-${clock(end)}`).join(', ');
	const names = Info.weekdays('short', { locale: 'en' }).filter((_, index) => days.has(index + 1));
	const onDays = names.length < 7 ? `on ${names.join(', ')}` : '';
	return [times, onDays, `(${zone})`].filter((part) => part !== '').join(' ');
}

/** What a clock in the zone shows at a moment, such as `Thursday 20:15`. */
export const wallTime = ({ zone }: CallingHours, moment: number): string =>
	DateTime.fromMillis(moment, { zone: zoneOf(zone), locale: 'en' }).toFormat('cccc HH:mm');
