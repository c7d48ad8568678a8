import fc from 'fast-check';
import { type Filters, passes } from '../../../nodes/YunhuVoice/events/filter';
import { holds } from '../../support/holds';
import { callback, read } from '../../support/randomCallbacks';

describe('passes', () => {
	const item = callback
		.map((body) => read(body))
		.map((outcome) => outcome.ok && outcome.value.item);

	it('lets everything through without a filter, or with empty ones', () => {
		const empty = fc.record<Filters>(
			{
				statuses: fc.constant([]),
				legs: fc.constant([]),
				directions: fc.constant([]),
				callMethods: fc.constant([]),
				extensions: fc.constantFrom('', ' ', ',', ' , '),
				companyCodes: fc.constantFrom('', ' ,'),
				answeredOnly: fc.constant(false),
				withRecordingOnly: fc.constant(false),
				minTalkSeconds: fc.constant(0),
				hangupCauses: fc.constant([]),
			},
			{ requiredKeys: [] },
		);
		// Excludes negative talk times: they fail "at least 0 seconds", so that filter is not empty for them.
		const usual = item.filter(
			(any) => any && (any.event !== 'callRecord' || (any.talkSeconds ?? 0) >= 0),
		);
		holds(
			fc.property(usual, empty, (any, filters) => any === false || passes(any, filters)),
			1000,
		);
	});

	it('never drops an event for a filter of the other’s fields', () => {
		const ofStatuses = fc.record<Filters>({
			statuses: fc.constantFrom(['ringing'], ['x'], ['answered', 'hungUp']),
			legs: fc.constantFrom(['agent'], ['x']),
		});
		const ofRecords = fc.record<Filters>({
			answeredOnly: fc.boolean(),
			withRecordingOnly: fc.boolean(),
			minTalkSeconds: fc.nat(100),
			hangupCauses: fc.constantFrom([10_001], [1]),
		});
		holds(
			fc.property(item, ofStatuses, ofRecords, (any, statuses, records) => {
				if (any === false) return;
				const [own, foreign] =
					any.event === 'callRecord' ? [records, statuses] : [statuses, records];
				if (any.event !== 'callRecord' || (any.talkSeconds ?? 0) >= 0)
					expect(passes(any, foreign)).toBe(true);
				expect(passes(any, { ...own, ...foreign })).toBe(passes(any, own));
			}),
			1000,
		);
	});

	it('never drops an item for filters that cannot be read, and never throws', () => {
		const nonsense = fc.constantFrom<unknown>(
			'x y',
			['?'],
			[[{}]],
			{ a: 1 },
			'ring，x',
			-1.5,
			true,
		);
		const filters = fc.record<Filters>({
			statuses: nonsense,
			legs: nonsense,
			directions: nonsense,
			callMethods: nonsense,
			extensions: nonsense,
			companyCodes: nonsense,
			answeredOnly: fc.constantFrom<unknown>('x', null, [], 2),
			withRecordingOnly: fc.constantFrom<unknown>('x', null, [], 2),
			minTalkSeconds: fc.constantFrom<unknown>('x', '9s', [], {}, -1, Infinity, NaN),
			hangupCauses: nonsense,
		});
		holds(
			fc.property(item, filters, (any, all) => {
				if (any) expect(passes(any, all)).toBe(true);
			}),
			1000,
		);
		holds(
			fc.property(
				item,
				fc.dictionary(
					fc.constantFrom('legs', 'extensions', 'answeredOnly', 'minTalkSeconds'),
					fc.jsonValue(),
				),
				(any, all) => {
					if (any) expect(typeof passes(any, all)).toBe('boolean');
				},
			),
			500,
		);
	});

	it('takes exactly the items whose value is wanted', () => {
		holds(
			fc.property(
				item,
				fc.subarray(['inbound', 'outbound'], { minLength: 1 }),
				(any, directions) => {
					if (any === false || any.event === 'campaignStatus') return;
					if (any.event === 'callRecord' && (any.talkSeconds ?? 0) < 0) return;
					expect(passes(any, { directions })).toBe(
						any.direction !== null && directions.includes(any.direction),
					);
				},
			),
			500,
		);
	});
});
