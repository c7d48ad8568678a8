import fc from 'fast-check';
import { closesAt, isOpen } from '../../../nodes/YunhuVoice/limits/hours';
import { anyHours, anyMoment, hoursOf, mayCall } from '../../support/callingHours';
import { holds } from '../../support/holds';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

it('calls are allowed when the clock on the wall says so', () => {
	let open = 0;
	holds(
		fc.property(anyHours, anyMoment, (one, now) => {
			expect(isOpen(hoursOf(one), now)).toBe(mayCall(one, now));
			if (mayCall(one, now)) open += 1;
		}),
		3_000,
	);
	expect(open).toBeGreaterThan(300);
});

it('a window ends at the first minute at which calls are not allowed', () => {
	let ended = 0;
	holds(
		fc.property(anyHours, anyMoment, (one, now) => {
			if (!mayCall(one, now)) return;
			const end = closesAt(hoursOf(one), now);
			// Minute by minute, over a day and a bit.
			let first = now;
			const next = () => Math.floor(first / MINUTE_MS + 1) * MINUTE_MS;
			while (mayCall(one, first) && first < now + 1.1 * DAY_MS) first = next();
			if (mayCall(one, first)) {
				expect(end ?? Infinity).toBeGreaterThan(first);
			} else {
				expect(end).toBe(first);
				ended += 1;
			}
		}),
		120,
	);
	expect(ended).toBeGreaterThan(20);
}, 120_000);
