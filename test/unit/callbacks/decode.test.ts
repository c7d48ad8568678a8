import { decodeCallback } from '../../../nodes/YunhuVoice/callbacks/decode';
import { normalize } from '../../../nodes/YunhuVoice/events/normalize';
import { fixture, fixtureText } from '../../support/fixtures/read';

const SAMPLE = 'callbacks/record-unanswered.json';

const decode = (text: string) => decodeCallback({ bytes: Buffer.from(text) });
const decodeHex = (digits: string) => decodeCallback({ bytes: Buffer.from(digits, 'hex') });
const hexOf = (text: string) => Buffer.from(text).toString('hex');
const encoded = (value: unknown) => encodeURIComponent(JSON.stringify(value));

const refusal = (reason: string, status = 400) => ({ ok: false, failure: { status, reason } });

describe('takes', () => {
	it.each([
		['a JSON object', fixtureText(SAMPLE)],
		['one behind a byte order mark', `\uFEFF${fixtureText(SAMPLE)}`],
		['one between blanks', `\r\n\t ${fixtureText(SAMPLE)} \n`],
		['one behind a mark and blanks', `\uFEFF \n${fixtureText(SAMPLE)}`],
	])('%s', (_what, text) => {
		expect(decode(text)).toEqual({ ok: true, value: fixture(SAMPLE) });
	});

	it('an object without fields: what it is, others decide', () => {
		expect(decode('{}')).toEqual({ ok: true, value: {} });
	});

	it('values as they are', () => {
		expect(decode('{"a":1,"b":"1","c":null,"D":["x",{"e":false}]}')).toEqual({
			ok: true,
			value: { a: 1, b: '1', c: null, D: ['x', { e: false }] },
		});
	});

	it('an object whose only field holds JSON as it is: only forms wrap JSON', () => {
		const value = { data: '{"uuid":"1"}' };
		expect(decode(JSON.stringify(value))).toEqual({ ok: true, value });
	});
});

describe('takes a form', () => {
	it.each<[what: string, text: string, value: unknown]>([
		['of one field', 'uuid=1', { uuid: '1' }],
		['of several', 'uuid=1&status=ring', { uuid: '1', status: 'ring' }],
		['between blanks', ' \r\nuuid=1&status=ring\n', { uuid: '1', status: 'ring' }],
		['with encoded characters', 'a=%E8%AE%A2+%26&b%20c=%3D', { a: '订 &', 'b c': '=' }],
		['with empty values', 'a=&b', { a: '', b: '' }],
		['with a number as text', 'id=18533700187590657', { id: '18533700187590657' }],
		['with a field twice: the last counts', 'a=1&a=2', { a: '2' }],
		['with = in a value', 'a=b=c', { a: 'b=c' }],
		['with & too many', 'a=1&&b=2&', { a: '1', b: '2' }],
		['with JSON as its only value', `data=${encoded({ uuid: 1 })}`, { uuid: 1 }],
		['with JSON as its only name', `${encoded({ uuid: 1 })}=`, { uuid: 1 }],
		['with JSON as its only name, without =', encoded({ uuid: 1 }), { uuid: 1 }],
		['with JSON in small letters', encoded({ uuid: 1 }).toLowerCase(), { uuid: 1 }],
		['with an empty value and a name that is no JSON', 'uuid=', { uuid: '' }],
		['with a list as its only value', 'data=%5B1%5D', { data: '[1]' }],
		['with a list as its only name', '%5B1%5D=', { '[1]': '' }],
		['with a number as its only value', 'data=1', { data: '1' }],
		['with null as its only value', 'data=null', { data: 'null' }],
		['with JSON as name of a value', `${encoded({ a: 1 })}=x`, { '{"a":1}': 'x' }],
		['with JSON next to a field', `data=${encoded({ a: 1 })}&b=2`, { data: '{"a":1}', b: '2' }],
	])('%s', (_what, text, value) => {
		expect(decode(text)).toEqual({ ok: true, value });
	});

	it('with a blank in its first value, not in its first name', () => {
		expect(decode('a=b c')).toEqual({ ok: true, value: { a: 'b c' } });
		expect(decode('a b=c')).toEqual(refusal('The body is neither JSON nor a form'));
	});

	it.each(['{', '}', '[', ']', '"'])('but nothing with %s before the first =', (mark) => {
		expect(decode(`a${mark}=1`)).toEqual(refusal('The body is neither JSON nor a form'));
	});
});

/** Callbacks as JSON in a field: which field is the callback, and which fields stay beside it. */
describe('finds the callback in a form', () => {
	const RING = { uuid: '1', status: 'ring' };
	const raw = (value: object) => JSON.stringify(value);

	it.each<[what: string, text: string, value: unknown]>([
		['in a field between others', `a=1&detail=${encoded(RING)}&b=2`, { ...RING, a: '1', b: '2' }],
		['raw in a field between others', `a=1&detail=${raw(RING)}&b=2`, { ...RING, a: '1', b: '2' }],
		['in a name', `${encoded(RING)}=&b=2`, { ...RING, b: '2' }],
		['raw in a name', `${raw(RING)}=&b=2`, { ...RING, b: '2' }],
		['raw in a name without a value', `b=2&${raw(RING)}`, { ...RING, b: '2' }],
		['that has a field itself', `UUID=9&detail=${encoded(RING)}`, RING],
		[
			'the first of two',
			`a=${encoded(RING)}&b=${encoded({ ...RING, uuid: '2' })}`,
			{
				...RING,
				b: raw({ ...RING, uuid: '2' }),
			},
		],
		[
			'behind an object that is none',
			`a=${encoded({ x: 1 })}&b=${encoded(RING)}`,
			{
				...RING,
				a: '{"x":1}',
			},
		],
		[
			'in its own fields, whatever they hold',
			`uuid=1&status=ring&a=${encoded({ ...RING, uuid: '2' })}`,
			{
				...RING,
				a: raw({ ...RING, uuid: '2' }),
			},
		],
		['nowhere: the fields stay', 'a={"x":1}&b=2', { a: '{"x":1}', b: '2' }],
	])('%s', (_what, text, value) => {
		expect(decode(text)).toEqual({ ok: true, value });
	});

	it.each([
		'a&b',
		'a+b',
		'100%',
		'%41',
		'a=b',
		'&x=1',
		'a}b',
		'{',
		'"}',
		'\\',
		'\\"&',
		'订 & 单',
		'#?/;',
	])('raw, with %j in a text of it', (customuuid) => {
		const value = { ...RING, customuuid, more: { list: [customuuid, {}] } };
		for (const text of [
			`cdr=${raw(value)}`,
			`detail=\n ${raw(value)} \n`,
			`cdr=${JSON.stringify(value, null, 2)}`,
		]) {
			expect(decode(text)).toEqual({ ok: true, value });
		}
		expect(decode(`x=1+1&cdr=${raw(value)}&y=%26`)).toEqual({
			ok: true,
			value: { ...value, x: '1 1', y: '&' },
		});
	});

	it.each(['{"uuid":"1"', '{"uuid":"1}', '{uuid:1}', '{"uuid":"1"}x', '{}{}', '{%22uuid%22}'])(
		'but takes what is no JSON object as it takes any value: %s',
		(text) => {
			expect(decode(`a=${text}&b=2`)).toEqual({
				ok: true,
				value: { a: decodeURIComponent(text), b: '2' },
			});
		},
	);

	it('encoded but for its braces', () => {
		expect(decode('detail={%22uuid%22:%221%22,%22status%22:%22ring%22}')).toEqual({
			ok: true,
			value: RING,
		});
	});

	it.each([
		['9 values that only begin', 'x={&', 9, true],
		['10 values that only begin', 'x={&', 10, false],
		['100 values that do not begin', 'x=1&', 100, true],
	])('raw behind %s like an object', (_what, field, count, isWhole) => {
		const value = { ...RING, customuuid: 'a&b' };
		const body = decode(`${field.repeat(count)}cdr=${raw(value)}`);
		expect(body.ok && body.value.customuuid === 'a&b').toBe(isWhole);
	});

	it.each(['{}{}=', '{"uuid":"1"} // sample=', '{"a":1}x=1'])('but not in %s', (text) => {
		expect(decode(text)).toEqual(refusal('The body is neither JSON nor a form'));
	});
});

describe('a form with JSON in its only field', () => {
	const json = '{"uuid":"u-1","status":"ring","caller":"a&b=c+d%e"}';

	it.each(['cdr', 'cdr[]', 'detail[0]', 'data[cdr]', 'a b', '"cdr"', '{x}', '', '数据'])(
		'takes it whatever the field is called: %j',
		(name) => {
			const fields = { uuid: 'u-1', status: 'ring', caller: 'a&b=c+d%e' };
			for (const value of [json, encodeURIComponent(json)]) {
				const bytes = new TextEncoder().encode(`${name}=${value}`);
				expect(decodeCallback({ bytes })).toEqual({ ok: true, value: fields });
			}
		},
	);

	it('takes the last one of a multipart form that has it several times', () => {
		expect(decodeCallback({ fields: { cdr: ['{}', '{"uuid":"u-0"}', '', json] } })).toMatchObject({
			value: { uuid: 'u-1' },
		});
	});
});

it('the files of a multipart form count for its size where it does not say how large it is', () => {
	const fields = { uuid: 'u-1', status: 'ring' };
	expect(decodeCallback({ fields, filesSize: 999_000 }).ok).toBe(true);
	expect(decodeCallback({ fields, filesSize: 1_000_000 })).toMatchObject({
		failure: { status: 413 },
	});
});

describe('percent-encoded characters', () => {
	it.each([
		['UTF-8', 'a=%E8%AE%A2%E5%8D%95', '订单'],
		['UTF-8 with a mark in front', 'a=%EF%BB%BFx', '\uFEFFx'],
		['GBK', 'a=%B6%A9%B5%A5', '订单'],
		['GBK in small letters and with blanks', 'a=%b6%a9+%b5%a5', '订 单'],
		['UTF-8 that is cut off', 'a=%E8%AE%A2%E5%8D%95%E5%8F', '订单\ufffd'],
		['nothing', 'a=100%&b=%zz', '100%'],
		['nothing beside UTF-8', 'a=100%+%E8%AE%A2', '100% 订'],
		['NUL', 'a=x%00y', 'x\0y'],
	])('of %s are read', (_what, text, a) => {
		expect(decode(text)).toMatchObject({ ok: true, value: { a } });
	});
});

describe('takes the fields of a multipart form', () => {
	it.each<[what: string, fields: unknown, value: unknown]>([
		['as they are', { uuid: '1', status: 'ring' }, { uuid: '1', status: 'ring' }],
		['with a list where a name came twice', { a: ['1', '2'] }, { a: ['1', '2'] }],
		['with JSON as the only value', { data: '{"uuid":1}' }, { uuid: 1 }],
		['with JSON as the only name', { '{"uuid":1}': '' }, { uuid: 1 }],
		['with JSON next to another', { data: '{"uuid":1}', b: '' }, { data: '{"uuid":1}', b: '' }],
		['with a single value that is no text', { data: 1 }, { data: 1 }],
		['without any', {}, {}],
	])('%s', (_what, fields, value) => {
		expect(decodeCallback({ fields })).toEqual({ ok: true, value });
	});

	it('and its JSON keeps the digits of a long number', () => {
		expect(decodeCallback({ fields: { data: '{"id":18533700187590657}' } })).toEqual({
			ok: true,
			value: { id: '18533700187590657' },
		});
	});

	it.each([[undefined], [null], ['uuid=1'], [[{ uuid: '1' }]]])('but not %j', (fields) => {
		expect(decodeCallback({ fields })).toEqual(refusal('The body is not a JSON object'));
	});

	describe('of 1 000 000 bytes', () => {
		const ofSize = (size: number) => ({ note: 'x'.repeat(size - 4) });
		const tooLarge = refusal('The body is larger than any callback', 413);

		it.each([
			['their names and values', ofSize(1_000_000)],
			['as many in several', { note: '订'.repeat(100_000), more: 'x'.repeat(699_992) }],
			['as many in a list', { note: ['x'.repeat(500_000), 'y'.repeat(499_996)] }],
		])('%s', (_what, fields) => {
			expect(decodeCallback({ fields })).toMatchObject({ ok: true });
		});

		it.each([
			['a byte more', ofSize(1_000_001)],
			['a byte more in several', { note: '订'.repeat(100_000), more: 'x'.repeat(699_993) }],
			['a byte more in a list', { note: ['x'.repeat(500_000), 'y'.repeat(499_997)] }],
		])('but not %s', (_what, fields) => {
			expect(decodeCallback({ fields })).toEqual(tooLarge);
		});

		it('as the request says, which counts what is around them and files too', () => {
			const fields = { uuid: '1' };
			expect(decodeCallback({ fields, size: 1_000_000 })).toMatchObject({ ok: true });
			expect(decodeCallback({ fields, size: 1_000_001 })).toEqual(tooLarge);
		});
	});
});

describe('reads', () => {
	const QUOTES = [hexOf('{"a":"'), hexOf('"}')] as const;

	it.each([
		['UTF-8', 'e8aea2e58d95', '订单'],
		['GBK', 'b6a9b5a5', '订单'],
		['GBK whose second byte is a backslash', '815c', '乗'],
		['GB 18030 with four bytes', '95328236', '𠀀'],
		['bytes of neither', 'ff', '\ufffd'],
	])('%s', (_what, digits, a) => {
		expect(decodeHex(QUOTES.join(digits))).toEqual({ ok: true, value: { a } });
	});

	it('GBK in a form', () => {
		expect(decodeHex(`${hexOf('a=')}b6a9b5a5`)).toEqual({ ok: true, value: { a: '订单' } });
	});

	it('UTF-16 behind its mark', () => {
		const bytes = Buffer.from('\uFEFF{"a":"订"}', 'utf16le');
		expect(decodeCallback({ bytes })).toEqual({ ok: true, value: { a: '订' } });
	});

	it('no UTF-16 without it', () => {
		const bytes = Buffer.from('{"uuid":"1"}', 'utf16le');
		expect(decodeCallback({ bytes })).toEqual(refusal('The body is neither JSON nor a form'));
	});

	it('bytes that are no Buffer', () => {
		const bytes = new TextEncoder().encode('{"a":"订"}');
		expect(decodeCallback({ bytes })).toEqual({ ok: true, value: { a: '订' } });
	});
});

describe('refuses with HTTP 400', () => {
	const EMPTY = 'The body is empty';
	const NOT_READABLE = 'The body is neither JSON nor a form';
	const NO_OBJECT = 'The body is not a JSON object';

	it.each([
		['nothing', '', EMPTY],
		['blanks', ' \r\n\t', EMPTY],
		['a byte order mark alone', '\uFEFF', EMPTY],
		['NUL bytes alone', '\0\0\n\0', EMPTY],
		['text', 'hello', NOT_READABLE],
		['an object cut off', fixtureText(SAMPLE).slice(0, 100), NOT_READABLE],
		['the sample as the page prints it, commas missing', '{"a": "7003" "b": "c"}', NOT_READABLE],
		['a web page', '<html></html>', NOT_READABLE],
		['a web page with attributes', '<p class="a">=</p>', NOT_READABLE],
		['a form without a first name', '=1&uuid=2', NOT_READABLE],
		['two objects', '{}{}', NOT_READABLE],
		['an array', '[{"uuid":"1"}]', NO_OBJECT],
		['null', 'null', NO_OBJECT],
		['a number', '42', NO_OBJECT],
		['a string', '"ring"', NO_OBJECT],
		['a boolean', 'true', NO_OBJECT],
	])('%s', (_what, text, reason) => {
		expect(decode(text)).toEqual(refusal(reason));
	});
});

describe('nesting', () => {
	const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
	const objects = (levels: number) => '{"b":'.repeat(levels) + '1' + '}'.repeat(levels);
	const TOO_DEEP = refusal('The body is nested too deeply');

	it.each([lists(19), objects(19)])('is taken up to 20 levels: %s', (inner) => {
		expect(decode(`{"a":${inner}}`)).toEqual({ ok: true, value: { a: JSON.parse(inner) } });
	});

	it.each([20, 21, 20_000])('is refused with %d levels below the body', (levels) => {
		expect(decode(`{"billsec":1,"a":${lists(levels)}}`)).toEqual(TOO_DEEP);
		expect(decode(`{"billsec":1,"a":${objects(levels)}}`)).toEqual(TOO_DEEP);
	});

	it('is refused inside a form’s JSON, urlencoded or multipart', () => {
		const data = `{"a":${lists(20)}}`;
		expect(decode(`data=${encodeURIComponent(data)}`)).toEqual(TOO_DEEP);
		expect(decodeCallback({ fields: { data } })).toEqual(TOO_DEEP);
	});
});

describe('size', () => {
	const ofSize = (size: number) => Buffer.from(`{"a":"${'x'.repeat(size - 8)}"}`);

	it('of 1 000 000 bytes is taken', () => {
		expect(decodeCallback({ bytes: ofSize(1_000_000) })).toMatchObject({ ok: true });
	});

	it.each([
		['JSON', ofSize(1_000_001)],
		['blanks', Buffer.alloc(1_000_001, ' ')],
		['NUL bytes', Buffer.alloc(1_000_001)],
	])('one byte more is refused with 413: %s', (_what, bytes) => {
		expect(decodeCallback({ bytes })).toEqual(refusal('The body is larger than any callback', 413));
	});

	it('counts bytes, not characters', () => {
		const bytes = Buffer.from(`{"a":"${'订'.repeat(333_332)}"}`);
		expect(bytes.length).toBe(1_000_004);
		expect(decodeCallback({ bytes })).toMatchObject({ failure: { status: 413 } });
	});
});

it('a whole number too large for JavaScript keeps its digits', () => {
	const read = (text: string) => {
		const body = decode(text);
		if (!body.ok) throw new Error(body.failure.reason);
		return normalize('callRecord', body.value, 'UTC');
	};
	const one = read('{"billsec":0,"duration":1,"memberid":18533700187590657}');
	const other = read('{"billsec":0,"duration":1,"memberid":18533700187590656}');
	expect(one).toMatchObject({ memberId: '18533700187590657' });
	expect(one.eventId).not.toBe(other.eventId);
});

it('keeps a number beyond the range of numbers as text', () => {
	const body = decodeCallback({
		bytes: new TextEncoder().encode('{"billsec":1,"duration":-1e400,"id":1E+500}'),
	});
	if (!body.ok) throw new Error(body.failure.reason);
	expect(normalize('callRecord', body.value, 'UTC')).toMatchObject({
		recordId: '1E+500',
		waitSeconds: null,
		otherFields: { duration: '-1e400' },
	});
});
