import {
	closeAccounts,
	CONTINUE,
	formsSent,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { IN_DOUBT, timeLimitOf } from '../support/contexts/faults';
import { itemsOf } from '../support/contexts/n8n';
import type { FaultKind } from '../support/simulator';

afterEach(closeAccounts);

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/;

describe('what is sent', () => {
	it('has exactly the fields of the provider’s page', async () => {
		const { provider, run } = await openTestAccount();
		await run({
			...PLAY_VOICE,
			options: { callerId: '025-6682 3420', customData: 'order 7', maturity: '3' },
		});
		expect(formsSent(provider, 'PlayVoice')).toEqual([
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
		const [form] = formsSent(provider, 'PlayVoice');
		expect(form).not.toHaveProperty('disnumber');
		expect(form).toMatchObject({
			chengshudu: '1',
			customuuid: expect.stringMatching(/^[0-9a-f]{32}$/),
		});
	});

	it('names an offline voice file by type 1', async () => {
		const { provider, run } = await openTestAccount();
		await run({ ...PLAY_VOICE, voiceType: 'file', voiceFile: 'welcome' });
		expect(formsSent(provider, 'PlayVoice')).toMatchObject([
			{ voicetype: '1', voicefile: 'welcome' },
		]);
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
			itemsWithNumbers('+86 (133) 0000-0001', '13300000002.0'),
		);
		const time = expect.stringMatching(ISO_TIME);
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

it.each<[unknown, boolean]>([
	['={{ "false" }}', false],
	['={{ "true" }}', true],
	['={{ 0 }}', false],
	['={{ 1 }}', true],
])('Simplify made by the expression %j is %j', async (simplify, isOn) => {
	const { run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...PLAY_VOICE, simplify: simplify as string }));
	expect(item?.json.accepted === true).toBe(isOn);
	expect(item?.json.ret === 200).toBe(!isOn);
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
		['a negative number', { destinationNumber: '={{ -13300000001 }}' }, /begins with a dash/],
		['two numbers', { destinationNumber: '13300000001\n13300000002' }, /holds two numbers/],
		['an extension', { destinationNumber: '02566823420-801' }, /holds an extension/],
		['a shortened number', { destinationNumber: '1.33E+10' }, /shortened by a spreadsheet/],
		['digits that were rounded', { destinationNumber: '={{ 12345678901234567890 }}' }, /shortened/],
		['an emergency number', { destinationNumber: '={{ 110 }}' }, /emergency number/],
		['a caller ID with an extension', { options: { callerId: '66823420(1)' } }, /Caller ID.*ext/],
		['a wait by a word', { waitForResult: '={{ "yes" }}' }, /Wait for Result is neither true nor/],
		['a form by a word', { simplify: '={{ "no" }}' }, /Simplify is neither true nor false/],
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
		expect(result.data.resultData.error?.message).toBe(
			'The resource call has no operation sendFax',
		);
		expect(provider.requests).toEqual([]);
	});

	it('Retry On Fail, by which n8n would place a whole list again', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run(PLAY_VOICE, undefined, { retryOnFail: true, waitBetweenTries: 0 });
		expect(result.data.resultData.error).toMatchObject({
			message: expect.stringContaining('Retry On Fail is on'),
			description: expect.stringContaining('place every call of the list again'),
		});
		expect(provider.requests).toEqual([]);
	});

	it.each([
		['an address that is no web address', { apiUrl: 'yunhu.example.com' }, /not a web address/],
		[
			'credentials inside the address',
			{ apiUrl: 'http://me:secret@127.0.0.1/' },
			/user name or password/,
		],
		['no access key', { accessKey: '' }, /Access Key in the credential is empty/],
		['no access key, by an expression', { accessKey: undefined as never }, /Access Key .* empty/],
		['an unknown time zone', { serverTimeZone: 'China' }, /Time Zone/],
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
				mayHaveBeenPlaced: false,
				requestedAt: null,
				customData: 'row',
				pairedItem: { item: 0 },
			},
			expect.objectContaining({ accepted: true, pairedItem: { item: 1 } }),
			{
				error: expect.stringContaining('Number Disabled (code 1019)'),
				code: '1019',
				level: 'status',
				advice: expect.stringContaining('caller ID'),
				mayHaveBeenPlaced: false,
				requestedAt: expect.stringMatching(ISO_TIME),
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

	it('sends failed items to the error output with all they have, in the form that n8n keeps', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'PlayVoice', fault: { httpAfter: 500 } });
		const result = await run(
			{
				...PLAY_VOICE,
				destinationNumber: '={{ $json.number }}',
				options: { concurrency: 1, customData: '={{ "row " + $itemIndex }}' },
			},
			itemsWithNumbers('12', '13300000001', '13300000002'),
			{ onError: 'continueErrorOutput' },
		);
		expect(itemsOf(result, 0)).toMatchObject([
			{ json: { accepted: true }, pairedItem: { item: 2 } },
		]);
		expect(itemsOf(result, 1)).toEqual([
			{
				json: {
					error: expect.stringContaining('“12” is not'),
					message: expect.stringContaining('“12” is not'),
					details: {
						code: 'INPUT',
						level: 'input',
						advice: expect.stringContaining('3 to 20 digits'),
						mayHaveBeenPlaced: false,
						requestedAt: null,
						customData: 'row 0',
					},
				},
				pairedItem: { item: 0 },
			},
			{
				json: {
					error: expect.stringContaining('may have been placed'),
					message: expect.stringContaining('may have been placed'),
					details: {
						code: 'HTTP_500',
						level: 'transport',
						advice: expect.stringContaining('look for a call record'),
						mayHaveBeenPlaced: true,
						requestedAt: expect.stringMatching(ISO_TIME),
						destinationNumber: '13300000001',
						customData: 'row 1',
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('says of items that were not tried, since the account is refused, that nothing was placed', async () => {
		const { run } = await openTestAccount({}, { accessKey: 'wrong key' });
		const items = itemsOf(await run(PLAY_VOICE, [{ json: {} }, { json: {} }], CONTINUE));
		expect(items.map(({ json }) => [json.mayHaveBeenPlaced, json.requestedAt])).toEqual([
			[false, null],
			[false, null],
		]);
	});
});

describe('what goes wrong at the provider', () => {
	/** A success response, before and after its text. */
	const head = '{"ret":200,"data":{"status":0,"desc":"';
	const tail = '"},"msg":""}';
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
		['a caller ID', { code: '1020' }, '1020', /Number Does Not Exist/],
		['a queue', { code: 1211 }, '1211', /Illegal Queue/],
	])('%s is told in words; nothing was dialled', async (_, fault, code, message) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'PlayVoice', fault });
		const [item] = itemsOf(await run(PLAY_VOICE, undefined, CONTINUE));
		expect(item?.json).toMatchObject({ code, error: expect.stringMatching(message) });
		expect(item?.json.error).not.toContain('may have been placed');
		expect(item?.json).toMatchObject({
			mayHaveBeenPlaced: false,
			requestedAt: expect.stringMatching(ISO_TIME),
		});
		expect(provider.count('PlayVoice')).toBe(1);
		expect(provider.dials).toEqual([]);
	});

	it.each(IN_DOUBT)(
		'%s: says the call may have been placed, and never places it again',
		async (_, fault, code) => {
			const { provider, run } = await openTestAccount();
			provider.answerNext({ service: 'PlayVoice', fault });
			const [item] = itemsOf(
				await run(
					{ ...PLAY_VOICE, options: { customData: 'order 7', timeoutSeconds: timeLimitOf(fault) } },
					undefined,
					CONTINUE,
				),
			);
			expect(item?.json).toMatchObject({
				code,
				error: expect.stringMatching(CALL_MAY_HAVE_BEEN_PLACED),
				advice: expect.stringContaining('look for a call record'),
				mayHaveBeenPlaced: true,
				requestedAt: expect.stringMatching(ISO_TIME),
				destinationNumber: '13300000001',
				customData: 'order 7',
			});
			const sentAgo = Date.now() - Date.parse(String(item?.json.requestedAt));
			expect(sentAgo).toBeGreaterThanOrEqual(0);
			expect(sentAgo).toBeLessThan(10_000);
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
		expect(item?.json).toMatchObject({
			code: 'UNREACHABLE',
			level: 'transport',
			mayHaveBeenPlaced: false,
			requestedAt: null,
		});
		expect(item?.json.error).not.toContain('may have been placed');
	});

	it('takes an answer in GBK for what it says', async () => {
		const { provider, run } = await openTestAccount();
		// 呼叫命令发送成功
		const words = Buffer.from('baf4bdd0c3fcc1eeb7a2cbcdb3c9b9a6', 'hex');
		const raw = Buffer.concat([Buffer.from(head), words, Buffer.from(tail)]);
		provider.answerNext({ service: 'PlayVoice', fault: { raw } });
		expect(itemsOf(await run(PLAY_VOICE))[0]?.json).toMatchObject({
			accepted: true,
			message: '呼叫命令发送成功',
		});
	});

	it('reads no more of an answer than it may be long', async () => {
		const { provider, run } = await openTestAccount();
		const success = (length: number) =>
			head + 'x'.repeat(length - head.length - tail.length) + tail;
		provider.answerNext({ service: 'PlayVoice', fault: { raw: success(1_000_000) } });
		provider.answerNext({ service: 'PlayVoice', fault: { raw: success(1_000_001) } });
		const items = itemsOf(
			await run(
				{ ...PLAY_VOICE, options: { concurrency: 1 } },
				[{ json: {} }, { json: {} }],
				CONTINUE,
			),
		);
		expect(items.map(({ json }) => json.accepted ?? json.code)).toEqual([true, 'ANSWER_TOO_LARGE']);
	});

	it.each(['msg', 'desc', 'codemsg'])(
		'masks what the provider repeats of token, access key and callback secret in %s',
		async (where) => {
			const { provider, run, credentials } = await openTestAccount(
				{},
				{ callbackSecret: 'not-a-real-secret' },
			);
			await run(PLAY_VOICE);
			const { token } = JSON.parse(String(credentials.stored.sessionToken)) as { token: string };
			const secrets = [token, provider.accessKey, 'not-a-real-secret'];
			const words = `you sent ${secrets.join(' and ')}`;
			const fault = where === 'msg' ? { ret: 400, msg: words } : { code: 1002, [where]: words };
			provider.answerNext({ service: 'PlayVoice', fault, times: 2 });
			const failed = await run(PLAY_VOICE, undefined, CONTINUE);
			const stopped = await run(PLAY_VOICE);
			const shown = JSON.stringify([failed, stopped, stopped.data.resultData.error]);
			expect(shown).toContain('you sent *** and *** and ***');
			for (const secret of secrets) expect(shown).not.toContain(secret);
		},
	);

	it('ends at once when the execution is cancelled, whatever it waits for', async () => {
		for (const service of ['Login', 'PlayVoice']) {
			const { provider, run } = await openTestAccount();
			provider.answerNext({ service, fault: { stall: true } });
			const started = Date.now();
			await run(PLAY_VOICE, undefined, {}, async (cancel) => {
				while (provider.count(service) === 0) await new Promise(setImmediate);
				cancel();
			}).catch(() => undefined);
			expect(Date.now() - started).toBeLessThan(5_000);
		}
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
