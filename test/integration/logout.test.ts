import { closeAccounts, CONTINUE, openTestAccount, PLAY_VOICE } from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import type { FaultKind } from '../support/simulator';

afterEach(closeAccounts);

const LOG_OUT = { resource: 'session', operation: 'logout' };

it('ends the session the credential holds', async () => {
	const { provider, run, credentials } = await openTestAccount();
	await run(PLAY_VOICE);
	const { token } = JSON.parse(String(credentials.stored.sessionToken)) as { token: string };
	expect(itemsOf(await run(LOG_OUT))).toEqual([
		{
			json: { loggedOut: true, wasLoggedIn: true, loggedInAgain: false },
			pairedItem: { item: 0 },
		},
	]);
	expect(provider.requests.at(-1)?.fields).toEqual({ service: 'App.Sip_Auth.Logout', token });
});

it('sends nothing where nobody has logged in', async () => {
	const { provider, run } = await openTestAccount();
	expect(itemsOf(await run(LOG_OUT))[0]?.json).toMatchObject({
		loggedOut: true,
		wasLoggedIn: false,
	});
	expect(provider.requests).toEqual([]);
});

it.each([
	['600', { ret: 600 }],
	['1003', { code: 1003 }],
])('takes %s as an answer, not as an error: nobody was logged in', async (_, fault) => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.answerNext({ service: 'Logout', fault });
	expect(itemsOf(await run(LOG_OUT))[0]?.json).toMatchObject({
		loggedOut: true,
		wasLoggedIn: false,
	});
	expect(provider.count('Login')).toBe(1);
});

it('twice is no error; the next call logs in by itself', async () => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	await run(LOG_OUT);
	expect(itemsOf(await run(LOG_OUT))[0]?.json).toMatchObject({ wasLoggedIn: false });
	expect(itemsOf(await run(PLAY_VOICE))[0]?.json).toMatchObject({ accepted: true });
	expect(provider.count('Login')).toBe(2);
	expect(provider.dials).toHaveLength(2);
});

it('logs in again where the user asks for it, and stores the new session', async () => {
	const { provider, run, credentials } = await openTestAccount();
	await run(PLAY_VOICE);
	const before = credentials.stored.sessionToken;
	expect(itemsOf(await run({ ...LOG_OUT, logInAgain: true }))[0]?.json).toEqual({
		loggedOut: true,
		wasLoggedIn: true,
		loggedInAgain: true,
	});
	expect(credentials.stored.sessionToken).not.toBe(before);
	await run(PLAY_VOICE);
	expect(provider.requests.map(({ service }) => service.split('.').pop())).toEqual([
		...['Login', 'PlayVoice'],
		...['Logout', 'Login'],
		'PlayVoice',
	]);
});

it('logs in although nobody was logged in before', async () => {
	const { provider, run } = await openTestAccount();
	expect(itemsOf(await run({ ...LOG_OUT, logInAgain: true }))[0]?.json).toMatchObject({
		wasLoggedIn: false,
		loggedInAgain: true,
	});
	expect(provider.requests.map(({ service }) => service)).toEqual(['App.Sip_Auth.Login']);
});

it('says so when the new login fails', async () => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.answerNext({ service: 'Login', fault: { ret: 602 } });
	expect(
		itemsOf(await run({ ...LOG_OUT, logInAgain: true }, undefined, CONTINUE))[0]?.json,
	).toMatchObject({ code: '602', error: expect.stringContaining('The login failed') });
});

it('gives the provider’s answer when not simplified', async () => {
	const { run } = await openTestAccount();
	await run(PLAY_VOICE);
	expect(itemsOf(await run({ ...LOG_OUT, simplify: false }))[0]?.json).toMatchObject({
		ret: 200,
		data: { status: 0 },
	});
});

it('names Log In Again if it is no switch', async () => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(
		await run({ ...LOG_OUT, logInAgain: '={{ "maybe" }}' }, undefined, CONTINUE),
	);
	expect(item?.json.error).toBe('Log In Again is neither true nor false');
	expect(provider.requests).toEqual([]);
});

it('any other refusal is an error', async () => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.answerNext({ service: 'Logout', fault: { ret: 603 } });
	expect(itemsOf(await run(LOG_OUT, undefined, CONTINUE))[0]?.json).toMatchObject({ code: '603' });
});

it.each<FaultKind>([{ reset: 'before' }, { stall: true }])(
	'is repeated where it is open whether the provider has got it: %j',
	async (fault) => {
		const { provider, run } = await openTestAccount();
		await run(PLAY_VOICE);
		provider.answerNext({ service: 'Logout', fault });
		const [item] = itemsOf(await run({ ...LOG_OUT, options: { timeoutSeconds: 1 } }));
		expect(item?.json).toMatchObject({ loggedOut: true, wasLoggedIn: true });
		expect(provider.count('Logout')).toBe(2);
		expect(provider.count('Login')).toBe(1);
	},
);

it('gives up after two repeats', async () => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.answerNext({ service: 'Logout', times: Infinity, fault: { http: 502 } });
	expect(itemsOf(await run(LOG_OUT, undefined, CONTINUE))[0]?.json).toMatchObject({
		code: 'HTTP_502',
	});
	expect(provider.count('Logout')).toBe(3);
});

it('is not repeated where it was refused', async () => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.answerNext({ service: 'Logout', fault: { http: 404 } });
	expect(itemsOf(await run(LOG_OUT, undefined, CONTINUE))[0]?.json).toMatchObject({
		code: 'HTTP_404',
	});
	expect(provider.count('Logout')).toBe(1);
});
