import { decodeCallback } from '../../../nodes/YunhuVoice/callbacks/decode';
import { normalize } from '../../../nodes/YunhuVoice/callbacks/normalize';
import { fixture, fixtureText } from '../../fixtures/read';

const SAMPLE = 'callbacks/record-unanswered.json';

describe('takes', () => {
	it.each([
		['a JSON object', fixtureText(SAMPLE)],
		['one behind a byte order mark', `\uFEFF${fixtureText(SAMPLE)}`],
		['one between blanks', `\r\n\t ${fixtureText(SAMPLE)} \n`],
		['one behind a mark and blanks', `\uFEFF \n${fixtureText(SAMPLE)}`],
	])('%s', (_what, text) => {
		expect(decodeCallback(text)).toEqual({ ok: true, value: fixture(SAMPLE) });
	});

	it('an object without fields: what it is, others decide', () => {
		expect(decodeCallback('{}')).toEqual({ ok: true, value: {} });
	});

	it('values as they are', () => {
		expect(decodeCallback('{"a":1,"b":"1","c":null,"D":["x",{"e":false}]}')).toEqual({
			ok: true,
			value: { a: 1, b: '1', c: null, D: ['x', { e: false }] },
		});
	});
});

describe('refuses with HTTP 400', () => {
	const EMPTY = 'The body is empty';
	const NOT_JSON = 'The body is not JSON';
	const NO_OBJECT = 'The body is not a JSON object';

	it.each([
		['nothing', '', EMPTY],
		['blanks', ' \r\n\t', EMPTY],
		['a byte order mark alone', '\uFEFF', EMPTY],
		['text', 'hello', NOT_JSON],
		['form fields', 'uuid=1&status=ring', NOT_JSON],
		['an object cut off', fixtureText(SAMPLE).slice(0, 100), NOT_JSON],
		['the sample as the page prints it, commas missing', '{"a": "7003" "b": "c"}', NOT_JSON],
		['a web page', '<html></html>', NOT_JSON],
		['two objects', '{}{}', NOT_JSON],
		['an array', '[{"uuid":"1"}]', NO_OBJECT],
		['null', 'null', NO_OBJECT],
		['a number', '42', NO_OBJECT],
		['a string', '"ring"', NO_OBJECT],
		['a boolean', 'true', NO_OBJECT],
	])('%s', (_what, text, reason) => {
		expect(decodeCallback(text)).toEqual({ ok: false, failure: { status: 400, reason } });
	});
});

it.each([20, 20_000])('refuses a body nested %d levels deep', (levels) => {
	const body = `{"billsec":1,"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
	expect(decodeCallback(body)).toEqual({
		ok: false,
		failure: { status: 400, reason: 'The body is nested too deeply' },
	});
});

it('a whole number too large for JavaScript keeps its digits', () => {
	const read = (text: string) => {
		const body = decodeCallback(text);
		if (!body.ok) throw new Error(body.failure.reason);
		return normalize('callRecord', body.value, 'UTC');
	};
	const one = read('{"billsec":0,"duration":1,"memberid":18533700187590657}');
	const other = read('{"billsec":0,"duration":1,"memberid":18533700187590656}');
	expect(one).toMatchObject({ memberId: '18533700187590657' });
	expect(one.eventId).not.toBe(other.eventId);
});
