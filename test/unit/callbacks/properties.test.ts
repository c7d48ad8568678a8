import { BlockList } from 'node:net';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isWithin, parseAddresses } from '../../../nodes/YunhuVoice/callbacks/addresses';
import { classify } from '../../../nodes/YunhuVoice/callbacks/classify';
import { decodeCallback } from '../../../nodes/YunhuVoice/callbacks/decode';
import { type Claim, SeenEvents } from '../../../nodes/YunhuVoice/callbacks/duplicates';
import { type Filters, passes } from '../../../nodes/YunhuVoice/callbacks/filter';
import { readCallback } from '../../../nodes/YunhuVoice/callbacks/read';
import { Fields } from '../../../nodes/YunhuVoice/events/fields';
import { normalize } from '../../../nodes/YunhuVoice/events/normalize';
import type { CallRecord, ExtensionStatus } from '../../../nodes/YunhuVoice/events/types';

type Json = Record<string, unknown>;
type Item = ExtensionStatus | CallRecord;

const ZONE = 'Asia/Shanghai';

const read = (body: Json) =>
	readCallback({ bytes: Buffer.from(JSON.stringify(body), 'utf8') }, ZONE);

/** Runs a property; fast-check prints seed and counterexample when it fails. */
const holds = <Values>(property: fc.IProperty<Values>, numRuns: number): void =>
	fc.assert(property, { numRuns, seed: 20_201_115 });

/** Without halves of characters, which no form can carry. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/* ---- What the contract says about an item ---- */

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

/** Keys of an item that break the contract, missing and superfluous ones among them. */
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

/* ---- Bodies ---- */

const STATUS_FIELDS =
	'uuid buuid status isbleg direction method caller callee disnumber extnumber ext companycode customuuid starttime ip type'.split(
		' ',
	);
const RECORD_FIELDS =
	'id uuid direction type callmethod disnumber destnumber extnumber ext companycode customuuid crmid userid memberid chengshudu userkey starttime answertime endtime duration billsec hangupcause hangupdirection recordfilename downloadip recordurl taskid round'.split(
		' ',
	);

const recased = (name: string): fc.Arbitrary<string> =>
	fc
		.array(fc.boolean(), { minLength: name.length, maxLength: name.length })
		.map((upper) =>
			[...name].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(''),
		);

const digits = fc.stringMatching(/^[1-9]\d{0,24}$/);
const providerTime = fc
	.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 19).replace('T', ' '));

/** What the provider sends, what it could send by mistake, and what nobody would send. */
const value: fc.Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>('', null, ' ', '0', 0, 'true', 'false', true, false, 'null', '1.50'),
	fc.constantFrom('ring', 'answer', 'hangup', 'callin', 'callout', '1', '2', 'call', 'constructor'),
	fc.constantFrom(
		'1970-01-01 08:00:00',
		'0000-00-00 00:00:00',
		'2020-02-30 00:00:00',
		'007',
		'1e3',
	),
	fc.integer({ min: -5, max: 11_000 }),
	fc.integer({ min: 0, max: 11_000 }).map(String),
	fc.integer({ min: 100_000_000, max: 99_999_999_999 }),
	digits,
	providerTime,
	fc.uuid(),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
	fc.jsonValue({ maxDepth: 3 }),
);

const ANY_FIELD = [...new Set([...STATUS_FIELDS, ...RECORD_FIELDS])];

const entry = (names: string[]) =>
	fc.tuple(fc.constantFrom(...names).chain(recased), value) as fc.Arbitrary<[string, unknown]>;

const otherEntry = fc.tuple(
	fc.oneof(
		fc.string({ maxLength: 8 }),
		fc.constantFrom('__proto__', 'constructor', 'toString', 'Province', ''),
	),
	value,
);

/** Written and read as JSON, long whole numbers as the text that they become. */
const asRead = (any: unknown): unknown =>
	JSON.parse(JSON.stringify(any), (_key, inner: unknown) =>
		typeof inner === 'number' && /^-?\d{16,}$/.test(String(inner)) ? String(inner) : inner,
	);

const objectOf = (entries: fc.Arbitrary<[string, unknown]>, minLength = 0) =>
	fc
		.array(entries, { minLength, maxLength: 30 })
		.map((pairs) => asRead(Object.fromEntries(pairs)) as Json);

const merged = (...parts: Array<fc.Arbitrary<Json>>) =>
	fc.tuple(...parts).map((all) => Object.fromEntries(all.flatMap((part) => Object.entries(part))));

const aStatus = merged(
	objectOf(entry(STATUS_FIELDS)),
	objectOf(otherEntry),
	fc.record({ uuid: fc.uuid(), status: fc.constantFrom('ring', 'Answer', 'hangup', 'x') }),
);
const aRecord = merged(
	fc.constant({ billsec: 0, duration: 1 }),
	objectOf(entry(RECORD_FIELDS), 5),
	objectOf(otherEntry),
);
const callback = fc.oneof(aStatus, aRecord);
const nearCallback = fc.oneof(
	callback,
	objectOf(fc.oneof(entry(ANY_FIELD), otherEntry as fc.Arbitrary<[string, unknown]>)),
	objectOf(entry(ANY_FIELD)),
);

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
		// As either kind, whatever it is: nothing may depend on having been classified.
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

/** Texts that mean "not set" in a time field. */
const isUnsetTime = (text: string) =>
	['0', '-1', '1970-01-01 08:00:00', '0000-00-00 00:00:00'].includes(text);

const isNoValue = (text: string) => /^[(<]?(null|undefined|none|nil|nan)[)>]?$/i.test(text);

/** Every text by which a value of the body could show in the item. */
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

/** The texts under which an item may show a value that was sent as `text`. */
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
				// Which key is whose: only the provider's names are read, all others have to be in otherFields.
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

/* ---- eventId ---- */

const eventIdOf = (body: Json): string => {
	const outcome = read(body);
	return outcome.ok ? outcome.value.item.eventId : 'refused';
};

const recaseAll = (body: Json, upper: boolean): Json =>
	Object.fromEntries(
		Object.entries(body).map(([key, sent]) => [
			// Only ASCII letters: others have more than two cases.
			key.replace(/[a-z]/gi, (letter) => (upper ? letter.toUpperCase() : letter.toLowerCase())),
			sent,
		]),
	);

const lowerKeys = (body: Json) => Object.keys(body).map((key) => key.toLowerCase());
const hasCollisions = (body: Json) => new Set(lowerKeys(body)).size < lowerKeys(body).length;

describe('eventId', () => {
	const unambiguous = callback.filter((body) => !hasCollisions(body) && read(body).ok);

	it('is the same with keys reordered and recased and numbers as text', () => {
		holds(
			fc.property(unambiguous, fc.boolean(), fc.infiniteStream(fc.nat()), (body, upper, order) => {
				const shuffled = Object.entries(recaseAll(body, upper))
					.map((pair) => ({ pair, rank: order.next().value as number }))
					.sort((one, other) => one.rank - other.rank)
					.map(({ pair: [key, sent] }) => [key, typeof sent === 'number' ? String(sent) : sent]);
				expect(eventIdOf(Object.fromEntries(shuffled))).toBe(eventIdOf(body));
			}),
			1500,
		);
	});

	it('is another for any value changed', () => {
		const canonical = (any: unknown): unknown =>
			any === null || typeof any === 'object' ? any : String(any);
		holds(
			fc.property(unambiguous, fc.nat(), value, (body, index, other) => {
				const keys = Object.keys(body);
				const key = keys[index % keys.length]!;
				const sent = asRead(other);
				fc.pre(JSON.stringify(canonical(sent)) !== JSON.stringify(canonical(body[key])));
				// Inside objects numbers may be text and keys recased; enough that flat values are told apart.
				fc.pre(typeof sent !== 'object' || sent === null || typeof body[key] !== 'object');
				expect(eventIdOf({ ...body, [key]: sent })).not.toBe(eventIdOf(body));
			}),
			1500,
		);
	});

	it('is another for any field added or removed', () => {
		holds(
			fc.property(unambiguous, otherEntry, fc.nat(), (body, [key, sent], index) => {
				fc.pre(!lowerKeys(body).includes(key.toLowerCase()));
				const entries = Object.entries(body);
				const added = Object.fromEntries([...entries, [key, sent]]);
				expect(eventIdOf(added)).not.toBe(eventIdOf(body));
				const removed = Object.fromEntries(
					entries.filter((_, at) => at !== index % entries.length),
				);
				expect(eventIdOf(removed)).not.toBe(eventIdOf(body));
			}),
			1000,
		);
	});

	it('is the same for JSON, for the same fields in a form, and in either encoding of it', () => {
		const texts = fc.record({
			uuid: fc.uuid(),
			status: fc.constantFrom('ring', 'answer'),
			customuuid: fc.string({ unit: 'grapheme-composite' }).map(wellFormed),
		});
		holds(
			fc.property(texts, (fields) => {
				const form = Buffer.from(new URLSearchParams(fields).toString());
				const ids = [{ bytes: form }, { fields }].map((body) => {
					const outcome = readCallback(body, ZONE);
					return outcome.ok && outcome.value.item.eventId;
				});
				expect(ids).toEqual([eventIdOf(fields), eventIdOf(fields)]);
			}),
			500,
		);
	});
});

/* ---- Addresses ---- */

describe('addresses', () => {
	const v4 = fc.ipV4();
	const v6 = fc.ipV6();
	/** Two addresses of which one often lies near the other. */
	const nearV4 = fc.tuple(v4, fc.nat(255)).map(([address, last]) => {
		return [address, address.replace(/\d+$/, String(last))] as const;
	});

	const within = (list: string, address: string): boolean => {
		const ranges = parseAddresses(list);
		if (!ranges.ok) throw new Error(`not read: ${ranges.failure}`);
		return isWithin(ranges.value, address);
	};

	const reference = (address: string, prefix: number, family: 'ipv4' | 'ipv6') => {
		const list = new BlockList();
		list.addSubnet(address, prefix, family);
		return list;
	};

	it('agree with Node.js on IPv4 subnets, mapped into IPv6 or not', () => {
		const pair = fc.oneof(nearV4, fc.tuple(v4, v4));
		holds(
			fc.property(pair, fc.integer({ min: 0, max: 32 }), ([base, address], prefix) => {
				const expected = reference(base, prefix, 'ipv4').check(address, 'ipv4');
				expect(within(`${base}/${prefix}`, address)).toBe(expected);
				expect(within(`${base}/${prefix}`, `::ffff:${address}`)).toBe(expected);
				expect(within(`::ffff:${base}/${prefix + 96}`, address)).toBe(expected);
				expect(within(` 192.0.2.1 , ${base}/${prefix},`, address)).toBe(
					expected || address === '192.0.2.1',
				);
			}),
			1200,
		);
	});

	it('agree with Node.js on IPv6 subnets', () => {
		const near = fc.tuple(v6, fc.nat(0xffff)).map(([address, last]) => {
			return [address, address.replace(/[0-9a-f]+$/i, last.toString(16))] as const;
		});
		holds(
			fc.property(
				fc.oneof(near, fc.tuple(v6, v6)),
				fc.integer({ min: 0, max: 128 }),
				([base, address], prefix) => {
					const expected = reference(base, prefix, 'ipv6').check(address, 'ipv6');
					expect(within(`${base}/${prefix}`, address)).toBe(expected);
					expect(within(`${base}/${prefix}`, address.toUpperCase())).toBe(expected);
					expect(within(`${base}/${prefix}`, `${address}%eth0`)).toBe(expected);
				},
			),
			1200,
		);
	});

	it('agree with Node.js on ranges from address to address', () => {
		holds(
			fc.property(v4, v4, v4, (one, other, address) => {
				const [first, last] = [one, other].map((text) => {
					const ranges = parseAddresses(text);
					return ranges.ok ? ranges.value[0]!.first : -1n;
				}) as [bigint, bigint];
				fc.pre(first <= last);
				const list = new BlockList();
				list.addRange(one, other, 'ipv4');
				expect(isWithin([{ first, last }], address)).toBe(list.check(address, 'ipv4'));
			}),
			800,
		);
	});

	it('are in a list of their own, and only what is an address is one', () => {
		holds(
			fc.property(fc.oneof(v4, v6), (address) => {
				expect(within(address, address)).toBe(true);
				expect(within('', address)).toBe(false);
			}),
			500,
		);
	});

	it('never throw, whatever the text', () => {
		const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%, -]*$/));
		holds(
			fc.property(text, text, (list, address) => {
				const ranges = parseAddresses(list);
				expect(typeof ranges.ok).toBe('boolean');
				if (!ranges.ok) {
					expect(list).toContain(ranges.failure);
					return;
				}
				expect(ranges.value.every(({ first, last }) => first <= last)).toBe(true);
				expect(typeof isWithin(ranges.value, address)).toBe('boolean');
			}),
			1500,
		);
	});

	it('are those that Node.js takes for addresses', () => {
		const joined = (mark: string, minLength: number, maxLength: number, parts: string[]) =>
			fc
				.array(fc.constantFrom(...parts), { minLength, maxLength })
				.map((chosen) => chosen.join(mark));
		const text = fc.oneof(
			v4,
			v6,
			joined('.', 3, 5, ['0', '1', '9', '10', '255', '256', '999', '1000', '01', '']),
			joined(':', 3, 8, ['0', 'f', 'FFFF', 'fffff', '1.2.3.4', '1.2.3.256', '', '', 'g']),
			joined(':', 7, 8, ['0', 'ffff', '1.2.3.4']),
		);
		const isAddress = (any: string): boolean => {
			try {
				new BlockList().addAddress(any, any.includes(':') ? 'ipv6' : 'ipv4');
				return true;
			} catch {
				return false;
			}
		};
		holds(
			fc.property(text, (any) => {
				expect(parseAddresses(any).ok).toBe(isAddress(any));
			}),
			3000,
		);
	});
});

/* ---- Filters ---- */

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
		// A negative talk time is below "at least 0 seconds", and no filter that is empty.
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
					if (any === false || (any.event === 'callRecord' && (any.talkSeconds ?? 0) < 0)) return;
					expect(passes(any, { directions })).toBe(
						any.direction !== null && directions.includes(any.direction),
					);
				},
			),
			500,
		);
	});
});

/* ---- Duplicates ---- */

describe('SeenEvents', () => {
	const IDS = ['a', 'b', 'c', 'd', 'e'];

	/** What it should do, said as simply as can be: a list of events, and a queue for each that is under way. */
	class Model {
		seen: string[];
		underWay = new Map<string, number>();
		waiting = new Map<string, number[]>();

		constructor(
			readonly limit: number,
			remembered: string[],
		) {
			this.seen = [...remembered];
		}

		/** 'claimed', 'duplicate' or 'waits'. */
		claim(id: string, delivery: number): 'claimed' | 'duplicate' | 'waits' {
			if (this.underWay.has(id)) {
				this.waiting.set(id, [...(this.waiting.get(id) ?? []), delivery]);
				return 'waits';
			}
			if (this.seen.includes(id)) return 'duplicate';
			this.underWay.set(id, delivery);
			return 'claimed';
		}

		/** @returns those that waited: what becomes of each. */
		settle(id: string, accepted: boolean): Array<[delivery: number, 'claimed' | 'duplicate']> {
			this.underWay.delete(id);
			if (accepted)
				this.seen = [...this.seen.filter((other) => other !== id), id].slice(-this.limit);
			const waiting = this.waiting.get(id) ?? [];
			this.waiting.delete(id);
			return waiting
				.map((delivery) => [delivery, this.claim(id, delivery)] as const)
				.filter((outcome): outcome is [number, 'claimed' | 'duplicate'] => outcome[1] !== 'waits');
		}
	}

	const command = fc.oneof(
		{ weight: 3, arbitrary: fc.record({ claim: fc.constantFrom(...IDS) }) },
		{ weight: 2, arbitrary: fc.record({ settle: fc.nat(), accepted: fc.boolean() }) },
		{ weight: 1, arbitrary: fc.record({ newest: fc.integer({ min: 1, max: 6 }) }) },
	);

	it('does what its model does', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(command, { maxLength: 40 }),
				fc.integer({ min: 1, max: 4 }),
				fc.subarray(IDS, { maxLength: 2 }),
				async (commands, limit, known) => {
					const remembered = known.slice(-limit);
					const seen = new SeenEvents(limit);
					seen.recall(remembered.map((id) => [id, 0]));
					const model = new Model(limit, remembered);
					const outcomes = new Map<number, string>();
					const expected = new Map<number, string>();
					const claims = new Map<string, Claim>();
					const flush = async () => await new Promise((resolve) => setImmediate(resolve));

					for (const [delivery, step] of commands.entries()) {
						if ('claim' in step) {
							const id = step.claim;
							outcomes.set(delivery, 'waits');
							void seen.claim(id, delivery, 1_000_000).then((claim) => {
								outcomes.set(delivery, claim ? 'claimed' : 'duplicate');
								if (claim) claims.set(id, claim);
							});
							expected.set(delivery, model.claim(id, delivery));
						} else if ('settle' in step) {
							const underWay = [...claims];
							const chosen = underWay[step.settle % (underWay.length || 1)];
							if (!chosen) continue;
							const [id, claim] = chosen;
							claims.delete(id);
							claim.settle(step.accepted);
							for (const [waited, outcome] of model.settle(id, step.accepted)) {
								expected.set(waited, outcome);
							}
						} else {
							expect(seen.newest(step.newest).map(([id]) => id)).toEqual(
								model.seen.slice(-step.newest),
							);
						}
						await flush();
						expect(outcomes).toEqual(expected);
						expect([...claims.keys()].sort()).toEqual([...model.underWay.keys()].sort());
					}
				},
			),
			{ numRuns: 700, seed: 20_201_115 },
		);
	});
});
