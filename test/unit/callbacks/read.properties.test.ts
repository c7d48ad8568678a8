import fc from 'fast-check';
import { DateTime } from 'luxon';
import { classify } from '../../../nodes/YunhuVoice/callbacks/classify';
import { decodeCallback } from '../../../nodes/YunhuVoice/callbacks/decode';
import { readCallback } from '../../../nodes/YunhuVoice/callbacks/read';
import { normalize } from '../../../nodes/YunhuVoice/events/normalize';
import type { CallRecord, ExtensionStatus } from '../../../nodes/YunhuVoice/events/types';
import { Fields } from '../../../nodes/YunhuVoice/shared/fields';
import { holds } from '../../support/holds';
import {
	type Json,
	ANY_FIELD,
	callback,
	digits,
	nearCallback,
	read,
	recased,
	value,
	wellFormed,
	ZONE,
} from '../../support/randomCallbacks';

type Item = ExtensionStatus | CallRecord;

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isBoolean = (value: unknown) => typeof value === 'boolean';
const isPlainObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const isTime = (value: unknown) =>
	typeof value === 'string' &&
	/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.000([+-]\d{2}:\d{2}|Z)$/.test(value) &&
	DateTime.fromISO(value).isValid;
const isCode = (value: unknown) =>
	isPlainObject(value) &&
	Object.keys(value).join() === 'code,name' &&
	Number.isInteger(value.code) &&
	isText(value.name);
const isRecording = (value: unknown) =>
	isPlainObject(value) &&
	Object.keys(value).sort().join() === 'downloadIp,fileName,url' &&
	Object.values(value).every((part) => part === null || isText(part)) &&
	(value.fileName !== null || value.url !== null);

const orNull = (check: (value: unknown) => boolean) => (value: unknown) =>
	value === null || check(value);
const oneOf =
	(...values: unknown[]) =>
	(value: unknown) =>
		values.includes(value);
const all = (keys: string, check: (value: unknown) => boolean) =>
	Object.fromEntries(keys.split(' ').map((key) => [key, check]));

const OF_BOTH = {
	eventId: (value: unknown) => /^[0-9a-f]{64}$/.test(String(value)),
	...all('callId direction displayNumber extension companyCode customData', orNull(isText)),
	callMethod: orNull(isCode),
	waitReference: oneOf(null),
	startedAt: orNull(isTime),
	otherFields: isPlainObject,
};

const TYPES: Record<string, Record<string, (value: unknown) => boolean>> = {
	extensionStatus: {
		...OF_BOTH,
		event: oneOf('extensionStatus'),
		...all('otherLegId caller callee serverIp callType', orNull(isText)),
		status: isText,
		leg: oneOf('agent', 'customer', null),
	},
	callRecord: {
		...OF_BOTH,
		event: oneOf('callRecord'),
		...all(
			'recordId destinationNumber employeeId memberId maturity pressedKey taskId',
			orNull(isText),
		),
		answered: isBoolean,
		...all('answeredAt endedAt', orNull(isTime)),
		...all('waitSeconds talkSeconds round', orNull(isNumber)),
		...all('hangupCause hangupDirection', orNull(isCode)),
		recording: orNull(isRecording),
	},
};

/** Returns the keys of an item that break the contract, including missing and superfluous ones. */
function violations(item: Item): string[] {
	const types = TYPES[item.event]!;
	const keys = new Set([...Object.keys(types), ...Object.keys(item)]);
	return [...keys].filter(
		(key) => !Object.hasOwn(item, key) || !types[key]?.((item as unknown as Json)[key]),
	);
}

const REASONS = [
	'400 The body is empty',
	'400 The body is neither JSON nor a form',
	'400 The body is not a JSON object',
	'400 The body is nested too deeply',
	'400 The body is neither an extension status nor a call record',
	'413 The body is larger than any callback',
];

type Outcome = ReturnType<typeof readCallback>;

function expectContract(outcome: Outcome): void {
	if (!outcome.ok) {
		expect(REASONS).toContain(`${outcome.failure.status} ${outcome.failure.reason}`);
		return;
	}
	const { item, event } = outcome.value;
	expect(item.event).toBe(event);
	expect(violations(item)).toEqual([]);
	expect(JSON.parse(JSON.stringify(item))).toEqual(item);
	if (item.event !== 'callRecord') return;
	const isAnswered = (item.talkSeconds ?? 0) > 0;
	const isTalkUnreadable =
		item.talkSeconds === null &&
		Object.keys(item.otherFields).some((key) => /^billsec$/i.test(key));
	expect(item.answered).toBe(isTalkUnreadable ? item.answeredAt !== null : isAnswered);
}

describe('a JSON object becomes an item as the contract has it, or is refused', () => {
	it('with the provider’s field names', () => {
		const events = new Set<string>();
		holds(
			fc.property(nearCallback, (body) => {
				const outcome = read(body);
				expectContract(outcome);
				events.add(outcome.ok ? outcome.value.event : outcome.failure.reason);
			}),
			4000,
		);
		expect([...events].sort()).toEqual([
			'The body is neither an extension status nor a call record',
			'callRecord',
			'extensionStatus',
		]);
	});

	it('whatever it holds', () => {
		holds(
			fc.property(
				fc.oneof(fc.object({ maxDepth: 4 }), fc.dictionary(fc.string(), fc.jsonValue())),
				(body) => expectContract(read(body)),
			),
			1500,
		);
	});

	it('in any time zone', () => {
		const zones = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Europe/Dublin'];
		holds(
			fc.property(callback, fc.constantFrom(...zones), (body, zone) => {
				expectContract(readCallback({ bytes: Buffer.from(JSON.stringify(body)) }, zone));
			}),
			500,
		);
	});

	it('sent as a form, urlencoded or multipart', () => {
		const texts = fc.dictionary(
			fc.constantFrom(...ANY_FIELD).chain(recased),
			value.map((any) => wellFormed(typeof any === 'string' ? any : JSON.stringify(any))),
		);
		holds(
			fc.property(texts, (fields) => {
				const form = readCallback({ fields }, ZONE);
				expectContract(form);
				const text = new URLSearchParams(fields).toString();
				const urlencoded = readCallback({ bytes: Buffer.from(text) }, ZONE);
				expectContract(urlencoded);
				if (text !== '') expect(urlencoded).toEqual(form);
			}),
			1500,
		);
	});
});

describe('nothing throws', () => {
	const nothing = (bytes: Uint8Array): void => {
		expectContract(readCallback({ bytes }, ZONE));
		const decoded = decodeCallback({ bytes });
		if (!decoded.ok) return;
		classify(new Fields(decoded.value));
		// As each kind, whatever it is: nothing may depend on a classification.
		normalize('callRecord', decoded.value, ZONE);
		normalize('extensionStatus', decoded.value, ZONE);
	};

	it('for any bytes', () => {
		holds(fc.property(fc.uint8Array({ maxLength: 300 }), nothing), 2000);
	});

	it('for any text', () => {
		const text = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.json(),
			fc.stringMatching(/^[a-z%=&+{}"[\]:,0-9\\ -]*$/),
		);
		holds(
			fc.property(text, (any) => nothing(Buffer.from(any))),
			2000,
		);
	});

	it('for a callback with bytes replaced, inserted, cut out or cut off', () => {
		const damage = fc.record({
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			remove: fc.integer({ min: 0, max: 3 }),
			insert: fc.oneof(
				fc.uint8Array({ maxLength: 3 }),
				fc
					.constantFrom(...['"', '\\', '{', '}', ',', ':', '1', '9'.repeat(20), 'e'])
					.map(Buffer.from),
			),
		});
		holds(
			fc.property(callback, fc.array(damage, { minLength: 1, maxLength: 4 }), (body, all) => {
				let bytes = Buffer.from(JSON.stringify(body));
				for (const { at, remove, insert } of all) {
					const index = Math.floor(at * bytes.length);
					bytes = Buffer.concat([bytes.subarray(0, index), insert, bytes.subarray(index + remove)]);
				}
				nothing(bytes);
			}),
			2000,
		);
	});

	it('for any fields that n8n could have read', () => {
		holds(
			fc.property(fc.anything(), (fields) => {
				const decoded = decodeCallback({ fields });
				expect(typeof decoded.ok).toBe('boolean');
			}),
			1000,
		);
	});
});

/* ---- Nothing is lost ---- */

const textOf = (any: unknown): string =>
	any === null ? '' : typeof any === 'object' ? JSON.stringify(any) : String(any).trim();

/** Whether a text means "not set" in a time field. */
const isUnsetTime = (text: string) =>
	['0', '-1', '1970-01-01 08:00:00', '0000-00-00 00:00:00'].includes(text);

const isNoValue = (text: string) => /^[(<]?(null|undefined|none|nil|nan)[)>]?$/i.test(text);

/** Returns every text in which a value of the body can appear in the item. */
function textsIn(item: Item): Set<string> {
	const found = new Set<string>();
	for (const [key, value] of Object.entries(item)) {
		if (key === 'otherFields' || key === 'eventId' || key === 'event') continue;
		for (const part of isPlainObject(value) ? Object.values(value) : [value]) {
			if (part !== null) found.add(String(part));
		}
	}
	return found;
}

const MEANINGS = new Map([
	['ring', ['ringing']],
	['answer', ['answered']],
	['hangup', ['hungUp']],
	['callin', ['inbound']],
	['callout', ['outbound']],
	['1', ['inbound']],
	['2', ['outbound']],
	['true', ['customer']],
	['false', ['agent']],
]);

/** Returns the texts in which an item may show a value that was sent as `text`. */
function formsOf(text: string): string[] {
	const seconds = /^\d{9,11}$/.test(text)
		? DateTime.fromSeconds(Number(text), { zone: ZONE })
		: null;
	const time = seconds ?? DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm:ss', { zone: ZONE });
	return [
		text,
		...(MEANINGS.get(text.toLowerCase()) ?? []),
		...(/^-?[\d.]+$/.test(text) ? [String(Number(text))] : []),
		...(time.isValid ? [String(time.toISO())] : []),
	];
}

const TIMES = ['starttime', 'answertime', 'endtime'];

it('every value that was sent is in the item or, unchanged, in otherFields', () => {
	holds(
		fc.property(callback, (body) => {
			const outcome = read(body);
			if (!outcome.ok) return;
			const { item } = outcome.value;
			const { otherFields } = item;
			const shown = textsIn(item);
			const lost = Object.entries(body).filter(([key, sent]) => {
				if (Object.hasOwn(otherFields, key)) {
					return JSON.stringify(otherFields[key]) !== JSON.stringify(sent);
				}
				// The node reads only the provider's names; all others must be in otherFields.
				if (!ANY_FIELD.includes(key.toLowerCase())) return true;
				const text = textOf(sent);
				if (
					isNoValue(text) ||
					text === '' ||
					(TIMES.includes(key.toLowerCase()) && isUnsetTime(text))
				)
					return false;
				return !formsOf(text).some((form) => shown.has(form));
			});
			expect(lost).toEqual([]);
			expect(Object.keys(otherFields).filter((key) => !Object.hasOwn(body, key))).toEqual([]);
		}),
		2500,
	);
});

it('a text field sent alone is where the contract says', () => {
	const plain: Record<string, string> = {
		id: 'recordId',
		uuid: 'callId',
		disnumber: 'displayNumber',
		destnumber: 'destinationNumber',
		extnumber: 'extension',
		ext: 'maturity',
		companycode: 'companyCode',
		customuuid: 'customData',
		crmid: 'employeeId',
		userid: 'employeeId',
		memberid: 'memberId',
		chengshudu: 'maturity',
		userkey: 'pressedKey',
		taskid: 'taskId',
	};
	const text = fc.oneof(digits, fc.string({ unit: 'grapheme' })).filter((any) => any.trim() !== '');
	holds(
		fc.property(fc.constantFrom(...Object.keys(plain)), text, fc.boolean(), (name, sent, upper) => {
			const key = upper ? name.toUpperCase() : name;
			const outcome = read({ billsec: 0, duration: 1, [key]: sent });
			expect(outcome.ok && outcome.value.item).toMatchObject({
				[plain[name]!]: sent.trim(),
				otherFields: {},
			});
		}),
		1000,
	);
});

it('whole numbers keep every digit, as numbers and as text', () => {
	const id = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
	holds(
		fc.property(id, fc.boolean(), (number, quoted) => {
			const written = quoted ? `"${number}"` : String(number);
			const text = `{"billsec":0,"duration":1,"id":${written},"x":[${written}]}`;
			const outcome = readCallback({ bytes: Buffer.from(text) }, ZONE);
			expect(outcome).toMatchObject({ value: { item: { recordId: String(number) } } });
			const { x } = (outcome.ok && outcome.value.item.otherFields) as { x: unknown[] };
			expect(String(x[0])).toBe(String(number));
		}),
		500,
	);
});
