import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONTINUE,
	formsSent,
	HANG_UP,
	locator,
	openTestAccount,
} from '../support/contexts/account';
import { IN_DOUBT, NOT_PLACED, timeLimitOf } from '../support/contexts/faults';
import { itemsOf } from '../support/contexts/n8n';

afterEach(closeAccounts);

const SERVICE = 'App.Sip_Call.HangupCall';
const DOUBT = /: the provider may have carried out the request$/;

/** An account whose extension 20280003 is in a call. */
async function openAccountInACall() {
	const account = await openTestAccount({ timeScale: 1 });
	await account.run(CALL_FROM_EXTENSION);
	return account;
}

it('ends the call of the extension, and sends nothing but the extension', async () => {
	const { provider, run } = await openAccountInACall();
	expect(itemsOf(await run(HANG_UP))).toEqual([
		{
			json: { hungUp: true, extension: '20280003', message: expect.stringMatching(/./) },
			pairedItem: { item: 0 },
		},
	]);
	expect(formsSent(provider, SERVICE)).toEqual([{ service: SERVICE, extnumber: '20280003' }]);
	// At this pace the call would go on for half a minute.
	await provider.settled();
	expect(provider.bills).toHaveLength(1);
});

it('puts out the provider’s answer when not simplified', async () => {
	const { run } = await openAccountInACall();
	const [item] = itemsOf(await run({ ...HANG_UP, simplify: false }));
	expect(item?.json).toMatchObject({ ret: 200, data: { status: 0 } });
	expect(item?.json).not.toHaveProperty('hungUp');
});

it('says in plain words that the extension is not in a call', async () => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(await run(HANG_UP, undefined, CONTINUE));
	expect(item?.json).toEqual({
		error: 'Extension 20280003 is not in a call (code 1015)',
		code: '1015',
		level: 'status',
		advice: expect.stringContaining('There is nothing to hang up'),
		extension: '20280003',
	});
	expect(provider.count(SERVICE)).toBe(1);
});

it.each(IN_DOUBT)(
	'%s: says that the provider may have carried out the request, and sends it once',
	async (_name, fault, code) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: SERVICE, fault });
		const options = { timeoutSeconds: timeLimitOf(fault) };
		const [item] = itemsOf(await run({ ...HANG_UP, options }, undefined, CONTINUE));
		expect(item?.json).toEqual({
			error: expect.stringMatching(DOUBT),
			code,
			level: expect.any(String),
			advice: expect.stringContaining('may be in another call by now'),
			extension: '20280003',
		});
		expect(provider.count(SERVICE)).toBe(1);
	},
);

it.each(NOT_PLACED)('%s: nothing was done', async (_name, fault, code) => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: SERVICE, fault });
	const [item] = itemsOf(await run(HANG_UP, undefined, CONTINUE));
	expect(item?.json).toMatchObject({ code, extension: '20280003' });
	expect(item?.json.error).not.toMatch(DOUBT);
	expect(provider.count(SERVICE)).toBe(1);
});

it.each([
	['a dead token', { ret: 600 }],
	['an extension exception', { code: 1010 }],
])('is sent again after %s, since nothing was done', async (_name, fault) => {
	const { provider, run } = await openAccountInACall();
	provider.answerNext({ service: SERVICE, fault });
	expect(itemsOf(await run(HANG_UP))[0]?.json).toMatchObject({ hungUp: true });
	expect(provider.count(SERVICE)).toBe(2);
});

it.each([[locator('={{ "" }}')], ['={{ null }}']])(
	'refuses the empty extension %j before anything is sent',
	async (extension) => {
		const { provider, run } = await openTestAccount();
		const [item] = itemsOf(await run({ ...HANG_UP, extension }, undefined, CONTINUE));
		expect(item?.json).toEqual({
			error: 'Extension is empty',
			code: 'INPUT',
			level: 'input',
			advice: expect.stringMatching(/\.$/),
		});
		expect(provider.requests).toEqual([]);
	},
);

it('refuses Retry On Fail: by then the extension may be in another call', async () => {
	const { provider, run } = await openTestAccount();
	const result = await run(HANG_UP, undefined, { retryOnFail: true });
	expect(result.data.resultData.error).toMatchObject({
		message: expect.stringContaining('Retry On Fail is on'),
		description: expect.stringContaining('hang up on every extension of the list again'),
	});
	expect(provider.requests).toEqual([]);
});
