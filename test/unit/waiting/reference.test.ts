import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
	endsInReference,
	isDeliveryFor,
	makeReference,
	packDelivery,
	readReference,
	splitCustomData,
	withReference,
} from '../../../nodes/YunhuVoice/waiting/reference';

const key: string = randomUUID();
const WAITING = { executionId: '1042', resumeToken: randomBytes(32).toString('hex') };

describe('a reference', () => {
	it('says which execution waits, and how n8n lets it be woken', () => {
		expect(readReference(key, makeReference(key, WAITING)!)).toEqual(WAITING);
	});

	it('does without a token, as on n8n 1.x', () => {
		const waiting = { executionId: '7', resumeToken: '' };
		expect(readReference(key, makeReference(key, waiting)!)).toEqual(waiting);
	});

	it('is another one for each wait of the same execution', () => {
		const references = Array.from({ length: 100 }, () => makeReference(key, WAITING));
		expect(new Set(references).size).toBe(100);
	});

	it('does not show n8n’s token to those who read custom data', () => {
		const reference = makeReference(key, WAITING)!;
		const [, token = ''] = reference.split('.');
		expect(token).toHaveLength(43);
		expect(Buffer.from(token, 'base64url').toString('hex')).not.toBe(WAITING.resumeToken);
		const [, other] = makeReference(key, WAITING)!.split('.');
		expect(other).not.toBe(token);
	});

	it('adds less than 90 characters to the custom data, which the provider may cut', () => {
		expect(withReference('', makeReference(key, WAITING)!).length).toBeLessThan(90);
	});

	it('does not mind blanks around the access key, as a copied one can have', () => {
		expect(readReference(` ${key}\n`, makeReference(key, WAITING)!)).toEqual(WAITING);
	});

	it.each([
		['an execution without an id', { ...WAITING, executionId: '__UNKNOWN__' }],
		['an empty id', { ...WAITING, executionId: '' }],
		['an id that leads elsewhere', { ...WAITING, executionId: '../rest/login' }],
		['an id that goes on elsewhere', { ...WAITING, executionId: '1042/../rest' }],
		['a token that is not hexadecimal', { ...WAITING, resumeToken: 'x'.repeat(64) }],
		['a token of another length', { ...WAITING, resumeToken: 'ab' }],
		['a token behind a letter', { ...WAITING, resumeToken: `x${WAITING.resumeToken}` }],
		['a token before a letter', { ...WAITING, resumeToken: `${WAITING.resumeToken}x` }],
	])('cannot be made for %s', (_, waiting) => {
		expect(makeReference(key, waiting)).toBeUndefined();
	});

	it('is refused with another access key', () => {
		expect(readReference(randomUUID(), makeReference(key, WAITING)!)).toBeUndefined();
	});

	it('is refused wherever it is cut off', () => {
		const reference = makeReference(key, WAITING)!;
		for (let length = 0; length < reference.length; length++) {
			expect(readReference(key, reference.slice(0, length))).toBeUndefined();
		}
	});

	it('is refused whichever character is another one', () => {
		const reference = makeReference(key, WAITING)!;
		for (let at = 0; at < reference.length; at++) {
			const other = reference[at] === 'A' ? 'B' : 'A';
			const changed = reference.slice(0, at) + other + reference.slice(at + 1);
			expect(readReference(key, changed)).toBeUndefined();
		}
	});

	it.each(['_', ' ', '\n', '~w1.'])('is refused with anything in front of it: %j', (front) => {
		expect(readReference(key, `${front}${makeReference(key, WAITING)}`)).toBeUndefined();
	});

	it('is refused with anything behind it', () => {
		expect(readReference(key, `${makeReference(key, WAITING)}A`)).toBeUndefined();
		expect(readReference(key, `${makeReference(key, WAITING)}\n`)).toBeUndefined();
	});
});

describe('custom data', () => {
	it('comes back as it was given, whatever it is, and the reference beside it', () => {
		const reference = makeReference(key, WAITING)!;
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (text) => {
				expect(splitCustomData(withReference(text, reference))).toEqual({
					customData: text,
					waitReference: reference,
				});
			}),
			{ seed: 1 },
		);
	});

	it.each(['order 7', 'a~w1', '~w1. and more words', 'w1.abc', '中文~w2.abc', ''])(
		'without a reference stays as it is: %s',
		(text) => {
			expect(splitCustomData(text)).toEqual({ customData: text, waitReference: null });
		},
	);

	it.each([
		['order 7~w1.1042.abc', true],
		['order 7~w1.', true],
		['~w1.', true],
		['one\ntwo~w1.1', true],
		['order 7', false],
		['~w1. and more words', false],
		['', false],
	])('%j ends in a reference: %j', (text, expected) => {
		expect(endsInReference(text)).toBe(expected);
	});

	it('that is not there stays so', () => {
		expect(splitCustomData(null)).toEqual({ customData: null, waitReference: null });
	});

	it('is clean also where the reference is cut off', () => {
		expect(splitCustomData('order 7~w1.1042.abc')).toEqual({
			customData: 'order 7',
			waitReference: '1042.abc',
		});
		expect(splitCustomData('order 7~w1.')).toEqual({ customData: 'order 7', waitReference: null });
	});

	it('is null where only the reference came', () => {
		expect(splitCustomData('~w1.1042.abc')).toEqual({
			customData: null,
			waitReference: '1042.abc',
		});
	});

	it('with line breaks keeps them', () => {
		expect(splitCustomData('one\ntwo~w1.1')).toEqual({
			customData: 'one\ntwo',
			waitReference: '1',
		});
	});
});

describe('a delivery', () => {
	const reference = makeReference(key, WAITING)!;
	const delivery = packDelivery(key, reference, { talkSeconds: 7 });

	it('is taken by the execution it is for', () => {
		expect(isDeliveryFor(key, reference, delivery)).toBe(true);
		expect(JSON.parse(delivery.record)).toEqual({ talkSeconds: 7 });
	});

	it.each([
		['with another record', { ...delivery, record: '{"talkSeconds":8}' }],
		['with a record that is no text', { ...delivery, record: { talkSeconds: 7 } }],
		['with its record in a list', { ...delivery, record: [delivery.record] }],
		['without a record', { proof: delivery.proof }],
		['without a proof', { record: delivery.record }],
		['with a proof of another length', { ...delivery, proof: '' }],
		['with another proof', { ...delivery, proof: 'x'.repeat(delivery.proof.length) }],
		['with a proof of as many other letters', { ...delivery, proof: '外'.repeat(43) }],
		['that is nothing', undefined],
		['that is null', null],
		['that is text', 'record'],
		['with the reference’s own proof', { ...delivery, proof: reference.split('.').pop() }],
		['for another wait', packDelivery(key, makeReference(key, WAITING)!, { talkSeconds: 7 })],
		['with another access key', packDelivery(randomUUID(), reference, { talkSeconds: 7 })],
	])('is refused %s', (_, other) => {
		expect(isDeliveryFor(key, reference, other)).toBe(false);
	});
});
