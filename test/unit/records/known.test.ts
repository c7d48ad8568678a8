import { Known } from '../../../nodes/YunhuVoice/records/known';
import { times } from '../../support/lists';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const MINUTE = 60_000;

const key = (index: number): string => `key-${String(index).padStart(6, '0')}`;

it('knows what was added, also after it was stored', () => {
	const known = new Known();
	times(500, (index) => known.add(key(index), NOON + index * 1_000));
	const stored = Known.from(known.toString());
	expect(times(500, (index) => stored.has(key(index)))).not.toContain(false);
	expect(stored.has(key(500))).toBe(false);
	expect(stored.toString()).toBe(known.toString());
});

it('needs about ten characters a record', () => {
	const known = new Known();
	times(40_000, (index) => known.add(key(index), NOON + index * 300));
	expect(known.toString().length / 40_000).toBeLessThan(10.1);
});

it('adds a record once', () => {
	const known = new Known();
	known.add(key(1), NOON);
	known.add(key(1), NOON + MINUTE);
	expect(known.toString()).toHaveLength(Known.from(known.toString()).toString().length);
	expect(known.toString().match(/key-/g)).toHaveLength(1);
});

it('forgets whole minutes', () => {
	const known = new Known();
	known.add(key(1), NOON - 1);
	known.add(key(2), NOON);
	known.add(key(3), NOON + MINUTE);
	known.forgetBefore(NOON + 30_000);
	expect([1, 2, 3].map((index) => known.has(key(index)))).toEqual([false, true, true]);
	expect(known.toString()).not.toContain(key(1));
});

it('takes over what another one knows, with its minutes', () => {
	const known = new Known();
	const other = new Known();
	known.add(key(1), NOON);
	other.add(key(2), NOON + MINUTE);
	known.addAll(other);
	known.forgetBefore(NOON + MINUTE);
	expect([known.has(key(1)), known.has(key(2))]).toEqual([false, true]);
});

it.each(['', 'nonsense', 'abc:short', ':key-000001', 'zzzzzzzzzzzz:key-000001', 'abc:key-0000011'])(
	'skips %j',
	(text) => {
		expect(Known.from(text).toString()).toBe('');
	},
);

it('reads the entries beside one that cannot be read', () => {
	expect(Known.from(`nonsense,abc:${key(1)}`).has(key(1))).toBe(true);
});
