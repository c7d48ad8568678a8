import type { FaultKind } from '../simulator';
import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from './support/account';
import { itemsOf } from './support/n8n';

afterEach(closeAccounts);

/** The form fields of the call requests, without the token, whose value is the session tests' business. */
const formsSent = (provider: { requests: Array<{ service: string; fields: object }> }) =>
	provider.requests
		.filter(({ service }) => service.endsWith('PlayVoice'))
		.map(({ fields }) => ({ ...fields, token: undefined }));

describe('what is sent', () => {
	it('has exactly the fields of the provider’s page', async () => {
		const { provider, run } = await openTestAccount();
		await run({
			...PLAY_VOICE,
			options: { callerId: '025-6682 3420', customData: 'order 7', maturity: '3' },
		});
		expect(formsSent(provider)).toEqual([
			{
				service: 'App.Sip_Call.PlayVoice',
				destnumber: '13300000001',
				voicetype: '2',
				voicefile: 'https://example.com/welcome.mp3',
				chengshudu: '3',
				userid: '1@extGroup-1',
				disnumber: '02566823420',
				customuuid: 'order 7',
			},
		]);
		expect(provider.requests[0]?.contentType).toMatch(/^multipart\/form-data; boundary=/);
	});

	it('leaves the caller ID out when there is none, and makes custom data of 32 hex characters', async () => {
		const { provider, run } = await openTestAccount();
		await run(PLAY_VOICE);
		const [form] = formsSent(provider);
		expect(form).not.toHaveProperty('disnumber');
		expect(form).toMatchObject({
			chengshudu: '1',
			customuuid: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
	});

	it('names an offline voice file by type 1', async () => {
		const { provider, run } = await openTestAccount();
		await run({ ...PLAY_VOICE, voiceType: 'file', voiceFile: 'welcome' });
		expect(formsSent(provider)).toMatchObject([{ voicetype: '1', voicefile: 'welcome' }]);
	});

	it('is urlencoded where the credential says so', async () => {
		const { provider, run } = await openTestAccount({}, { bodyFormat: 'urlencoded' });
		await run({ ...PLAY_VOICE, options: { customData: 'a&b=c 中文' } });
		expect(provider.requests.map(({ contentType }) => contentType)).toEqual([
			'application/x-www-form-urlencoded',
			'application/x-www-form-urlencoded',
		]);
		expect(provider.dials).toMatchObject([{ customuuid: 'a&b=c 中文' }]);
	});

	it('takes a number that comes from a spreadsheet as a number', async () => {
		const { provider, run } = await openTestAccount();
		await run({ ...PLAY_VOICE, destinationNumber: '={{ $json.number }}' }, [
			{ json: { number: 13300000001 } },
		]);
		expect(provider.dials).toMatchObject([{ destinationNumber: '13300000001' }]);
	});
});

describe('what comes out', () => {
	it('is one short item for each input item, in order', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run(
			{ ...PLAY_VOICE, destinationNumber: '={{ $json.number }}', options: { customData: 'row' } },
			itemsWithNumbers('+86 (133) 0000-0001', '13300000002'),
		);
		const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+08:00$/);
		expect(itemsOf(result)).toEqual(
			['8613300000001', '13300000002'].map((destinationNumber, item) => ({
				json: {
					accepted: true,
					destinationNumber,
					customData: 'row',
					message: expect.stringMatching(/./),
					requestedAt: time,
					respondedAt: time,
				},
				pairedItem: { item },
			})),
		);
		expect(provider.dials).toHaveLength(2);
	});

	it('is the provider’s answer and the custom data when not simplified', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run({
			...PLAY_VOICE,
			simplify: false,
			options: { customData: 'order 7' },
		});
		expect(itemsOf(result)[0]?.json).toEqual({
			ret: 200,
			data: {
				status: 0,
				desc: expect.any(String),
				reqtime: expect.any(Number),
				rsptime: expect.any(Number),
			},
			msg: '',
			customuuid: provider.dials[0]?.customuuid,
		});
	});
});

describe('what is refused before anything is sent', () => {
	it.each([
		[
			'a number with letters',
			{ destinationNumber: '1330000abcd' },
			/1330000abcd.*not a phone number/,
		],
		['no number', { destinationNumber: '={{ "" }}' }, /Destination Number is empty/],
		['no voice file', { voiceFile: '  ' }, /Voice File is empty/],
		['no transfer route', { transferRoute: '={{ null }}' }, /Transfer Route is empty/],
		['a caller ID with letters', { options: { callerId: 'me' } }, /Caller ID “me”/],
		['a negative number', { destinationNumber: '={{ -13300000001 }}' }, /not a phone number/],
		['a number in a list', { destinationNumber: '={{ ["13300000001"] }}' }, /Number is neither/],
		['a file that is an object', { voiceFile: '={{ {url: "x"} }}' }, /Voice File is neither text/],
		['no text as route', { transferRoute: '={{ true }}' }, /Transfer Route is neither text/],
		['custom data that is an object', { options: { customData: {} } }, /Custom Data is neither/],
		['a voice type there is not', { voiceType: '={{ "File" }}' }, /Voice Type is neither/],
	])('%s', async (_, wrong, message) => {
		const { provider, run } = await openTestAccount();
		const result = await run({ ...PLAY_VOICE, ...wrong });
		expect(result.data.resultData.error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringMatching(message),
			description: expect.stringMatching(/./),
			context: { itemIndex: 0 },
		});
		expect(provider.requests).toEqual([]);
	});

	it('an operation there is not', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run({ ...PLAY_VOICE, operation: 'sendFax' });
		expect(result.data.resultData.error?.message).toBe('There is no operation sendFax of call');
		expect(provider.requests).toEqual([]);
	});

	it('Retry On Fail, by which n8n would place a whole list again', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run(PLAY_VOICE, undefined, { retryOnFail: true, waitBetweenTries: 0 });
		expect(result.data.resultData.error?.message).toMatch(/Retry On Fail is on/);
		expect(provider.requests).toEqual([]);
	});

	it.each([
		['an address that is no web address', { apiUrl: 'yunhu.example.com' }, /not a web address/],
		[
			'credentials inside the address',
			{ apiUrl: 'http://me:secret@127.0.0.1/' },
			/user name or password/,
		],
		['no access key', { accessKey: '' }, /access key in the credential is empty/],
		['no access key, by an expression', { accessKey: undefined as never }, /access key .* empty/],
		['an unknown time zone', { serverTimeZone: 'China' }, /time zone/],
	])('a credential with %s', async (_, values, message) => {
		const { provider, run } = await openTestAccount({}, values);
		const result = await run(PLAY_VOICE);
		expect(result.data.resultData.error?.message).toMatch(message);
		expect(JSON.stringify(result.data.resultData)).not.toContain('secret@');
		expect(provider.requests).toEqual([]);
	});
});

describe('Continue On Fail', () => {
	it('gives one error item for each failed input and places the other calls', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'PlayVoice', after: 1, fault: { code: 1019 } });
		const result = await run(
			{
				...PLAY_VOICE,
				destinationNumber: '={{ $json.number }}',
				options: { customData: 'row', concurrency: 1 },
			},
			itemsWithNumbers('12', '13300000001', '13300000002', '13300000003'),
			CONTINUE,
		);
		expect(itemsOf(result).map(({ json, pairedItem }) => ({ ...json, pairedItem }))).toEqual([
			{
				error: expect.stringContaining('“12” is not a phone number'),
				code: 'INPUT',
				level: 'input',
				advice: expect.stringContaining('3 to 20 digits'),
				customData: 'row',
				pairedItem: { item: 0 },
			},
			expect.objectContaining({ accepted: true, pairedItem: { item: 1 } }),
			{
				error: expect.stringContaining('Number Disabled (code 1019)'),
				code: '1019',
				level: 'status',
				advice: expect.stringContaining('caller ID'),
				destinationNumber: '13300000002',
				customData: 'row',
				pairedItem: { item: 2 },
			},
			expect.objectContaining({ accepted: true, pairedItem: { item: 3 } }),
		]);
		expect(provider.dials.map(({ destinationNumber }) => destinationNumber)).toEqual([
			'13300000001',
			'13300000003',
		]);
	});

	it.each([
		{ destinationNumber: '={{ $json.when.toDateTime() && "13300000001" }}' },
		{ options: { customData: '={{ $json.when.toDateTime() && "row 1" }}' } },
	])('makes an expression that fails the failure of its item: %j', async (values) => {
		const { run } = await openTestAccount();
		const result = await run(
			{ ...PLAY_VOICE, ...values },
			[{ json: { when: 'nonsense' } }, { json: { when: '2026-01-02' } }],
			CONTINUE,
		);
		expect(itemsOf(result).map(({ json }) => json)).toEqual([
			expect.objectContaining({ level: 'input', error: expect.stringContaining('Luxon') }),
			expect.objectContaining({ accepted: true }),
		]);
	});

	it('sends failed items to the error output where the user asks for it', async () => {
		const { run } = await openTestAccount();
		const result = await run(
			{ ...PLAY_VOICE, destinationNumber: '={{ $json.number }}' },
			itemsWithNumbers('12', '13300000001'),
			{ onError: 'continueErrorOutput' },
		);
		expect(itemsOf(result, 0)).toMatchObject([
			{ json: { accepted: true }, pairedItem: { item: 1 } },
		]);
		expect(itemsOf(result, 1)).toMatchObject([
			{ json: { error: expect.stringContaining('“12” is not') }, pairedItem: { item: 0 } },
		]);
	});
});

describe('what goes wrong at the provider', () => {
	const CALL_MAY_HAVE_BEEN_PLACED = /the call may have been placed \(custom data order 7\)/;

	it.each<[string, FaultKind, string, RegExp]>([
		['ret 400', { ret: 400 }, '400', /parameter is invalid \(ret 400\)/],
		['ret 604', { ret: 604 }, '604', /address of this n8n server is not authorized/],
		[
			'a code',
			{ code: 1011, desc: '分机不存在' },
			'1011',
			/Illegal Extension \(code 1011\): 分机不存在/,
		],
		['a code of a later day', { code: 4711 }, '4711', /code 4711/],
		['HTTP 404', { http: 404 }, 'HTTP_404', /HTTP status 404/],
		[
			'a redirect',
			{ redirect: 'https://elsewhere.example/?token=x' },
			'HTTP_302',
			/\(elsewhere\.example\)/,
		],
	])('%s is told in words; nothing was dialled', async (_, fault, code, message) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'PlayVoice', fault });
		const [item] = itemsOf(await run(PLAY_VOICE, undefined, CONTINUE));
		expect(item?.json).toMatchObject({ code, error: expect.stringMatching(message) });
		expect(item?.json.error).not.toContain('may have been placed');
		expect(provider.count('PlayVoice')).toBe(1);
		expect(provider.dials).toEqual([]);
	});

	it.each<[string, FaultKind, string]>([
		['ret 500', { ret: 500 }, '500'],
		['an empty answer', { raw: '' }, 'EMPTY_ANSWER'],
		['a web page', { raw: '<html><body>502</body></html>' }, 'HTML_ANSWER'],
		['an answer that is cut off', { raw: '{"ret":200,"data":{"sta' }, 'NOT_JSON'],
		['an answer of another system', { raw: '{"ok":true}' }, 'NOT_YUNHU'],
		['a list', { raw: '[1,2]' }, 'NOT_YUNHU'],
		['success without data', { raw: '{"ret":200,"data":[],"msg":""}' }, 'NO_DATA'],
		['30 MB', { bytes: 30_000_000 }, 'ANSWER_TOO_LARGE'],
		['HTTP 502', { http: 502 }, 'HTTP_502'],
		['HTTP 500 after the call was placed', { httpAfter: 500 }, 'HTTP_500'],
		['a connection that breaks before', { reset: 'before' }, 'CONNECTION_LOST'],
		['a connection that breaks after', { reset: 'after' }, 'CONNECTION_LOST'],
		['silence', { stall: 'after' }, 'TIMEOUT'],
	])(
		'%s: says the call may have been placed, and never places it again',
		async (_, fault, code) => {
			const { provider, run } = await openTestAccount();
			provider.answerNext({ service: 'PlayVoice', fault });
			const [item] = itemsOf(
				await run(
					{ ...PLAY_VOICE, options: { customData: 'order 7', timeoutSeconds: 1 } },
					undefined,
					CONTINUE,
				),
			);
			expect(item?.json).toMatchObject({
				code,
				error: expect.stringMatching(CALL_MAY_HAVE_BEEN_PLACED),
				advice: expect.stringContaining('look for a call record'),
				destinationNumber: '13300000001',
				customData: 'order 7',
			});
			expect(provider.count('PlayVoice')).toBe(1);
			expect(provider.dials.length).toBeLessThanOrEqual(1);
		},
	);

	it('a host that refuses the connection: nothing was dialled', async () => {
		const { provider, run, credentials } = await openTestAccount();
		await run(PLAY_VOICE);
		const { sessionToken } = credentials.stored;
		await provider.close();
		const [item] = itemsOf(await run(PLAY_VOICE, undefined, CONTINUE));
		expect(sessionToken).not.toBe('');
		expect(item?.json).toMatchObject({ code: 'UNREACHABLE', level: 'transport' });
		expect(item?.json.error).not.toContain('may have been placed');
	});

	it('never shows the token or the access key', async () => {
		const { provider, run, credentials } = await openTestAccount();
		provider.answerNext({ service: 'PlayVoice', fault: { http: 500 } });
		const failed = await run(PLAY_VOICE, undefined, CONTINUE);
		provider.answerNext({ service: 'PlayVoice', fault: { reset: 'before' } });
		const stopped = await run(PLAY_VOICE);
		const { token } = JSON.parse(String(credentials.stored.sessionToken)) as { token: string };
		const shown = JSON.stringify([failed, stopped, stopped.data.resultData.error]);
		expect(shown).toContain('may have been placed');
		expect(shown).not.toContain(token);
		expect(shown).not.toContain(provider.accessKey);
	});
});
