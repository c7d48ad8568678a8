import { closeAccounts, CONTINUE, openTestAccount } from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import type { FaultKind } from '../support/simulator';

afterEach(closeAccounts);

const CALL = {
	resource: 'service',
	operation: 'call',
	serviceName: 'App.Sip_Cdr.GetRecodeFile',
	specifyFields: 'list',
	fields: { field: [{ name: 'filename', value: 'call-1.wav' }] },
};

it('calls a service with the listed fields, logging in first, and gives its result', async () => {
	const { provider, run } = await openTestAccount();
	provider.addRecording('call-1.wav');
	expect(itemsOf(await run(CALL))).toEqual([
		{
			json: { downurl: expect.stringContaining(provider.origin), expiredtime: expect.any(String) },
			pairedItem: { item: 0 },
		},
	]);
	expect(provider.count('Login')).toBe(1);
});

it('takes the fields as JSON, numbers as text', async () => {
	const { provider, run } = await openTestAccount();
	provider.addRecording('2001');
	const json = { ...CALL, specifyFields: 'json', fieldsJson: '{"filename": 2001}' };
	expect(itemsOf(await run(json))[0]?.json).toHaveProperty('downurl');
	const object = { ...json, fieldsJson: '={{ { filename: "2001" } }}' };
	expect(itemsOf(await run(object))[0]?.json).toHaveProperty('downurl');
	expect(provider.requests.at(-1)?.fields.filename).toBe('2001');
});

it('sends fields whose names contain those that the node fills in, and null as an empty field', async () => {
	const { provider, run } = await openTestAccount();
	const written = { tokens: 1, my_token: 'x', services: null };
	const fieldsJson = JSON.stringify(written);
	await run({ ...CALL, specifyFields: 'json', fieldsJson }, undefined, CONTINUE);
	const sent = { tokens: '1', my_token: 'x', services: '' };
	expect(provider.requests.at(-1)?.fields).toMatchObject(sent);
});

it.each([
	['a list', { result: [1, 2] }, { result: [1, 2] }],
	['nothing', { desc: 'done' }, { status: 0, desc: 'done' }],
	['text', { result: 'ok' }, { result: 'ok' }],
])('gives data where the result is %s', async (_, data, expected) => {
	const { provider, run } = await openTestAccount();
	const raw = JSON.stringify({ ret: 200, data: { status: 0, ...data }, msg: '' });
	provider.answerNext({ service: 'GetRecodeFile', fault: { raw } });
	expect(itemsOf(await run(CALL))[0]?.json).toEqual(expected);
});

it('gives the provider’s answer when not simplified', async () => {
	const { provider, run } = await openTestAccount();
	provider.addRecording('call-1.wav');
	expect(itemsOf(await run({ ...CALL, simplify: false }))[0]?.json).toMatchObject({
		ret: 200,
		data: { status: 0 },
	});
});

it('sends no token and does not log in where the user says so', async () => {
	const { provider, run } = await openTestAccount();
	await run({ ...CALL, sendToken: false }, undefined, CONTINUE);
	expect(provider.requests.map(({ service, fields }) => [service, Object.keys(fields)])).toEqual([
		['App.Sip_Cdr.GetRecodeFile', ['service', 'filename']],
	]);
});

describe('a service that is no look-up', () => {
	const PLACES_CALLS = {
		...CALL,
		serviceName: 'App.Sip_Call.MakePloyCall',
		fields: { field: [{ name: 'extnumber', value: '7001' }] },
	};
	const DOUBT = /: the provider may have carried out the request$/;

	it.each<[string, FaultKind]>([
		['HTTP 500', { http: 500 }],
		['a connection that breaks', { reset: 'before' }],
		['ret 500', { ret: 500 }],
		['a cut off answer', { raw: '{"ret":' }],
		['code 1003', { code: 1003 }],
	])(
		'says after %s that the provider may have carried out the request, and sends it once',
		async (_, fault) => {
			const { provider, run } = await openTestAccount();
			provider.answerNext({ service: 'MakePloyCall', fault });
			const [item] = itemsOf(await run(PLACES_CALLS, undefined, CONTINUE));
			expect(item?.json).toMatchObject({
				error: expect.stringMatching(DOUBT),
				advice: expect.stringContaining('Is Repeatable'),
			});
			expect(provider.count('MakePloyCall')).toBe(1);
		},
	);

	it.each<[string, FaultKind]>([
		['ret 603', { ret: 603 }],
		['code 1011', { code: 1011 }],
	])('does not say so after %s', async (_, fault) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'MakePloyCall', fault });
		const [item] = itemsOf(await run(PLACES_CALLS, undefined, CONTINUE));
		expect(item?.json.error).not.toMatch(DOUBT);
	});

	it('is repeated after a dead token', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'MakePloyCall', fault: { ret: 600 } });
		await run(PLACES_CALLS, undefined, CONTINUE);
		expect(provider.count('MakePloyCall')).toBe(2);
	});

	it('refuses Retry On Fail before anything is sent', async () => {
		const { provider, run } = await openTestAccount();
		const result = await run(PLACES_CALLS, undefined, { retryOnFail: true, waitBetweenTries: 0 });
		expect(result.data.resultData.error).toMatchObject({
			message: expect.stringContaining('Retry On Fail is on'),
			description: expect.stringContaining('turn Is Repeatable on instead'),
		});
		expect(provider.requests).toEqual([]);
	});

	it('with Is Repeatable is sent again, and says nothing of doubt', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'MakePloyCall', times: 3, fault: { http: 500 } });
		const repeatable = { ...PLACES_CALLS, isRepeatable: true };
		const [item] = itemsOf(await run(repeatable, undefined, CONTINUE));
		expect(item?.json.code).toBe('HTTP_500');
		expect(item?.json.error).not.toMatch(DOUBT);
		expect(provider.count('MakePloyCall')).toBe(3);
		expect(provider.count('Login')).toBe(1);
		await run(repeatable, undefined, { ...CONTINUE, retryOnFail: true, maxTries: 2 });
		expect(provider.count('MakePloyCall')).toBeGreaterThan(3);
	});
});

describe('a documented look-up', () => {
	const withFields = (serviceName: string, fields: Record<string, string>) => ({
		...CALL,
		serviceName,
		fields: { field: Object.entries(fields).map(([name, value]) => ({ name, value })) },
	});

	it.each([
		['App.Sip_Cdr.GetRecodeFile', { filename: 'x' }],
		['App.Sip_Disnum.getDisnumberInfo', {}],
		['App.sip_disnum.GetDisnumberInfo', {}],
		['App.Sip_Cdr.GetBill', { syncflag: '3' }],
		['App.Sip_Cdr.GetBill', { syncflag: '2' }],
	])('%s %j is repeated without Is Repeatable', async (serviceName, fields) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: serviceName, times: 2, fault: { reset: 'before' } });
		const settings = { ...CONTINUE, retryOnFail: true, maxTries: 1 };
		const [item] = itemsOf(await run(withFields(serviceName, fields), undefined, settings));
		expect(item?.json.error).not.toMatch(/Retry On Fail|carried out/);
		expect(provider.count(serviceName)).toBeGreaterThanOrEqual(3);
	});

	it.each([{}, { syncflag: '1' }])(
		'GetBill %j marks what it gives as fetched: it is sent once',
		async (fields) => {
			const { provider, run } = await openTestAccount();
			provider.answerNext({ service: 'GetBill', fault: { http: 502 } });
			const [item] = itemsOf(
				await run(withFields('App.Sip_Cdr.GetBill', fields), undefined, CONTINUE),
			);
			expect(item?.json.error).toMatch(/may have carried out/);
			expect(provider.count('GetBill')).toBe(1);
		},
	);

	it('is sent once and at most four times more: twice for a new token, twice for another failure', async () => {
		const { provider, run } = await openTestAccount();
		for (const fault of [{ ret: 600 }, { http: 502 }, { ret: 600 }, { http: 502 }, { ret: 600 }]) {
			provider.answerNext({ service: 'GetRecodeFile', fault });
		}
		const [item] = itemsOf(await run(CALL, undefined, CONTINUE));
		expect(item?.json.code).toBe('600');
		expect(provider.count('GetRecodeFile')).toBe(5);
	});

	it('waits as long as a busy server asks before it asks again', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav');
		const headers = { 'retry-after': '2' };
		provider.answerNext({ service: 'GetRecodeFile', fault: { http: 429, headers } });
		expect(itemsOf(await run(CALL))[0]?.json).toHaveProperty('downurl');
		const [first, second] = provider.requests
			.filter(({ service }) => service.endsWith('GetRecodeFile'))
			.map(({ at }) => at.getTime());
		expect(second! - first!).toBeGreaterThanOrEqual(1_990);
	});

	it('does not wait for a server that asks for hours', async () => {
		const { provider, run } = await openTestAccount();
		const headers = { 'retry-after': '7200' };
		provider.answerNext({ service: 'GetRecodeFile', fault: { http: 429, headers } });
		const [item] = itemsOf(await run(CALL, undefined, CONTINUE));
		expect(item?.json).toMatchObject({
			code: 'HTTP_429',
			advice: expect.stringContaining('wait 7200 seconds'),
		});
		expect(provider.count('GetRecodeFile')).toBe(1);
	});

	it('may have an answer of 16,000,000 characters, and no more', async () => {
		const { provider, run } = await openTestAccount();
		for (const bytes of [15_000_000, 17_000_000]) {
			provider.answerNext({ service: 'GetRecodeFile', fault: { bytes } });
		}
		expect(itemsOf(await run(CALL))[0]?.json.status).toBe(0);
		expect(itemsOf(await run(CALL, undefined, CONTINUE))[0]?.json.code).toBe('ANSWER_TOO_LARGE');
	});
});

it.each([
	['a name that is none', { serviceName: 'GetRecodeFile' }, /not a valid service name/],
	['a name with a blank', { serviceName: 'App.Sip_Cdr Get.X' }, /not a valid service name/],
	['a name with something before', { serviceName: 'x.App.A.B' }, /not a valid service name/],
	['a name with something behind', { serviceName: 'App.A.B.C' }, /not a valid service name/],
	['Login', { serviceName: 'App.Sip_Auth.Login' }, /does not call App\.Sip_Auth\.Login/],
	['a token', { fields: { field: [{ name: 'token', value: 'x' }] } }, /“token” is filled in by/],
	['a service', { fields: { field: [{ name: ' Service ', value: 'x' }] } }, /is filled in by/],
	['a name by an expression', { fields: { field: [{ name: 7, value: {} }] } }, /“7” is neither/],
	['no field name', { fields: { field: [{ name: '', value: 'x' }] } }, /has no name/],
	[
		'a field twice',
		{
			fields: { field: [{ name: 'a' }, { name: 'a' }].map((field) => ({ ...field, value: '1' })) },
		},
		/“a” is there twice/,
	],
	['a switch that is none', { sendToken: '={{ "no" }}' }, /Send Token is neither true nor false/],
	['another switch', { isRepeatable: '={{ null }}', serviceName: 'App.A.B' }, /Is Repeatable is/],
	['JSON that is none', { specifyFields: 'json', fieldsJson: '{a' }, /not a JSON object/],
	['a JSON list', { specifyFields: 'json', fieldsJson: '[1]' }, /not a JSON object/],
	['nested JSON', { specifyFields: 'json', fieldsJson: '{"a":{"b":1}}' }, /neither text nor/],
])('refuses %s before anything is sent', async (_, wrong, message) => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...CALL, ...wrong }, undefined, CONTINUE));
	expect(item?.json).toMatchObject({ level: 'input', error: expect.stringMatching(message) });
	expect(provider.requests).toEqual([]);
});

it.each([
	[{ serviceName: 'GetRecodeFile' }, 'Enter the full name, such as App.Sip_Cdr.GetRecodeFile.'],
	[
		{ serviceName: 'App.Sip_Auth.Login' },
		'Remove this node: the credential logs in automatically.',
	],
	[{ fields: { field: [{ name: '', value: 'x' }] } }, 'Correct or remove it.'],
	[{ specifyFields: 'json', fieldsJson: '[1]' }, 'Write it like {"filename": "a.mp3"}.'],
])('says what to do about %j', async (wrong, advice) => {
	const { run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...CALL, ...wrong }, undefined, CONTINUE));
	expect(item?.json.advice).toBe(advice);
});

it('names only the beginning of a long name that is none', async () => {
	const { run } = await openTestAccount();
	const serviceName = 'x'.repeat(61);
	const [item] = itemsOf(await run({ ...CALL, serviceName }, undefined, CONTINUE));
	expect(item?.json.error).toMatch(`“${'x'.repeat(60)}” is not`);
});

it('counts the requests of a list that are in doubt by their items', async () => {
	const { provider, run } = await openTestAccount();
	const parameters = { ...CALL, serviceName: 'App.Sip_Call.MakePloyCall' };
	provider.answerNext({ service: 'MakePloyCall', times: 2, fault: { http: 500 } });
	const { error } = (await run(parameters, [{ json: {} }, { json: {} }])).data.resultData;
	expect(error?.message).toMatch('1 more in doubt (custom data of item 1)');
});

it.each([
	['App.Sip_Call.PlayVoice', 'Play Voice'],
	['App.sip_call.playVoice', 'Play Voice'],
	['App.Sip_Call.MakeCall', 'Call From Extension'],
	['App.SIP_CALL.MAKECALL', 'Call From Extension'],
	['App.Sip_Call.DoubleCall', 'Connect Two Phones'],
	['App.sip_call.doublecall', 'Connect Two Phones'],
	['App.Sip_Yccall.TaskCreat', 'Create', 'Campaign'],
	['App.sip_yccall.taskadd', 'Add Numbers', 'Campaign'],
	['App.Sip_Yccall.TASKSET', 'Start, Pause or End', 'Campaign'],
	['App.Sip_Yccall.taskCall', 'Redial', 'Campaign'],
])(
	'refuses %s, and leads to the operation %s',
	async (serviceName, operation, resource = 'Call') => {
		const { provider, run } = await openTestAccount();
		const isRepeatable = true;
		const [item] = itemsOf(await run({ ...CALL, serviceName, isRepeatable }, undefined, CONTINUE));
		expect(item?.json).toMatchObject({
			level: 'input',
			error: `This operation does not call ${serviceName}`,
			advice: `Use the operation ${operation} of the resource ${resource}.`,
		});
		expect(provider.requests).toEqual([]);
	},
);
