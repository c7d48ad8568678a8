import { readEnvelope } from '../../../nodes/YunhuVoice/api/envelope';
import type { Failure } from '../../../nodes/YunhuVoice/shared/result';
import { textOf } from '../../../nodes/YunhuVoice/shared/text';
import { fixture, fixtureText } from '../../support/fixtures/read';

const read = (text: string, secrets: string[] = []) => readEnvelope(text, secrets);

const readJson = (answer: unknown, ...secrets: string[]) => read(JSON.stringify(answer), secrets);

const failureOf = (result: ReturnType<typeof readEnvelope>): Failure | undefined =>
	result.ok ? undefined : result.failure;

const SUCCESS = { ret: 200, data: { status: 0, desc: 'done' }, msg: '' };

describe('an answer of success', () => {
	it('is read with its result, words and times, and kept unchanged', () => {
		expect(read(fixtureText('answers/login-succeeded.json'))).toEqual({
			ok: true,
			value: {
				answer: fixture('answers/login-succeeded.json'),
				data: fixture('answers/login-succeeded.json').data,
				result: (fixture('answers/login-succeeded.json').data as { result: unknown }).result,
				desc: 'Authorization successful',
				requestedAt: '1581240882',
				respondedAt: '1581240883',
			},
		});
	});

	it('may have no result', () => {
		expect(read(fixtureText('answers/play-voice-accepted.json'))).toEqual({
			ok: true,
			value: {
				answer: fixture('answers/play-voice-accepted.json'),
				data: fixture('answers/play-voice-accepted.json').data,
				result: {},
				desc: 'Play command sent successfully',
				requestedAt: '1581307099',
				respondedAt: '1581307099',
			},
		});
	});

	it.each([
		['ret as text', { ...SUCCESS, ret: '200' }],
		['ret as text with a blank', { ...SUCCESS, ret: ' 200' }],
		['status as text', { ...SUCCESS, data: { status: '0', desc: 'done' } }],
		['no msg', { ret: 200, data: { status: 0, desc: 'done' } }],
		['msg null', { ...SUCCESS, msg: null }],
		['a result that is no object', { ...SUCCESS, data: { status: 0, desc: 'done', result: [] } }],
		['a result of null', { ...SUCCESS, data: { status: 0, desc: 'done', result: null } }],
	])('is taken with %s', (_what, answer) => {
		expect(readJson(answer)).toEqual({
			ok: true,
			value: {
				answer,
				data: answer.data,
				result: {},
				desc: 'done',
				requestedAt: '',
				respondedAt: '',
			},
		});
	});

	it('has empty words and times where the provider sent null', () => {
		const data = { status: 0, desc: null, reqtime: null, rsptime: null };
		expect(readJson({ ret: 200, data })).toMatchObject({
			ok: true,
			value: { desc: '', requestedAt: '', respondedAt: '' },
		});
	});

	it.each([
		['a byte order mark', '\uFEFF'],
		['blanks', ' \r\n'],
	])('is taken behind %s', (_what, before) => {
		expect(read(`${before}${JSON.stringify(SUCCESS)}`)).toMatchObject({
			ok: true,
			value: { answer: SUCCESS },
		});
	});
});

describe('a refusal by ret', () => {
	it('is read as on the provider’s page', () => {
		expect(failureOf(read(fixtureText('answers/refused-by-ret.json')))).toMatchObject({
			level: 'ret',
			code: '400',
			message:
				'Illegal request: a parameter is invalid (ret 400): Illegal request: invalid parameter',
		});
	});

	it.each([
		[600, '600'],
		['600', '600'],
		[604, '604'],
		[0, '0'],
		[-1, '-1'],
		['error', 'error'],
		[200.5, '200.5'],
	])('%j is given as code %j', (ret, code) => {
		expect(failureOf(readJson({ ret, data: [], msg: '' }))).toMatchObject({ level: 'ret', code });
	});

	it.each([
		['no msg', { ret: 601, data: [] }],
		['msg null', { ret: 601, data: [], msg: null }],
		['msg as a list', { ret: 601, data: [], msg: ['x'] }],
		['no data', { ret: 601, msg: '' }],
		['data that says success', { ...SUCCESS, ret: 601 }],
	])('with %s is still one', (_what, answer) => {
		expect(failureOf(readJson(answer))).toMatchObject({
			level: 'ret',
			code: '601',
			message: 'The app ID is not authorized (ret 601)',
		});
	});
});

describe('a refusal by status', () => {
	const refused = (errors: unknown, status: unknown = 1) =>
		failureOf(readJson({ ret: 200, data: { status, desc: 'xxxfail', errors }, msg: '' }));

	it('is read as on the provider’s page', () => {
		expect(failureOf(read(fixtureText('answers/refused-by-status.json')))).toMatchObject({
			level: 'status',
			code: '1003',
			message: 'Operation Failed (code 1003): xxxfail, Authorization failed',
		});
	});

	it.each([1003, '1003', ' 1003 '])('takes its code %j as 1003', (code) => {
		expect(refused({ code, codemsg: 'Authorization failed' })).toMatchObject({
			level: 'status',
			code: '1003',
		});
	});

	it.each([1, '1', 2, -1, 'fail'])('is one with status %j', (status) => {
		expect(refused({ code: 1014 }, status)).toMatchObject({ level: 'status', code: '1014' });
	});

	it.each([undefined, null, [], {}, 'x', 1003, { code: null }, { code: '' }])(
		'with errors %j has no code, but the provider’s words',
		(errors) => {
			expect(refused(errors)).toMatchObject({
				level: 'status',
				code: 'UNKNOWN',
				message: 'The provider could not do it (code missing): xxxfail',
			});
		},
	);
});

describe('an answer that is none of the provider’s', () => {
	it.each([
		['nothing', '', 'EMPTY_ANSWER'],
		['blanks', ' \r\n\t', 'EMPTY_ANSWER'],
		['a byte order mark alone', '\uFEFF', 'EMPTY_ANSWER'],
		['a web page', '<!DOCTYPE html><html><body>502</body></html>', 'HTML_ANSWER'],
		['a web page behind blanks', '\n  <html></html>', 'HTML_ANSWER'],
		['a web page behind a byte order mark', '\uFEFF<html></html>', 'HTML_ANSWER'],
		['JSON cut off', fixtureText('answers/login-succeeded.json').slice(0, 150), 'NOT_JSON'],
		['text', 'Fatal error: out of memory', 'NOT_JSON'],
		['text with a tag in it', 'Fatal error: <b>out of memory</b>', 'NOT_JSON'],
		['JSON behind a warning of PHP', `Warning: x\n${JSON.stringify(SUCCESS)}`, 'NOT_JSON'],
		['a JSON list', '[]', 'NOT_YUNHU'],
		['a JSON list with an answer in it', JSON.stringify([SUCCESS]), 'NOT_YUNHU'],
		['JSON null', 'null', 'NOT_YUNHU'],
		['a JSON number', '200', 'NOT_YUNHU'],
		['a JSON string', '"200"', 'NOT_YUNHU'],
		['a JSON boolean', 'true', 'NOT_YUNHU'],
		['an object without ret', '{"data":{"status":0}}', 'NOT_YUNHU'],
		['ret null', '{"ret":null,"data":{"status":0}}', 'NOT_YUNHU'],
		['ret empty', '{"ret":"","data":{"status":0}}', 'NOT_YUNHU'],
		['ret true', '{"ret":true,"data":{"status":0}}', 'NOT_YUNHU'],
		['ret as a list', '{"ret":[200],"data":{"status":0}}', 'NOT_YUNHU'],
		['success with data []', '{"ret":200,"data":[],"msg":""}', 'NO_DATA'],
		['success with data null', '{"ret":200,"data":null,"msg":""}', 'NO_DATA'],
		['success with data as text', '{"ret":200,"data":"0","msg":""}', 'NO_DATA'],
		['success without data', '{"ret":200}', 'NO_DATA'],
		['success without status', '{"ret":200,"data":{"desc":"done"}}', 'NO_DATA'],
		['success with status null', '{"ret":200,"data":{"status":null}}', 'NO_DATA'],
		['success with status empty', '{"ret":200,"data":{"status":""}}', 'NO_DATA'],
		['success with status false', '{"ret":200,"data":{"status":false}}', 'NO_DATA'],
	])('%s', (_what, text, code) => {
		expect(failureOf(read(text))).toMatchObject({
			level: 'transport',
			code,
			mayHaveHappened: true,
		});
	});

	it('shows nothing of what it holds', () => {
		for (const text of ['hidden-1', '<p>hidden-1', '{"secret":"hidden-1"}']) {
			expect(JSON.stringify(read(text))).not.toContain('hidden-1');
		}
	});
});

describe('secrets that the provider repeats', () => {
	const SECRETS = ['0123456789abcdef0123456789abcdef', 'key/with+signs&', 'callback-secret', ''];

	it.each([
		['ret', { ret: 600, data: [], msg: `token ${SECRETS[0]} is invalid` }],
		['ret in capitals', { ret: 600, msg: `TOKEN ${SECRETS[0]!.toUpperCase()}` }],
		['desc', { ret: 200, data: { status: 1, desc: `bad ${SECRETS[1]}`, errors: { code: 1003 } } }],
		[
			'codemsg, percent-encoded',
			{
				ret: 200,
				data: { status: 1, errors: { code: 1003, codemsg: encodeURIComponent(SECRETS[1]!) } },
			},
		],
		['words of success', { ...SUCCESS, data: { status: 0, desc: `sent ${SECRETS[2]}` } }],
		['a list', { ...SUCCESS, data: { status: 0, result: [{ deep: [SECRETS[0]] }] } }],
		['a key', { ...SUCCESS, data: { status: 0, result: { [SECRETS[0]!]: 1 } } }],
		['a form', { ret: 400, msg: `key=${new URLSearchParams({ '': SECRETS[1]! })}` }],
		['JSON inside a text', { ret: 400, msg: JSON.stringify({ key: SECRETS[1] }) }],
		['HTML', { ret: 400, msg: 'key/with+signs&amp;' }],
	])('are masked in %s', (_where, answer) => {
		const shown = JSON.stringify(read(JSON.stringify(answer), SECRETS));
		expect(shown).toContain('***');
		for (const secret of SECRETS.slice(0, 3)) {
			expect(shown.toLowerCase()).not.toContain(secret.toLowerCase());
			expect(shown).not.toContain(encodeURIComponent(secret));
		}
	});

	it('are masked where they are digits that come as a number', () => {
		const result = { key: 8613987654321, count: 86 };
		const answer = { ...SUCCESS, data: { status: 0, result } };
		expect(read(JSON.stringify(answer), ['8613987654321'])).toMatchObject({
			value: { result: { key: '***', count: 86 } },
		});
	});

	it('stay in a download link: another one leads nowhere', () => {
		const downurl = `https://files.example/a.mp3?token=${SECRETS[0]}`;
		const answer = { ...SUCCESS, data: { status: 0, result: { downurl } } };
		expect(read(JSON.stringify(answer), SECRETS)).toMatchObject({ value: { result: { downurl } } });
	});

	it('leave all other text as it is, also where a secret is so short that any word can hold it', () => {
		const answer = { ...SUCCESS, data: { status: 0, desc: 'done', result: { a: 'a1', b: 12 } } };
		expect(read(JSON.stringify(answer), ['a', '12', 'done.'])).toMatchObject({
			value: { answer },
		});
	});
});

describe('SIP passwords', () => {
	it.each<[string, unknown, unknown]>([
		['a row', { extnumber: '1', password: 'pw-1' }, { extnumber: '1', password: '***' }],
		['a row in capitals', { PassWord: 'pw-1' }, { PassWord: '***' }],
		['a key with blanks', { ' password ': 'pw-1' }, { ' password ': '***' }],
		['a number', { password: 4711 }, { password: '***' }],
		['an object', { password: { plain: 'pw-1' } }, { password: '***' }],
		['any depth', { a: [{ b: { password: 'pw-1' } }] }, { a: [{ b: { password: '***' } }] }],
	])('are masked in %s, whatever the other secrets', (_where, row, masked) => {
		const answer = { ...SUCCESS, data: { status: 0, result: [row] } };
		for (const secrets of [[], ['a-longer-secret']]) {
			expect(read(JSON.stringify(answer), secrets)).toMatchObject({
				value: { answer: { data: { result: [masked] } }, data: { result: [masked] } },
			});
		}
	});

	it('are masked in a list without status', () => {
		const text = JSON.stringify({ ret: 200, data: [{ password: 'pw-1' }] });
		expect(JSON.stringify(readEnvelope(text, [], 'App.Sip_Extgroup.GetGroupExt'))).not.toContain(
			'pw-1',
		);
	});

	it('do not make a secret of words about them', () => {
		const answer = { ...SUCCESS, data: { status: 0, desc: 'password set', passwordage: 3 } };
		expect(readJson(answer)).toMatchObject({ value: { answer } });
	});
});

describe('a list without status', () => {
	const LIST = [{ name: 'group-1', extnumber: '1' }, { name: 'group-1' }];
	const withData = (data: unknown) => JSON.stringify({ ret: 200, data, msg: '' });

	it.each(['App.Sip_Extgroup.GetGroupExt', 'App.sip_extgroup.getgroupext'])(
		'is what %s answers',
		(service) => {
			expect(readEnvelope(withData(LIST), [], service)).toEqual({
				ok: true,
				value: {
					answer: { ret: 200, data: LIST, msg: '' },
					data: { status: 0, result: LIST },
					result: {},
					desc: '',
					requestedAt: '',
					respondedAt: '',
				},
			});
			expect(readEnvelope(withData([]), [], service)).toMatchObject({
				value: { data: { result: [] } },
			});
		},
	);

	it.each(['App.Sip_Sipnum.GetSipnumberInfo', 'App.Sip_Extgroup.GetExtgroupInfo', ''])(
		'is no answer of “%s”',
		(service) => {
			for (const data of [LIST, []]) {
				expect(failureOf(readEnvelope(withData(data), [], service))?.code).toBe('NO_DATA');
			}
		},
	);

	it.each<[string, string, string]>([
		['rows that are none', withData([1, 'a']), 'NO_DATA'],
		['a row of null', withData([null]), 'NO_DATA'],
		['no data', '{"ret":200}', 'NO_DATA'],
		['no ret', JSON.stringify({ data: LIST }), 'NOT_YUNHU'],
		['nothing around it', JSON.stringify(LIST), 'NOT_YUNHU'],
		['a refusal around it', JSON.stringify({ ret: 603, data: [] }), '603'],
		['a refusal inside', withData({ status: 1, errors: { code: 1211 } }), '1211'],
	])('is none with %s', (_what, text, code) => {
		expect(failureOf(readEnvelope(text, [], 'App.Sip_Extgroup.GetGroupExt'))?.code).toBe(code);
	});
});

describe('a field as text', () => {
	it.each([
		['a', 'a'],
		[' a ', 'a'],
		[0, '0'],
		[1003, '1003'],
		['', ''],
		[null, ''],
		[undefined, ''],
		[true, ''],
		[[], ''],
		[{}, ''],
	])('%j is %j', (value, text) => {
		expect(textOf(value)).toBe(text);
	});
});

describe('a secret', () => {
	const SECRET = `a/b&c<d>e"f'g h`;
	const MASKED = {
		ok: false,
		failure: { message: expect.stringMatching(/\(ret 601\): <\*\*\*>$/) },
	};

	it.each<[string, string]>([
		['itself', SECRET],
		['for an address', encodeURIComponent(SECRET)],
		['as a form', new URLSearchParams([['k', SECRET]]).toString().slice(2)],
		['as JSON', JSON.stringify(SECRET).slice(1, -1)],
		['as PHP writes JSON', JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/')],
		['as PHP writes HTML', 'a/b&amp;c&lt;d&gt;e&quot;f&#039;g h'],
	])('is masked in a text that holds it %s, and nothing else', (_how, written) => {
		expect(readJson({ ret: 601, msg: `<${written}>` }, SECRET)).toMatchObject(MASKED);
	});

	it('of six characters is masked, one of five is not', () => {
		const shown = (secret: string) =>
			JSON.stringify(readJson({ ret: 601, msg: `<${secret}>` }, secret));
		expect(shown('abcdef')).not.toContain('abcdef');
		expect(shown('abcde')).toContain('abcde');
	});

	it('that is a number is masked in a number', () => {
		const answer = { ...SUCCESS, data: { status: 0, result: { n: 1234567, m: 12345678 } } };
		expect(readJson(answer, '1234567')).toMatchObject({
			value: { result: { n: '***', m: 12345678 } },
		});
	});
});
