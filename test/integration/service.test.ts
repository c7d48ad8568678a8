import { closeAccounts, CONTINUE, openTestAccount } from './support/account';
import { itemsOf } from './support/n8n';

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

it('repeats after a dead token, and after nothing else', async () => {
	const { provider, run } = await openTestAccount();
	provider.addRecording('call-1.wav');
	await run(CALL);
	provider.revokeTokens();
	expect(itemsOf(await run(CALL))[0]?.json).toHaveProperty('downurl');
	expect(provider.count('GetRecodeFile')).toBe(3);
	provider.answerNext({ service: 'GetRecodeFile', fault: { httpAfter: 500 } });
	const [item] = itemsOf(await run(CALL, undefined, CONTINUE));
	expect(item?.json).toMatchObject({ code: 'HTTP_500' });
	expect(provider.count('GetRecodeFile')).toBe(4);
});

it.each([
	['a name that is none', { serviceName: 'GetRecodeFile' }, /not the name of a service/],
	['a name with a blank', { serviceName: 'App.Sip_Cdr Get.X' }, /not the name of a service/],
	['Login', { serviceName: 'App.Sip_Auth.Login' }, /App\.Sip_Auth\.Login is not called here/],
	['PlayVoice in any case', { serviceName: 'App.sip_call.playVoice' }, /is not called here/],
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
	['JSON that is none', { specifyFields: 'json', fieldsJson: '{a' }, /not a JSON object/],
	['a JSON list', { specifyFields: 'json', fieldsJson: '[1]' }, /not a JSON object/],
	['nested JSON', { specifyFields: 'json', fieldsJson: '{"a":{"b":1}}' }, /neither text nor/],
])('refuses %s before anything is sent', async (_, wrong, message) => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...CALL, ...wrong }, undefined, CONTINUE));
	expect(item?.json).toMatchObject({ level: 'input', error: expect.stringMatching(message) });
	expect(provider.requests).toEqual([]);
});
