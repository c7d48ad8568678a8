/** Random callback bodies for property tests. */
import fc from 'fast-check';
import { readCallback } from '../../nodes/YunhuVoice/callbacks/read';

export type Json = Record<string, unknown>;

export const ZONE = 'Asia/Shanghai';

/** Reads a body that arrives as JSON. */
export const read = (body: Json) =>
	readCallback({ bytes: Buffer.from(JSON.stringify(body), 'utf8') }, ZONE);

/** Replaces lone surrogates, which no form can carry. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();

const STATUS_FIELDS =
	'uuid buuid status isbleg direction method caller callee disnumber extnumber ext companycode customuuid starttime ip type'.split(
		' ',
	);
const RECORD_FIELDS =
	'id uuid direction type callmethod disnumber destnumber extnumber ext companycode customuuid crmid userid memberid chengshudu userkey starttime answertime endtime duration billsec hangupcause hangupdirection recordfilename downloadip recordurl taskid round'.split(
		' ',
	);

export const recased = (name: string): fc.Arbitrary<string> =>
	fc
		.array(fc.boolean(), { minLength: name.length, maxLength: name.length })
		.map((upper) =>
			[...name].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(''),
		);

export const digits = fc.stringMatching(/^[1-9]\d{0,24}$/);
const providerTime = fc
	.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 19).replace('T', ' '));

/** Values that the provider sends, could send by mistake, or would never send. */
export const value: fc.Arbitrary<unknown> = fc.oneof(
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

export const ANY_FIELD = [...new Set([...STATUS_FIELDS, ...RECORD_FIELDS])];

const entry = (names: string[]) =>
	fc.tuple(fc.constantFrom(...names).chain(recased), value) as fc.Arbitrary<[string, unknown]>;

export const otherEntry = fc.tuple(
	fc.oneof(
		fc.string({ maxLength: 8 }),
		fc.constantFrom('__proto__', 'constructor', 'toString', 'Province', ''),
	),
	value,
);

/** Writes and reads a value as JSON. Long integers become text. */
export const asRead = (any: unknown): unknown =>
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
export const callback = fc.oneof(aStatus, aRecord);
export const nearCallback = fc.oneof(
	callback,
	objectOf(fc.oneof(entry(ANY_FIELD), otherEntry as fc.Arbitrary<[string, unknown]>)),
	objectOf(entry(ANY_FIELD)),
);
