import { startSimulator, type Simulator } from '../../../support/simulator';
import { login, LOGIN, playFields, post, send, type Encoding, type Fields } from './helpers';

const HEX_TOKEN = /^[0-9a-f]{32}$/;
const UTC8 = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const logout = (token: string) => ({ service: 'App.Sip_Auth.Logout', token });
const getFile = (token: string, filename: string) => ({
	service: 'App.Sip_Cdr.GetRecodeFile',
	token,
	filename,
});

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ timeScale: 0 });
});
afterEach(async () => await simulator.close());

describe.each<Encoding>(['multipart', 'urlencoded'])('with %s requests', (encoding) => {
	it('Login answers as the sample does', async () => {
		const answer = (await post(simulator, LOGIN, encoding)).json();
		expect(answer).toEqual({
			ret: 200,
			data: {
				status: 0,
				desc: 'Authorization successful',
				result: {
					companycode: '2028',
					companyname: 'test',
					token: expect.stringMatching(HEX_TOKEN),
					authtime: expect.stringMatching(UTC8),
					authmodel: '',
					ipwhite: '',
				},
				reqtime: expect.any(Number),
				rsptime: expect.any(Number),
			},
			msg: '',
		});
	});

	it('PlayVoice answers without a call id and dials', async () => {
		const token = await login(simulator);
		const fields = playFields(token, { disnumber: '2120280001', customuuid: '客户 7&=+' });
		expect((await post(simulator, fields, encoding)).json()).toEqual({
			ret: 200,
			data: {
				status: 0,
				desc: 'Play command sent successfully',
				reqtime: expect.any(Number),
				rsptime: expect.any(Number),
			},
			msg: '',
		});
		expect(simulator.dials).toEqual([
			{
				destinationNumber: '13800000001',
				customuuid: '客户 7&=+',
				callId: expect.any(String),
				at: expect.any(Date),
			},
		]);
	});

	it('GetRecodeFile answers with a link and its expiry', async () => {
		simulator.addRecording('1111.wav');
		const answer = (
			await post(simulator, getFile(await login(simulator), '1111.wav'), encoding)
		).json();
		expect(answer).toEqual({
			ret: 200,
			data: {
				status: 0,
				desc: 'get success',
				result: {
					downurl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/recordings\/\w+\/1111\.wav$/),
					expiredtime: expect.stringMatching(/^Expiration time:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
				},
				reqtime: expect.any(Number),
				rsptime: expect.any(Number),
			},
			msg: '',
		});
	});

	it('Logout ends the token', async () => {
		const token = await login(simulator);
		expect((await post(simulator, logout(token), encoding)).json()).toEqual({
			ret: 200,
			data: {
				status: 0,
				desc: 'logout successful',
				reqtime: expect.any(Number),
				rsptime: expect.any(Number),
			},
			msg: '',
		});
		expect((await post(simulator, playFields(token), encoding)).json().ret).toBe(600);
		expect((await post(simulator, logout(token), encoding)).json().ret).toBe(600);
		expect(simulator.dials).toEqual([]);
	});
});

describe('strict request checks give ret 400, name the field and have no effect', () => {
	const without = (name: string) => (fields: Fields) =>
		Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
	const withField = (name: string, value: string) => (fields: Fields) => ({
		...fields,
		[name]: value,
	});

	it.each([
		['no service', without('service'), 'field service is missing'],
		['an empty service', withField('service', ''), 'field service is missing'],
		['an unknown service', withField('service', 'App.Sip_Call.Play'), "'App.Sip_Call.Play'"],
		[
			'a leading space',
			withField('service', ' App.Sip_Call.PlayVoice'),
			"' App.Sip_Call.PlayVoice'",
		],
		['another case', withField('service', 'app.sip_call.playvoice'), 'does not exist'],
		['a property of objects', withField('service', 'constructor'), 'does not exist'],
		['an unknown field', withField('customUuid', '1'), 'field customUuid is unknown'],
		['a field of another service', withField('filename', 'a'), 'field filename is unknown'],
		...['token', 'destnumber', 'voicetype', 'voicefile', 'chengshudu', 'userid'].flatMap(
			(name): Array<[string, (fields: Fields) => Fields, string]> => [
				[`no ${name}`, without(name), `field ${name} is missing`],
				[`an empty ${name}`, withField(name, ''), `field ${name} is missing`],
			],
		),
		['voicetype 0', withField('voicetype', '0'), 'field voicetype must be 1 or 2'],
		['voicetype 12', withField('voicetype', '12'), 'field voicetype must be 1 or 2'],
		['destnumber with a plus', withField('destnumber', '+861'), 'field destnumber must be digits'],
		['destnumber with a space', withField('destnumber', '138 1'), 'field destnumber must be'],
		['disnumber with letters', withField('disnumber', 'abc'), 'field disnumber must be digits'],
		['userid without a key', withField('userid', '@extGroup-1'), 'field userid must be key@'],
		['userid without a group', withField('userid', '1@'), 'field userid must be key@'],
		['userid without an @', withField('userid', '1 extGroup-1'), 'field userid must be key@'],
		['userid with stray spaces', withField('userid', '1@ sales'), 'field userid must be key@'],
	])('PlayVoice with %s', async (_title, change, message) => {
		const answer = (await post(simulator, change(playFields(await login(simulator))))).json();
		expect(answer).toEqual({ ret: 400, data: [], msg: expect.stringContaining(message) });
		expect(answer.msg).toMatch(/^Illegal request: /);
		expect(simulator.dials).toEqual([]);
	});

	it.each([
		[{ ...LOGIN, appid: '' }, 'field appid is missing'],
		[{ ...LOGIN, accesskey: '' }, 'field accesskey is missing'],
		[{ ...LOGIN, appId: 'demo-app' }, 'field appId is unknown'],
		[{ ...LOGIN, token: 'x' }, 'field token is unknown'],
		[{ service: 'App.Sip_Auth.Logout' }, 'field token is missing'],
		[{ service: 'App.Sip_Cdr.GetRecodeFile', filename: 'a' }, 'field token is missing'],
		[{ service: 'App.Sip_Cdr.GetRecodeFile', token: 'a' }, 'field filename is missing'],
		[{ service: 'App.Sip_Cdr.GetRecordFile', token: 'a' }, 'does not exist'],
	])('%j', async (fields, message) => {
		const answer = (await post(simulator, fields as unknown as Fields)).json();
		expect(answer).toEqual({ ret: 400, data: [], msg: expect.stringContaining(message) });
	});

	it.each<Encoding>(['multipart', 'urlencoded'])('a field sent twice (%s)', async (encoding) => {
		const fields = Object.entries(playFields(await login(simulator)));
		const answer = (
			await post(simulator, [...fields, ['destnumber', '13800000002']], encoding)
		).json();
		expect(answer.ret).toBe(400);
		expect(answer.msg).toContain('field destnumber is sent twice');
		expect(simulator.dials).toEqual([]);
	});

	it.each([
		['JSON', { 'content-type': 'application/json' }, JSON.stringify(LOGIN)],
		['text', { 'content-type': 'text/plain' }, 'service=App.Sip_Auth.Login'],
		['a content type that is none', { 'content-type': 'garbage' }, 'service=App.Sip_Auth.Login'],
		['no content type', {}, 'service=App.Sip_Auth.Login'],
		['no body', {}, undefined],
		['multipart without a boundary', { 'content-type': 'multipart/form-data' }, 'x'],
		['cut-off multipart', { 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\nCont'],
	])('%s instead of a form', async (_title, headers, body) => {
		const answer = (await send(simulator.url, { headers, body: body ?? null })).json();
		expect(answer).toEqual({
			ret: 400,
			data: [],
			msg: expect.stringMatching(/^Illegal request: /),
		});
		expect(simulator.requests).toMatchObject([{ service: '', answeredWith: { ret: 400 } }]);
	});

	it('a field named like a property of objects', async () => {
		const answer = (
			await post(simulator, [...Object.entries(LOGIN), ['valueOf', '1']], 'urlencoded')
		).json();
		expect(answer.msg).toContain('field valueOf is unknown');
	});

	it('a field sent as a file', async () => {
		const body =
			'--b\r\ncontent-disposition: form-data; name="appid"; filename="blob"\r\n\r\nx\r\n--b--\r\n';
		const answer = (
			await send(simulator.url, {
				headers: { 'content-type': 'multipart/form-data; boundary=b' },
				body,
			})
		).json();
		expect(answer.msg).toContain('field appid must not be a file');
	});

	it('accepts an empty disnumber, a group with spaces and voicetype 1', async () => {
		const more = { disnumber: '', userid: '2@客服 one', voicetype: '1', voicefile: 'hello' };
		const token = await login(simulator);
		expect((await post(simulator, playFields(token, more))).json().ret).toBe(200);
	});
});

it('only POST to the one URL reaches the API', async () => {
	expect((await send(simulator.url, { method: 'GET' })).status).toBe(404);
	expect((await send(`${simulator.origin}/`, { body: 'x' })).status).toBe(404);
	expect(simulator.requests).toEqual([]);
});

it('answers JSON as text/html like PHP, or as application/json on request', async () => {
	expect((await post(simulator, LOGIN)).contentType).toBe('text/html; charset=utf-8');
	simulator.options.htmlContentType = false;
	expect((await post(simulator, LOGIN)).contentType).toBe('application/json; charset=utf-8');
});

it('close() ends an answer that is still being held back', async () => {
	simulator.options.latencyMs = 3_600_000;
	const pending = post(simulator, LOGIN).then(
		({ status }) => status,
		() => 'broken',
	);
	while (simulator.count('Login') === 0) await new Promise(setImmediate);
	await simulator.close();
	expect(await pending).not.toBe(200);
});

describe('authorization', () => {
	it('a wrong access key gives code "1003"', async () => {
		const answer = (await post(simulator, { ...LOGIN, accesskey: 'wrong' })).json();
		expect(answer).toEqual({
			ret: 200,
			data: {
				status: 1,
				desc: expect.any(String),
				errors: { code: '1003', codemsg: 'Authorization failed' },
				reqtime: expect.any(Number),
				rsptime: expect.any(Number),
			},
			msg: '',
		});
	});

	it('an unknown app id gives ret 601', async () => {
		const answer = (await post(simulator, { ...LOGIN, appid: 'other' })).json();
		expect(answer).toEqual({ ret: 601, data: [], msg: 'appid is not authorized' });
	});

	it('an unknown token gives ret 600 for every service', async () => {
		const token = 'f'.repeat(32);
		for (const fields of [playFields(token), getFile(token, 'a'), logout(token)]) {
			const answer = (await post(simulator, fields)).json();
			expect(answer).toMatchObject({ ret: 600, data: [] });
		}
		expect(simulator.dials).toEqual([]);
	});
});

describe('tokens', () => {
	const accepted = async (token: string) =>
		(await post(simulator, playFields(token))).json().ret === 200;

	it('stay valid next to later ones', async () => {
		const first = await login(simulator);
		const second = await login(simulator);
		expect(second).not.toBe(first);
		expect([await accepted(first), await accepted(second)]).toEqual([true, true]);
	});

	it('expire', async () => {
		const token = await login(simulator);
		simulator.options.tokenLifeSeconds = 0;
		expect(await accepted(token)).toBe(false);
	});

	it('last 12 hours by default', async () => {
		const token = await login(simulator);
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now');
		clock.mockReturnValue(now + 43_190_000);
		expect(await accepted(token)).toBe(true);
		clock.mockReturnValue(now + 43_200_000);
		expect(await accepted(token)).toBe(false);
		clock.mockRestore();
	});

	it('are all ended by revokeTokens()', async () => {
		const token = await login(simulator);
		simulator.revokeTokens();
		expect(await accepted(token)).toBe(false);
		expect(await accepted(await login(simulator))).toBe(true);
	});

	it('are ended by a later login with singleSession', async () => {
		simulator.options.singleSession = true;
		const first = await login(simulator);
		const second = await login(simulator);
		expect([await accepted(first), await accepted(second)]).toEqual([false, true]);
	});

	it('are handed out again until logged out with sameTokenUntilLogout', async () => {
		simulator.options.sameTokenUntilLogout = true;
		const first = await login(simulator);
		expect(await login(simulator)).toBe(first);
		await post(simulator, logout(first));
		expect(await login(simulator)).not.toBe(first);
	});

	it('of before a new extension give code 1010 for PlayVoice until logged out', async () => {
		simulator.options.sameTokenUntilLogout = true;
		const old = await login(simulator);
		simulator.addExtension();
		const refused = (await post(simulator, playFields(await login(simulator)))).json();
		expect(refused.data.errors).toEqual({ code: '1010', codemsg: 'Extension exception' });
		expect(simulator.dials).toEqual([]);
		await post(simulator, logout(old));
		expect(await accepted(await login(simulator))).toBe(true);
	});
});

describe('the log of requests', () => {
	it('keeps service, fields, content type and the answer', async () => {
		const token = await login(simulator);
		await post(simulator, getFile(token, 'none.wav'), 'urlencoded');
		await post(simulator, playFields('bad'));
		expect(simulator.requests).toEqual([
			{
				service: LOGIN.service,
				fields: LOGIN,
				contentType: expect.stringMatching(/^multipart\/form-data; boundary=/),
				at: expect.any(Date),
				answeredWith: { ret: 200, msg: '' },
			},
			{
				service: 'App.Sip_Cdr.GetRecodeFile',
				fields: getFile(token, 'none.wav'),
				contentType: 'application/x-www-form-urlencoded',
				at: expect.any(Date),
				answeredWith: { ret: 200, msg: '', code: '1002' },
			},
			expect.objectContaining({
				answeredWith: { ret: 600, msg: expect.stringContaining('token is invalid') },
			}),
		]);
	});

	it('writes one line per request without secrets and without foreign line breaks', async () => {
		const lines: string[] = [];
		simulator.options.log = (line) => lines.push(line);
		const token = await login(simulator);
		await post(simulator, playFields(token, { customuuid: 'a\nb' }));
		expect(lines.filter((line) => line.startsWith('request'))).toHaveLength(2);
		expect(lines[1]).toContain('"App.Sip_Call.PlayVoice" token=*** destnumber="13800000001"');
		expect(lines[1]).toContain('"ret":200');
		await post(simulator, { service: LOGIN.service, AccessKey: LOGIN.accesskey });
		const log = lines.join(' ');
		expect(log).not.toContain(token);
		expect(log).not.toContain(LOGIN.accesskey);
		expect(log).not.toContain('\n');
	});
});

it('reset() forgets requests, dials, faults and tokens but keeps settings', async () => {
	const token = await login(simulator);
	simulator.options.companyCode = '7';
	await post(simulator, playFields(token));
	simulator.answerNext({ fault: { http: 500 } });
	simulator.reset();
	expect([simulator.requests, simulator.dials, simulator.callbacks]).toEqual([[], [], []]);
	expect((await post(simulator, playFields(token))).json().ret).toBe(600);
	expect(simulator.options.companyCode).toBe('7');
});

it('forget() forgets requests and dials but keeps faults and tokens', async () => {
	const token = await login(simulator);
	await post(simulator, playFields(token));
	simulator.answerNext({ fault: { ret: 500 } });
	simulator.forget();
	expect([simulator.requests, simulator.dials, simulator.maxInFlight]).toEqual([[], [], 0]);
	expect((await post(simulator, playFields(token))).json().ret).toBe(500);
	expect((await post(simulator, playFields(token))).json().ret).toBe(200);
});
