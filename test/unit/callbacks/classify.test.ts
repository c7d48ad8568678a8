import { classify } from '../../../nodes/YunhuVoice/callbacks/classify';
import type { RawCallback } from '../../../nodes/YunhuVoice/events/types';
import { Fields } from '../../../nodes/YunhuVoice/shared/fields';
import { fixture } from '../../support/fixtures/read';

const classified = (body: RawCallback) => classify(new Fields(body));

it.each([
	['status-ringing-agent', 'extensionStatus'],
	['status-ringing-customer', 'extensionStatus'],
	['record-unanswered', 'callRecord'],
	['record-answered', 'callRecord'],
	['record-camel-case', 'callRecord'],
	['record-newer-platform', 'callRecord'],
	['record-everything-empty', 'callRecord'],
	['record-unreadable-values', 'callRecord'],
])('%s is of the kind %s', (name, event) => {
	expect(classified(fixture(`callbacks/${name}.json`) as RawCallback)).toBe(event);
});

describe('a call record', () => {
	const SIGNS = ['hangupcause', 'hangupdirection', 'billsec', 'duration', 'endtime', 'answertime'];
	const pairs = SIGNS.flatMap((one, at) => SIGNS.slice(at + 1).map((other) => [one, other]));

	it.each(pairs)('is known by %s and %s, even empty', (one, other) => {
		expect(classified({ [one as string]: '', [other as string]: null })).toBe('callRecord');
	});

	it.each(SIGNS)('is not known by %s alone', (sign) => {
		expect(classified({ [sign]: 1, destnumber: '85781218893' })).toBeUndefined();
	});

	it('is one also when it brings a status', () => {
		expect(classified({ uuid: 'a', status: 'hangup', billsec: 1, duration: 2 })).toBe('callRecord');
	});

	it('counts one field written twice once', () => {
		expect(classified({ billsec: 1, billSec: 1 })).toBeUndefined();
	});
});

describe('an extension status', () => {
	it.each(['uuid', 'buuid', 'isbleg', 'UUID', 'isBLeg'])('is known by status and %s', (name) => {
		expect(classified({ status: 'ring', [name]: 'x' })).toBe('extensionStatus');
		expect(classified({ Status: 'ring', [name]: 'x' })).toBe('extensionStatus');
	});

	it('is one also when it brings one field of a record', () => {
		expect(classified({ status: 'hangup', uuid: 'a', duration: '3' })).toBe('extensionStatus');
	});
});

it.each<[string, RawCallback]>([
	['without any field', {}],
	['with foreign fields only', { hello: 'world', id: 1 }],
	['with a status of no call', { status: 'ring' }],
	['with a call of no status', { uuid: 'a', buuid: 'b', isbleg: 'true' }],
	['with an empty status', { uuid: 'a', status: ' ' }],
	['with a status that is null', { uuid: 'a', status: null }],
])('a body %s is neither', (_what, body) => {
	expect(classified(body)).toBeUndefined();
});
