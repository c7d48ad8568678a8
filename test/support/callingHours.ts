import fc from 'fast-check';
import { parseHours } from '../../nodes/YunhuVoice/limits/hours';

/*
 * Random calling hours, and what they allow.
 */

const DAY_MS = 24 * 60 * 60_000;

const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const CLOCKS = Object.fromEntries(
	ZONES.map((zone) => [
		zone,
		new Intl.DateTimeFormat('en-GB', {
			timeZone: zone,
			weekday: 'short',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23',
		}),
	]),
);

/** What the clock on the wall shows, by the platform instead of luxon. */
function wallClock(moment: number, zone: string): { day: number; time: string } {
	const parts = CLOCKS[zone]!.formatToParts(moment);
	const part = (type: string) => parts.find((one) => one.type === type)!.value;
	return { day: NAMES.indexOf(part('weekday')), time: `${part('hour')}:${part('minute')}` };
}

/** Hours, as a person writes them. */
export interface HoursCase {
	ranges: Array<[string, string]>;
	days: number[];
	zone: string;
}

/** A plain second implementation of calling hours: compares texts such as `09:00`. */
export function mayCall({ ranges, days, zone }: HoursCase, moment: number): boolean {
	const { day, time } = wallClock(moment, zone);
	if (ranges.length === 0) return days.includes(day);
	for (const [start, end] of ranges) {
		if (start < end && days.includes(day) && time >= start && time < end) return true;
		if (start > end && days.includes(day) && time >= start) return true;
		if (start > end && days.includes((day + 6) % 7) && time < end) return true;
	}
	return false;
}

export const hoursOf = ({ ranges, days, zone }: HoursCase) => ({
	ranges: ranges.length === 0 ? [] : parseHours(ranges.map((range) => range.join('-')).join(','))!,
	days: new Set(days.map((day) => day + 1)),
	zone,
});

const clock = fc
	.integer({ min: 0, max: 24 * 12 - 1 })
	.map((step) => step * 5)
	.map((minutes) => [Math.floor(minutes / 60), minutes % 60])
	.map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const range = fc
	.tuple(clock, fc.oneof({ weight: 9, arbitrary: clock }, fc.constant('24:00')))
	.filter(([start, end]) => start !== end);
export const anyHours: fc.Arbitrary<HoursCase> = fc.record({
	ranges: fc.array(range, { maxLength: 3 }),
	days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
	zone: fc.constantFrom(...ZONES),
});

/** Days on which clocks are put forward or back, and others. */
const CHANGES = [
	'2026-03-29',
	'2026-10-25',
	'2026-03-08',
	'2026-11-01',
	'2026-04-05',
	'2026-10-04',
];
export const anyMoment = fc.oneof(
	fc
		.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -DAY_MS, max: 2 * DAY_MS }))
		.map(([date, offset]) => Date.parse(date) + offset),
	fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') }),
);
