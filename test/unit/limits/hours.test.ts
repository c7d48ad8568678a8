import { DateTime, Settings } from 'luxon';
import {
	type CallingHours,
	closesAt,
	describeHours,
	isOpen,
	parseHours,
	wallTime,
} from '../../../nodes/YunhuVoice/limits/hours';

const ALL = new Set([1, 2, 3, 4, 5, 6, 7]);
const SHANGHAI = 'Asia/Shanghai';
const BERLIN = 'Europe/Berlin';

const hours = (text: string, days: ReadonlySet<number> = ALL, zone = SHANGHAI): CallingHours => ({
	ranges: text === '' ? [] : parseHours(text)!,
	days,
	zone,
});

const at = (text: string, zone = SHANGHAI): number => DateTime.fromISO(text, { zone }).toMillis();

const shown = (moment: number | undefined, zone: string): string | null =>
	moment === undefined ? null : DateTime.fromMillis(moment, { zone }).toISO();

const MORNING = { start: 540, end: 720 };
const AFTERNOON = { start: 840, end: 1080 };

describe('hours are read', () => {
	it.each([
		'09:00-12:00',
		'9:00-12:00',
		'09:00–12:00',
		'09:00~12:00',
		'09:00至12:00',
		'０９：００－１２：００',
		'９：００～１２：００',
		' 09:00 - 12:00 ',
		'09:00\u3000至\u300012:00',
		'\u200B09:00-12:00',
	])('one range: %s', (text) => {
		expect(parseHours(text)).toEqual([MORNING]);
	});

	it.each(['09:00-12:00,14:00-18:00', '09:00-12:00， 14:00至18:00', '09:00-12:00、14:00-18:00'])(
		'two ranges: %s',
		(text) => {
			expect(parseHours(text)).toEqual([MORNING, AFTERNOON]);
		},
	);

	it('to the end of the day, or past midnight', () => {
		expect(parseHours('00:00-24:00')).toEqual([{ start: 0, end: 1440 }]);
		expect(parseHours('22:30-02:00')).toEqual([{ start: 1350, end: 120 }]);
	});

	it.each([
		'',
		' ',
		',',
		'9-20',
		'09:00',
		'09:00-',
		'09:00-09:00',
		'24:00-24:00',
		'24:00-06:00',
		'09:60-12:00',
		'09:00-12:60',
		'09:00-24:01',
		'25:00-26:00',
		'09:0-12:00',
		'009:00-12:00',
		'-09:00-12:00',
		'09:00-12:00-14:00',
		'09:00-12:00 14:00-18:00',
		'09:00-12:00,',
		'09:00-12:00,morning',
		'09.00-12.00',
		'9am-5pm',
	])('or refused: “%s”', (text) => {
		expect(parseHours(text)).toBeUndefined();
	});
});

describe('calls are allowed', () => {
	it.each([
		['2026-11-26T08:59:59.999', false],
		['2026-11-26T09:00', true],
		['2026-11-26T11:59:59.999', true],
		['2026-11-26T12:00', false],
		['2026-11-26T14:00', true],
	])('from the start of a range to just before its end: %s', (time, open) => {
		expect(isOpen(hours('09:00-12:00, 14:00-18:00'), at(time))).toBe(open);
	});

	it('by the clock of the zone', () => {
		const moment = at('2026-11-26T09:30', SHANGHAI);
		expect(isOpen(hours('09:00-12:00', ALL, SHANGHAI), moment)).toBe(true);
		expect(isOpen(hours('09:00-12:00', ALL, BERLIN), moment)).toBe(false);
	});

	it('all day on a day without hours', () => {
		const thursdays = hours('', new Set([4]));
		expect(isOpen(thursdays, at('2026-11-26T00:00'))).toBe(true);
		expect(isOpen(thursdays, at('2026-11-26T23:59:59.999'))).toBe(true);
		expect(isOpen(thursdays, at('2026-11-27T00:00'))).toBe(false);
	});

	it.each([
		['2026-11-26T21:59', false],
		['2026-11-26T22:00', true],
		['2026-11-27T01:59', true],
		['2026-11-27T02:00', false],
		['2026-11-26T01:59', false],
		['2026-11-27T22:00', false],
	])('past midnight for the day on which the range starts: %s', (time, open) => {
		expect(isOpen(hours('22:00-02:00', new Set([4])), at(time))).toBe(open);
	});

	it('from Sunday into Monday', () => {
		const sundays = hours('22:00-02:00', new Set([7]));
		expect(isOpen(sundays, at('2026-11-30T01:00'))).toBe(true);
		expect(isOpen(sundays, at('2026-11-29T01:00'))).toBe(false);
	});
});

describe('a window ends', () => {
	it.each([
		['09:00-12:00', '2026-11-26T10:00', '2026-11-26T12:00:00.000+08:00'],
		['09:00-12:00, 12:00-13:00', '2026-11-26T10:00', '2026-11-26T13:00:00.000+08:00'],
		['00:00-24:00', '2026-11-26T10:00', '2026-11-28T00:00:00.000+08:00'],
		['22:00-02:00', '2026-11-26T23:00', '2026-11-27T02:00:00.000+08:00'],
		['22:00-02:00, 01:00-03:00', '2026-11-26T23:00', '2026-11-27T03:00:00.000+08:00'],
		['', '2026-11-26T10:00', '2026-11-28T00:00:00.000+08:00'],
		['09:00-12:00', '2026-11-26T11:30:20', '2026-11-26T12:00:00.000+08:00'],
	])('%s at %s', (text, time, end) => {
		const thursdayAndFriday = new Set([4, 5]);
		expect(shown(closesAt(hours(text, thursdayAndFriday), at(time)), SHANGHAI)).toBe(end);
	});

	it('at once if it is not open', () => {
		expect(closesAt(hours('09:00-12:00'), at('2026-11-26T12:00'))).toBe(at('2026-11-26T12:00'));
	});

	it('never, if calls are allowed at any time', () => {
		expect(closesAt(hours('00:00-24:00'), at('2026-11-26T10:00'))).toBeUndefined();
		expect(closesAt(hours('12:00-11:00, 11:00-12:00'), at('2026-11-26T10:00'))).toBeUndefined();
	});

	it('when the clock jumps past its end', () => {
		// In Berlin the clock goes from 02:00 to 03:00.
		const end = closesAt(hours('01:00-02:30', ALL, BERLIN), at('2026-03-29T01:30', BERLIN));
		expect(shown(end, BERLIN)).toBe('2026-03-29T03:00:00.000+02:00');
	});

	it('when the clock shows its end for the first time, and opens again when it is put back', () => {
		// In Berlin the clock goes from 03:00 back to 02:00.
		const early = hours('01:00-02:30', ALL, BERLIN);
		const end = closesAt(early, at('2026-10-25T01:30', BERLIN))!;
		expect(shown(end, BERLIN)).toBe('2026-10-25T02:30:00.000+02:00');
		expect(isOpen(early, end)).toBe(false);
		expect(isOpen(early, end + 30 * 60_000)).toBe(true);
	});
});

it('is told in words', () => {
	expect(describeHours(hours('9:00至12:00, 22:00-02:00', new Set([1, 5])))).toBe(
		'09:00-12:00, 22:00-02:00 on Mon, Fri (Asia/Shanghai)',
	);
	expect(describeHours(hours('00:00-24:00'))).toBe('00:00-24:00 (Asia/Shanghai)');
	expect(wallTime(hours(''), at('2026-11-26T20:15'))).toBe('Thursday 20:15');
});

it('is told in English, whatever the language of n8n', () => {
	const { defaultLocale } = Settings;
	Settings.defaultLocale = 'zh-CN';
	try {
		expect(describeHours(hours('', new Set([6])))).toBe('on Sat (Asia/Shanghai)');
		expect(wallTime(hours(''), at('2026-11-28T20:15'))).toBe('Saturday 20:15');
	} finally {
		Settings.defaultLocale = defaultLocale;
	}
});
