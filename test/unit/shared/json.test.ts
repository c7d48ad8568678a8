import { parseJson } from '../../../nodes/YunhuVoice/shared/json';

const read = (text: string): unknown => {
	const parsed = parseJson(text);
	return parsed.ok ? parsed.value : 'no JSON';
};

it.each<[string, unknown]>([
	['{"a":"1","b":[2,null,true]}', { a: '1', b: [2, null, true] }],
	[' \n{"a":1}\n ', { a: 1 }],
	['\uFEFF{"a":1}', { a: 1 }],
	['{"a":1}\0', { a: 1 }],
	['\0\0{"a":1}\0\n\0', { a: 1 }],
	['"text"', 'text'],
	['7', 7],
	['null', null],
])('%j is read as JSON reads it', (text, value) => {
	expect(parseJson(text)).toEqual({ ok: true, value });
});

it.each(['', ' ', '{', '{"a":1', "{'a':1}", 'a=1', '<html>', '1234567890123456789x', '"1e400'])(
	'%j is no JSON',
	(text) => {
		expect(parseJson(text)).toEqual({ ok: false, failure: undefined });
	},
);

describe('a number becomes text where JavaScript would make another of it:', () => {
	it.each([
		['16 digits', '1234567890123456'],
		['17 digits', '12345678901234567'],
		['40 digits', '1234567890123456789012345678901234567890'],
		['a negative one of 16 digits', '-1234567890123456'],
		['beyond the range', '1e400'],
		['beyond the range, with a sign', '1e+400'],
		['beyond the range, with a capital', '1E400'],
		['beyond the range below zero', '-1e999'],
		['beyond the range, with a fraction', '1.5e309'],
	])('%s', (_what, number) => {
		expect(read(number)).toBe(number);
		expect(read(`[${number}]`)).toEqual([number]);
		expect(read(`{"id":${number},"n":1}`)).toEqual({ id: number, n: 1 });
		expect(read(`{"text":"x","ids":[${number},-2, ${number} ]}`)).toEqual({
			text: 'x',
			ids: [number, -2, number],
		});
	});
});

describe('a number stays a number:', () => {
	it.each([
		'0',
		'-1',
		'123456789012345',
		'1.5',
		'1e3',
		'1e308',
		'1E+100',
		'1e-400',
		'0.1234567890123456',
		'1234567890123456.5',
		'12345678901234567e-3',
	])('%s', (text) => {
		expect(read(text)).toBe(Number(text));
		// Next to a number that becomes text.
		expect(read(`[${text},1234567890123456789]`)).toEqual([Number(text), '1234567890123456789']);
	});
});

describe('digits inside a text stay what they are:', () => {
	it.each([
		'1234567890123456789',
		'12345678901234567 and more',
		'call 12345678901234567, then 1e400',
		'"12345678901234567"',
		'a "quoted" 12345678901234567',
		'one\\two "three" 12345678901234567',
		'\\',
		'ends with \\"',
		'line\nbreak\t12345678901234567',
		'',
		'-1e400',
	])('%j', (text) => {
		const value = { [text]: text, list: [text, 1] };
		const json = JSON.stringify(value);
		expect(read(json)).toEqual(value);
		expect(read(`[${json},12345678901234567]`)).toEqual([value, '12345678901234567']);
	});
});
