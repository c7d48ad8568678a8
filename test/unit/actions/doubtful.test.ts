import {
	type DoubtfulCall,
	type Evidence,
	relationOf,
	searchedFrom,
	verdictOn,
} from '../../../nodes/YunhuVoice/actions/call/doubtful';
import { normalizeRecord } from '../../../nodes/YunhuVoice/events/normalize';
import type { RawCallback } from '../../../nodes/YunhuVoice/events/types';

const ZONE = 'Asia/Shanghai';

const at = (time: string): number => Date.parse(`2026-01-02T${time}+08:00`);

const NOW = at('15:00:00');

const call = (changes: Partial<DoubtfulCall> = {}): DoubtfulCall => ({
	customData: 'order-10',
	destinationNumber: '13300000001',
	placedAfter: at('12:00:00'),
	settleMinutes: 180,
	...changes,
});

const record = (changes: RawCallback = {}) =>
	normalizeRecord(
		{
			id: 7,
			customuuid: 'order-10',
			destnumber: '13300000001',
			starttime: '2026-01-02 12:00:01',
			...changes,
		},
		ZONE,
		'query',
	);

describe('a record', () => {
	it.each([
		['the custom data', { customuuid: 'order-10' }],
		['the custom data and a wait reference', { customuuid: 'order-10~w1.1.abc' }],
		['the custom data and a wait reference that was cut off', { customuuid: 'order-10~w1.' }],
		['no number', { destnumber: '' }],
		['the number with a country code', { destnumber: '8613300000001' }],
		['the number with a zero in front', { destnumber: '013300000001' }],
		['a hidden number', { destnumber: '138****1234' }],
		['no readable start', { starttime: 'yesterday' }],
		['no start', { starttime: '' }],
	])('with %s is the call', (_what, changes) => {
		expect(relationOf(call(), record(changes), NOW)).toBe('isIt');
	});

	it('with the custom data is the call whatever its number, where the call’s is not known', () => {
		const other = record({ destnumber: '13300000002' });
		expect(relationOf(call({ destinationNumber: '' }), other, NOW)).toBe('isIt');
	});

	it('with the number in the national form is the call', () => {
		const national = record({ destnumber: '02079460958' });
		expect(relationOf(call({ destinationNumber: '442079460958' }), national, NOW)).toBe('isIt');
	});

	it('with the number behind two zeros is the call', () => {
		const zeros = record({ destnumber: '0013300000001' });
		expect(relationOf(call({ destinationNumber: '8613300000001' }), zeros, NOW)).toBe('isIt');
	});

	it.each([
		['no custom data', { customuuid: '' }],
		['the provider’s 0 for no custom data', { customuuid: '0' }],
		['custom data that was cut off', { customuuid: 'order-1' }],
		['custom data that was cut off inside the mark of a wait', { customuuid: 'order-10~w' }],
		['another number', { destnumber: '13300000002' }],
	])('with %s may be the call', (_what, changes) => {
		expect(relationOf(call(), record(changes), NOW)).toBe('mayBeIt');
	});

	it.each([
		['other custom data', { customuuid: 'order-11' }],
		['custom data that begins like it', { customuuid: 'order-10-again' }],
		['custom data in another letter case', { customuuid: 'Order-10' }],
		['neither custom data nor the number', { customuuid: '', destnumber: '13300000002' }],
		['neither custom data nor a number', { customuuid: '', destnumber: '' }],
		['nothing but the end of custom data', { customuuid: '10' }],
	])('with %s is another call', (_what, changes) => {
		expect(relationOf(call(), record(changes), NOW)).toBe('another');
	});

	it.each(['', '13300000002'])(
		'without custom data is another call where the call’s number is not known: %j',
		(destnumber) => {
			const nameless = record({ customuuid: '', destnumber });
			expect(relationOf(call({ destinationNumber: '' }), nameless, NOW)).toBe('another');
		},
	);

	it.each([
		['11:54:59', 'another'],
		['11:55:00', 'isIt'],
		['11:55:01', 'isIt'],
	])('that started at %s is judged by Placed After, less 5 minutes: %s', (start, relation) => {
		const early = record({ starttime: `2026-01-02 ${start}` });
		expect(relationOf(call(), early, NOW)).toBe(relation);
		// A record does not tell parts of a second.
		expect(relationOf(call({ placedAfter: at('12:00:00.900') }), early, NOW)).toBe(relation);
	});

	it.each([
		['2026-01-01 14:59:59', 'another'],
		['2026-01-01 15:00:00', 'isIt'],
	])(
		'that started at %s is judged by the last 24 hours without Placed After',
		(start, relation) => {
			const unplaced = call({ placedAfter: undefined });
			expect(relationOf(unplaced, record({ starttime: start }), NOW)).toBe(relation);
		},
	);
});

it('searches from 5 minutes before the call, or from 24 hours ago', () => {
	expect(searchedFrom(call(), NOW)).toBe(at('11:55:00'));
	expect(searchedFrom(call({ placedAfter: undefined }), NOW)).toBe(NOW - 86_400_000);
});

describe('the answer', () => {
	const verdict = (evidence: Evidence, changes: Partial<DoubtfulCall> = {}, now = NOW) =>
		verdictOn(call(changes), evidence, now, ZONE);

	const answer = (placed: boolean | null, reason: unknown) => ({
		customData: 'order-10',
		placed,
		reason,
		record: null,
	});

	it('is true with the record, at any time, whatever else is there', () => {
		const found = record();
		const similar = record({ customuuid: '' });
		const yes = { customData: 'order-10', placed: true, reason: null, record: found };
		expect(verdict({ record: found })).toEqual(yes);
		expect(verdict({ record: found, similar }, {}, at('12:00:01'))).toEqual(yes);
		expect(verdict({ record: found }, { placedAfter: undefined })).toEqual(yes);
	});

	it('is null until the settle time is over, and says when to ask again', () => {
		const reason = expect.stringContaining('Ask again at 2026-01-02T15:00:01.000+08:00 or later');
		expect(verdict({}, {}, at('12:00:00'))).toEqual(answer(null, reason));
		expect(verdict({}, {}, at('15:00:00'))).toEqual(answer(null, reason));
		expect(verdict({}, { placedAfter: at('16:00:00'), settleMinutes: 1 })).toMatchObject({
			placed: null,
			reason: expect.stringContaining('T16:01:01.000+08:00'),
		});
	});

	it('is false from the moment at which it said to ask again', () => {
		const reason = expect.stringMatching(/^No call record was found/);
		expect(verdict({}, {}, at('15:00:01'))).toEqual(answer(false, reason));
		expect(verdict({}, {}, at('15:00:00') + 1)).toEqual(answer(false, reason));
		expect(verdict({}, { settleMinutes: 179 })).toEqual(answer(false, reason));
	});

	it('is never false without the time of the call', () => {
		const never = verdict({}, { placedAfter: undefined, settleMinutes: 1 });
		expect(never).toEqual(answer(null, expect.stringContaining('Placed After is empty')));
	});

	it('is null where a record may be the call, and names it', () => {
		const similar = record({ customuuid: '' });
		const settled = at('18:00:00');
		expect(verdict({ similar }, {}, settled)).toEqual(
			answer(null, expect.stringContaining('record 7, started at 2026-01-02T12:00:01.000+08:00')),
		);
		const bare = record({ id: '', customuuid: '', starttime: '' });
		expect(verdict({ similar: bare }, {}, settled).reason).toBe(
			'The call record of this number, started at an unknown time, may be of this call: only its custom data or only its number matches. Look at it before you call again; asking again does not help.',
		);
		// As long as it is too early there is still hope.
		expect(verdict({ similar }, {}, at('13:00:00')).reason).toContain('Ask again at');
	});
});
