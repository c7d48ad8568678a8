import { DateTime, IANAZone } from 'luxon';
import { toIsoTime } from '../../../nodes/YunhuVoice/shared/time';
import { zoneOf } from '../../../nodes/YunhuVoice/shared/zone';

const HOUR_MS = 60 * 60_000;

/** The offset that a time has with this zone. Minutes. */
const offsetAt = (zone: string, moment: number) =>
	DateTime.fromMillis(moment, { zone: zoneOf(zone) }).offset;

afterEach(() => {
	jest.restoreAllMocks();
});

it.each([
	['Asia/Shanghai', '2026-11-25T12:00:00Z'],
	['America/New_York', '2026-03-08T07:00:00Z'],
	['America/New_York', '2026-11-01T06:00:00Z'],
	['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
	['Asia/Kathmandu', '1985-12-31T18:30:00Z'],
	['Africa/Monrovia', '1972-01-07T00:44:30Z'],
	['Pacific/Apia', '2011-12-30T10:00:00Z'],
])('has the offsets of %s around %s', (zone, jump) => {
	const middle = Date.parse(jump);
	const around = [-2 * HOUR_MS, -HOUR_MS, -1, 0, 1, HOUR_MS - 1, HOUR_MS, 2 * HOUR_MS];
	const moments = around.map((distance) => middle + distance);
	const expected = moments.map((moment) => IANAZone.create(zone).offset(moment));
	const offsets = () => moments.map((moment) => offsetAt(zone, moment));
	expect(offsets()).toEqual(expected);
	// Now it remembers them.
	expect(offsets()).toEqual(expected);
});

it.each(['Europe/Berlin', 'Etc/UTC'])(
	'asks the system once for the times of an hour, whatever their number: %s',
	(zone) => {
		const asked = jest.spyOn(IANAZone.prototype, 'offset');
		const read = () => {
			for (let second = 10; second < 60; second++) {
				toIsoTime(`2026-05-05 09:59:${second}`, zone);
			}
			return asked.mock.calls.length;
		};
		const first = read();
		expect(first).toBeGreaterThan(0);
		expect(read()).toBe(first);
	},
);

it('does not remember the offset of an hour in which it changes', () => {
	const jump = Date.parse('1972-01-07T00:44:30Z');
	offsetAt('Africa/Monrovia', jump - 1);
	expect(offsetAt('Africa/Monrovia', jump)).toBe(0);
	offsetAt('Africa/Monrovia', jump);
	expect(offsetAt('Africa/Monrovia', jump - 1)).toBeLessThan(0);
});

it('forgets hours when there are too many', () => {
	const asked = jest.spyOn(IANAZone.prototype, 'offset');
	const zone = 'Europe/Lisbon';
	const ask = (hour: number) => offsetAt(zone, hour * HOUR_MS);
	for (let hour = 0; hour <= 10_000; hour++) ask(hour + 200_000);
	const before = asked.mock.calls.length;
	ask(210_000);
	expect(asked.mock.calls).toHaveLength(before);
	ask(200_000);
	expect(asked.mock.calls.length).toBeGreaterThan(before);
});

it.each([
	['UTC', '2026-01-02T03:04:05.000Z'],
	['utc', '2026-01-02T03:04:05.000Z'],
	['Etc/UTC', '2026-01-02T03:04:05.000+00:00'],
	['asia/shanghai', '2026-01-02T03:04:05.000+08:00'],
])('writes times in %s as luxon does', (zone, written) => {
	expect(DateTime.fromISO('2026-01-02T03:04:05', { zone }).toISO()).toBe(written);
	expect(toIsoTime('2026-01-02 03:04:05', zone)).toBe(written);
});

it.each(['Asia/Atlantis', 'UTC+8'])(
	'makes times invalid in a zone that does not exist: %s',
	(zone) => {
		expect(DateTime.fromMillis(0, { zone: zoneOf(zone) }).isValid).toBe(false);
		expect(toIsoTime('2026-01-02 03:04:05', zone)).toBeUndefined();
	},
);
