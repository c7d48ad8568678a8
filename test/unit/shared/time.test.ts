import { DateTime } from 'luxon';
import {
	expiryToIsoTime,
	isTimeZone,
	momentToIsoTime,
	toIsoTime,
	toMoment,
	toProviderTime,
	toUnixSeconds,
} from '../../../nodes/YunhuVoice/shared/time';

const CHINA = 'Asia/Shanghai';

describe('a time of the provider', () => {
	it.each([
		['2018-03-14 12:18:21', CHINA, '2018-03-14T12:18:21.000+08:00'],
		['2018-03-14 00:00:00', CHINA, '2018-03-14T00:00:00.000+08:00'],
		['2018-03-14 23:59:59', CHINA, '2018-03-14T23:59:59.000+08:00'],
		['2020-02-29 12:00:00', CHINA, '2020-02-29T12:00:00.000+08:00'],
		['2018-03-14 12:18:21', 'Asia/Kolkata', '2018-03-14T12:18:21.000+05:30'],
		['2018-01-14 12:18:21', 'Europe/Berlin', '2018-01-14T12:18:21.000+01:00'],
		['2018-07-14 12:18:21', 'Europe/Berlin', '2018-07-14T12:18:21.000+02:00'],
		['2018-07-14 12:18:21', 'America/New_York', '2018-07-14T12:18:21.000-04:00'],
	])('%s in %s is %s', (text, zone, iso) => {
		expect(toIsoTime(text, zone)).toBe(iso);
	});

	it('in UTC is that moment', () => {
		expect(Date.parse(toIsoTime('2018-03-14 12:18:21', 'UTC') ?? '')).toBe(
			Date.UTC(2018, 2, 14, 12, 18, 21),
		);
	});

	it('that daylight saving skips is the hour after', () => {
		expect(toIsoTime('2024-03-31 02:30:00', 'Europe/Berlin')).toBe('2024-03-31T03:30:00.000+02:00');
	});
});

describe('Unix seconds', () => {
	it.each([
		['1598598959', CHINA, '2020-08-28T15:15:59.000+08:00'],
		['1581124302', CHINA, '2020-02-08T09:11:42.000+08:00'],
		['1598598959', 'America/New_York', '2020-08-28T03:15:59.000-04:00'],
		['1581124302', 'Europe/Berlin', '2020-02-08T02:11:42.000+01:00'],
		['1598598959', 'Europe/Berlin', '2020-08-28T09:15:59.000+02:00'],
		['100000000', CHINA, '1973-03-03T17:46:40.000+08:00'],
		['1598428800', CHINA, '2020-08-26T16:00:00.000+08:00'],
		['1219700101', CHINA, '2008-08-26T05:35:01.000+08:00'],
		['1970010112', CHINA, '2032-06-05T09:01:52.000+08:00'],
	])('%s in %s are %s', (text, zone, iso) => {
		expect(toIsoTime(text, zone)).toBe(iso);
	});
});

describe('a time that is not set', () => {
	it.each([
		'',
		'1970-01-01 08:00:00',
		'1970-01-01 00:00:00',
		'1970-01-01 05:30:00',
		'1969-12-31 19:00:00',
		'0000-00-00 00:00:00',
		'0001-01-01 00:00:00',
		'1899-12-30 00:00:00',
		'1900-01-01 00:00:00',
		'1900-01-01 08:05:43',
		'1970-01-01',
		'0000-00-00',
		'0001-01-01',
		'1970-01-01T08:00:00',
		'0001-01-01T00:00:00Z',
		'1970-01-01T00:00:00.000+08:00',
		'1970-01-01 08:00:00.0',
		'1900-01-01 00:00',
		'0000/00/00 00:00:00',
		'1970/01/01 08:00:00',
		'00:00:00',
		'0',
		'0.0',
		'00000000000000',
		'-1',
		'-1.000',
		'28800',
		'-28800',
		'-62135596800',
		'19700101',
		'00010101080000',
	])('%j is null, whatever the zone', (text) => {
		for (const zone of [CHINA, 'UTC', 'Europe/Berlin', 'America/New_York']) {
			expect(toIsoTime(text, zone)).toBeNull();
		}
	});

	it('is not one of 1971', () => {
		expect(toIsoTime('1971-01-01 00:00:00', CHINA)).toBe('1971-01-01T00:00:00.000+08:00');
	});
});

describe('text that is no time', () => {
	it.each([
		'yesterday',
		'2018-03-14',
		'12:18:21',
		'2018-03-14 12:18',
		'2018-03-14T12:18:21',
		'2018-03-14 12:18:21.5',
		'2018-03-14 12:18:21 +08:00',
		'2018-3-14 12:18:21',
		'14.03.2018 12:18:21',
		'2018-13-14 12:18:21',
		'2018-02-30 12:18:21',
		'2018-03-14 25:18:21',
		'2018-03-14 12:60:21',
		'-2',
		'1',
		'-1598598959',
		'1598598959.5',
		'1598598959000',
		'9'.repeat(30),
		'1-1',
		'2-62135596800',
		'128800x',
		'28800x',
		'-62135596800x',
		'1900010',
		'x1970-01-01',
		'1970-01-01x',
		'x2018-03-14 12:18:21',
		'+002018-03-14 12:18:21',
		' ',
	])('%j is undefined', (text) => {
		expect(toIsoTime(text, CHINA)).toBeUndefined();
	});
});

describe('the expiry of a recording’s link', () => {
	it.each([
		['Expiration time:2020-02-11 17:27:23', CHINA, '2020-02-11T17:27:23.000+08:00'],
		['Expiration time:2020-07-11 17:27:23', 'Europe/Berlin', '2020-07-11T17:27:23.000+02:00'],
		['过期时间：2020-02-11 17:27:23。', CHINA, '2020-02-11T17:27:23.000+08:00'],
		['2020-02-11 17:27:23', CHINA, '2020-02-11T17:27:23.000+08:00'],
	])('%j in %s is %s', (text, zone, iso) => {
		expect(expiryToIsoTime(text, zone)).toBe(iso);
	});

	it.each([
		'',
		'Expiration time:',
		'Expiration time:never',
		'Expiration time:2020-02-11',
		'Expiration time:2020-02-30 17:27:23',
		'Expiration time:1970-01-01 08:00:00',
	])('%j holds no time: null', (text) => {
		expect(expiryToIsoTime(text, CHINA)).toBeNull();
	});
});

describe('a time zone', () => {
	it.each([
		CHINA,
		'UTC',
		'Etc/UTC',
		'Europe/Berlin',
		'America/New_York',
		'America/Argentina/Buenos_Aires',
		'Asia/Urumqi',
		'Asia/Hong_Kong',
	])('%s is one', (zone) => {
		expect(isTimeZone(zone)).toBe(true);
	});

	it.each([
		'',
		' ',
		'Mars/Olympus',
		'China',
		'local',
		' Asia/Shanghai',
		'Asia/',
		'/Shanghai',
		'Asia',
	])('%j is none', (zone) => {
		expect(isTimeZone(zone)).toBe(false);
	});

	const AMBIGUOUS = [
		...['CST', 'IST', 'EST', 'MST', 'HST', 'GMT', 'CET', 'PRC', 'EST5EDT', 'CST6CDT'],
		...['GMT+8', 'UTC+8', 'UTC+08:00', '+08:00', '+8', 'GMT0', 'Z'],
		...['Etc/GMT+8', 'Etc/GMT-8', 'Etc/GMT', 'Etc/GMT0', 'etc/gmt-8', 'SystemV/CST6'],
	];

	it.each(AMBIGUOUS)('%s is none: it means several things, or another than it seems', (zone) => {
		expect(isTimeZone(zone)).toBe(false);
	});

	it.each(AMBIGUOUS)('%s is not calculated with', (zone) => {
		expect(toIsoTime('2018-03-14 12:18:21', zone)).toBeUndefined();
		expect(toIsoTime('1598598959', zone)).toBeUndefined();
	});
});

it.each([
	'0001/1/1 0:00:00',
	'1970-1-1 8:00:00',
	'1970-01-01 08:00:00+08',
	'1970-01-01 08:00:00+0800',
	'1970-01-01 00:00:00 UTC',
	'01/01/1970 00:00:00',
	'1970年01月01日 08:00:00',
	'1970-01-01  08:00:00',
	'19700101',
	'19000101000000',
	'28800',
	'-28800',
	'-62135596800',
])('the zero hour %j is a time that is not set', (text) => {
	expect(toIsoTime(text, 'Asia/Shanghai')).toBeNull();
});

it.each(['2020-2-9 1:00:00', '20200209', '86400', '-86400', '02/09/2020 00:00:00'])(
	'%j is no zero hour',
	(text) => {
		expect(toIsoTime(text, 'Asia/Shanghai')).not.toBeNull();
	},
);

describe('a moment', () => {
	const MOMENT = Date.UTC(2026, 0, 31, 1, 0, 0);

	it('is Unix seconds, and a time of the zone', () => {
		expect(toUnixSeconds(MOMENT + 999)).toBe(String(MOMENT / 1000));
		expect(momentToIsoTime(MOMENT + 999, CHINA)).toBe('2026-01-31T09:00:00.000+08:00');
		expect(toProviderTime(MOMENT, CHINA)).toBe('2026-01-31 09:00:00');
	});

	it('that is missing is empty', () => {
		expect(toUnixSeconds(undefined)).toBe('');
		expect(momentToIsoTime(undefined, CHINA)).toBeNull();
	});

	it.each<[unknown]>([
		['2026-01-31T09:00:00'],
		[' 2026-01-31T09:00:00 '],
		[' 2026-01-31 09:00:00 '],
		['2026-01-31 09:00'],
		['2026-01-31T01:00:00Z'],
		['2026-01-31T02:00:00+01:00'],
		[MOMENT],
		[new Date(MOMENT)],
		[DateTime.fromMillis(MOMENT)],
	])('is meant by %j', (written) => {
		expect(toMoment(written, CHINA)).toBe(MOMENT);
	});

	it.each<[unknown]>([
		['tomorrow'],
		[''],
		[null],
		[undefined],
		[true],
		[[MOMENT]],
		[NaN],
		[1.5],
		[new Date(NaN)],
		[{}],
	])('is not meant by %j', (written) => {
		expect(toMoment(written, CHINA)).toBeUndefined();
	});
});
