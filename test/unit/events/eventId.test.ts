import { eventIdOf } from '../../../nodes/YunhuVoice/events/eventId';
import type { RawCallback } from '../../../nodes/YunhuVoice/events/types';
import { fixture } from '../../support/fixtures/read';

const sample = (): RawCallback => fixture('callbacks/record-answered.json') as RawCallback;

const withKeys = (change: (key: string) => string): RawCallback =>
	Object.fromEntries(Object.entries(sample()).map(([key, value]) => [change(key), value]));

it('is 64 hexadecimal digits', () => {
	expect(eventIdOf(sample())).toMatch(/^[0-9a-f]{64}$/);
});

describe('is the same', () => {
	it.each<[string, RawCallback]>([
		['sent twice', sample()],
		['with keys in capitals', withKeys((key) => key.toUpperCase())],
		['with keys in camelCase', fixture('callbacks/record-camel-case.json') as RawCallback],
		['with keys in reverse order', Object.fromEntries(Object.entries(sample()).reverse())],
		['with a number sent as text', { ...sample(), hangupcause: '10001', id: '220739' }],
		['with text sent as a number', { ...sample(), customuuid: 110001168 }],
	])('%s', (_what, body) => {
		expect(eventIdOf(body)).toBe(eventIdOf(sample()));
	});

	it.each<[string, RawCallback, RawCallback]>([
		['for the order of keys inside a value', { a: { b: 1, c: 2 } }, { a: { C: '2', B: '1' } }],
		['for null and a value that is not there', { a: null }, { a: undefined }],
		['for the order of colliding keys', { a: 1, A: 2 }, { A: 2, a: 1 }],
	])('%s', (_what, one, other) => {
		expect(eventIdOf(one)).toBe(eventIdOf(other));
	});
});

describe('is another', () => {
	it.each(Object.keys(sample()))('for another %s', (key) => {
		expect(eventIdOf({ ...sample(), [key]: 'changed' })).not.toBe(eventIdOf(sample()));
	});

	it.each(Object.keys(sample()))('without %s', (key) => {
		const entries = Object.entries(sample()).filter(([name]) => name !== key);
		expect(eventIdOf(Object.fromEntries(entries))).not.toBe(eventIdOf(sample()));
	});

	it.each<[string, RawCallback, RawCallback]>([
		['with one key more', { a: '1' }, { a: '1', b: '' }],
		['for null and no key', {}, { a: null }],
		['for null and empty text', { a: '' }, { a: null }],
		['for null and the text "null"', { a: 'null' }, { a: null }],
		['for a letter’s case in a value', { a: 'x' }, { a: 'X' }],
		['for a blank in a value', { a: 'x' }, { a: 'x ' }],
		['for a leading zero', { a: '02566823420' }, { a: 2566823420 }],
		['for values exchanged between keys', { a: '1', b: '2' }, { a: '2', b: '1' }],
		['for a value that moved into its key', { ab: 'c' }, { a: 'bc' }],
		['for a change inside an object', { a: { b: 1 } }, { a: { b: 2 } }],
		['for a key inside an object', { a: { b: 1 } }, { a: { c: 1 } }],
		['for null inside a list', { a: [null] }, { a: ['null'] }],
		['for the order of a list', { a: [1, 2] }, { a: [2, 1] }],
		['for a list and its text', { a: ['1'] }, { a: '["1"]' }],
	])('%s', (_what, one, other) => {
		expect(eventIdOf(one)).not.toBe(eventIdOf(other));
	});
});

it.each([
	['for an empty object and an empty list', { a: {} }, { a: [] }],
	['for an object and the list of its entries', { a: { b: 1 } }, { a: [['b', '1']] }],
])('eventId is another %s', (_what, one, other) => {
	expect(eventIdOf(one)).not.toBe(eventIdOf(other));
});
