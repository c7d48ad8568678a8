import { DateTime } from 'luxon';
import { SESSION_LIFE_MS } from '../../nodes/YunhuVoice/api/session';
import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';

afterEach(closeAccounts);

const CALL_LIST = { ...PLAY_VOICE, destinationNumber: '={{ $json.number }}' };
const TEN_NUMBERS = itemsWithNumbers(...Array.from({ length: 10 }, (_, n) => `133000001${n}0`));

const countAccepted = (items: Array<{ json: { accepted?: unknown } }>) =>
	items.filter(({ json }) => json.accepted === true).length;

it('logs in once for 20 items in 2 runs', async () => {
	const { provider, run } = await openTestAccount();
	await run(CALL_LIST, TEN_NUMBERS);
	await run(CALL_LIST, TEN_NUMBERS);
	expect(provider.count('Login')).toBe(1);
	expect(provider.dials).toHaveLength(20);
});

it('logs in once more when the provider ends the token in the middle of a list; no item fails', async () => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.revokeTokens();
	const result = await run(CALL_LIST, TEN_NUMBERS);
	expect(countAccepted(itemsOf(result))).toBe(10);
	expect(provider.count('Login')).toBe(2);
	expect(provider.count('Logout')).toBe(0);
	expect(provider.dials).toHaveLength(11);
});

it('renews a token 10 minutes before its 12 hours are over', async () => {
	const { provider, run, credentials } = await openTestAccount();
	await run(PLAY_VOICE);
	const session = JSON.parse(String(credentials.stored.sessionToken)) as { issuedAt: number };
	const aged = (milliseconds: number) => {
		const issuedAt = session.issuedAt - milliseconds;
		credentials.stored.sessionToken = JSON.stringify({ ...session, issuedAt });
	};
	aged(SESSION_LIFE_MS - 60_000);
	await run(PLAY_VOICE);
	expect(provider.count('Login')).toBe(1);
	aged(SESSION_LIFE_MS);
	await run(PLAY_VOICE);
	expect(SESSION_LIFE_MS).toBe((12 * 60 - 10) * 60 * 1000);
	expect(provider.dials).toHaveLength(3);
	expect(JSON.parse(String(credentials.stored.sessionToken))).toMatchObject({
		issuedAt: expect.any(Number),
	});
});

it('gives up after two repeats of a request that is told 600 each time', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'PlayVoice', times: Infinity, fault: { ret: 600 } });
	const result = await run(PLAY_VOICE, undefined, CONTINUE);
	expect(itemsOf(result)[0]?.json).toMatchObject({ code: '600', level: 'ret' });
	expect(provider.count('PlayVoice')).toBe(3);
	expect(provider.count('Login')).toBe(3);
	expect(provider.dials).toEqual([]);
});

it('does not log in when another process has renewed the token meanwhile', async () => {
	const { provider, run, credentials } = await openTestAccount({ singleSession: true });
	await run(PLAY_VOICE);
	const before = String(credentials.stored.sessionToken);
	const login = await fetch(provider.url, {
		method: 'POST',
		body: new URLSearchParams({
			service: 'App.Sip_Auth.Login',
			appid: provider.appId,
			accesskey: provider.accessKey,
		}),
	});
	const { token } = ((await login.json()) as { data: { result: { token: string } } }).data.result;
	const renewed = JSON.stringify({ ...JSON.parse(before), token });
	expect(provider.count('Login')).toBe(2);

	// The node has already read the old token. When the provider rejects it, the new one is in the store.
	const getDecrypted = credentials.getDecrypted.bind(credentials);
	const isRefused = () => provider.requests.at(-1)?.answeredWith.ret === 600;
	jest.spyOn(credentials, 'getDecrypted').mockImplementation(async () => ({
		...(await getDecrypted()),
		sessionToken: isRefused() ? renewed : before,
	}));
	const result = await run({ ...CALL_LIST, options: { concurrency: 1 } }, TEN_NUMBERS);
	expect(countAccepted(itemsOf(result))).toBe(10);
	expect(provider.requests.slice(-11).map(({ answeredWith }) => answeredWith.ret)).toEqual([
		600,
		...Array<number>(10).fill(200),
	]);
	expect(provider.count('Login')).toBe(2);
});

it('reads the credential once for a list, while its session holds', async () => {
	const { provider, run, credentials } = await openTestAccount();
	await run(PLAY_VOICE);
	const getDecrypted = jest.spyOn(credentials, 'getDecrypted');
	await run(CALL_LIST, TEN_NUMBERS);
	expect(getDecrypted).toHaveBeenCalledTimes(1);
	expect(provider.dials).toHaveLength(11);
});

it('does not log in when another process has renewed a token that has become too old', async () => {
	const { provider, run, credentials } = await openTestAccount();
	await run(PLAY_VOICE);
	const session = JSON.parse(String(credentials.stored.sessionToken)) as { issuedAt: number };
	const issuedAt = session.issuedAt - SESSION_LIFE_MS;
	const decrypted = await credentials.getDecrypted();
	jest.spyOn(credentials, 'getDecrypted').mockResolvedValueOnce({
		...decrypted,
		sessionToken: JSON.stringify({ ...session, issuedAt }),
	});
	const result = await run(CALL_LIST, TEN_NUMBERS);
	expect(countAccepted(itemsOf(result))).toBe(10);
	expect(provider.count('Login')).toBe(1);
});

it('logs a token out before it logs in anew after an extension exception (1010)', async () => {
	const { provider, run } = await openTestAccount({ sameTokenUntilLogout: true });
	await run(PLAY_VOICE);
	provider.addExtension();
	const result = await run(PLAY_VOICE);
	expect(countAccepted(itemsOf(result))).toBe(1);
	expect(provider.requests.map(({ service }) => service.split('.').pop())).toEqual([
		...['Login', 'PlayVoice'],
		...['PlayVoice', 'Logout', 'Login', 'PlayVoice'],
	]);
	expect(provider.dials).toHaveLength(2);
});

it('repeats only once after 1010', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'PlayVoice', times: Infinity, fault: { code: 1010 } });
	const result = await run(PLAY_VOICE, undefined, CONTINUE);
	expect(itemsOf(result)[0]?.json).toMatchObject({ code: '1010', level: 'status' });
	expect(provider.count('PlayVoice')).toBe(2);
});

it('says 600 where a new login hands out the token that was just refused', async () => {
	const { provider, run } = await openTestAccount({ sameTokenUntilLogout: true });
	provider.answerNext({ service: 'PlayVoice', times: Infinity, fault: { ret: 600 } });
	const result = await run(PLAY_VOICE, undefined, CONTINUE);
	expect(itemsOf(result)[0]?.json).toMatchObject({ code: '600', level: 'ret' });
	expect(provider.count('PlayVoice')).toBeLessThanOrEqual(3);
});

it('does not go on calling from the old account after the credential was edited', async () => {
	const first = await openTestAccount();
	await first.run(PLAY_VOICE);
	const second = await openTestAccount();
	first.credentials.stored.apiUrl = second.provider.url;
	await first.run(PLAY_VOICE);
	expect(first.provider.dials).toHaveLength(1);
	expect(second.provider.count('Login')).toBe(1);
	expect(second.provider.dials).toHaveLength(1);
});

it.each([
	[
		'a wrong access key',
		{ accessKey: 'wrong' },
		'1003',
		/Operation Failed \(code 1003\)/,
		/^Check the App ID and the Access Key in the credential\.$/,
	],
	[
		'an unknown app ID',
		{ appId: 'nobody' },
		'601',
		/app ID is not authorized \(ret 601\)/,
		/^Check the App ID/,
	],
])('%s is told as it is, and no call is tried', async (_, values, code, message, advice) => {
	const { provider, run } = await openTestAccount({}, values);
	const result = await run(PLAY_VOICE, undefined, CONTINUE);
	expect(itemsOf(result)[0]?.json).toMatchObject({
		code,
		error: expect.stringMatching(message),
		advice: expect.stringMatching(advice),
	});
	expect(itemsOf(result)[0]?.json.error).not.toContain('may have been placed');
	expect(provider.count('PlayVoice')).toBe(0);
});

it('a login whose answer drips holds nobody longer than 30 seconds, and an execution that is cancelled not at all', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'Login', fault: { dripMs: 400 } });
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	const [cancelled, failed, lookUp] = await Promise.all([
		run(PLAY_VOICE, undefined, {}, async (cancel) => {
			while (provider.count('Login') === 0) await new Promise(setImmediate);
			cancel();
		}).then(
			() => seconds(),
			() => seconds(),
		),
		run(PLAY_VOICE, undefined, CONTINUE).then((result) => ({
			json: itemsOf(result)[0]?.json,
			seconds: seconds(),
		})),
		// A request that may be retried does not retry the login.
		run(
			{ resource: 'recording', operation: 'getRecodeFile', fileName: 'a.mp3' },
			undefined,
			CONTINUE,
		).then(() => seconds()),
	]);
	expect(cancelled).toBeLessThan(5);
	expect(failed.json).toMatchObject({ code: 'TIMEOUT', mayHaveBeenPlaced: false });
	expect(failed.seconds).toBeGreaterThanOrEqual(29);
	expect(failed.seconds).toBeLessThan(40);
	expect(lookUp).toBeLessThan(40);
	expect(countAccepted(itemsOf(await run(PLAY_VOICE)))).toBe(1);
}, 60_000);

it('logs in with what was pasted together with marks that cannot be seen', async () => {
	const { provider, run, credentials } = await openTestAccount();
	const { apiUrl, appId, accessKey } = credentials.stored as Record<string, string>;
	Object.assign(credentials.stored, {
		apiUrl: `\u200B${apiUrl}\u200B`,
		appId: `\uFEFF${appId}\u2060`,
		accessKey: `\u200E${accessKey!.slice(0, 4)}\u200D${accessKey!.slice(4)}\u200B `,
	});
	await run(PLAY_VOICE);
	expect(provider.dials).toHaveLength(1);
});

it('logs in with the keys without the blanks that copying can add', async () => {
	const { provider, run, credentials } = await openTestAccount();
	const { appId, accessKey } = credentials.stored as { appId: string; accessKey: string };
	Object.assign(credentials.stored, { appId: ` ${appId} `, accessKey: `\t${accessKey}\n` });
	await run(PLAY_VOICE);
	expect(provider.dials).toHaveLength(1);
});

it('a login lost on the way fails one item; the next one tries again', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'Login', fault: { reset: 'before' } });
	const oneByOne = { ...CALL_LIST, options: { concurrency: 1 } };
	const items = itemsOf(await run(oneByOne, TEN_NUMBERS, CONTINUE));
	expect(items[0]?.json.error).toMatch(/^The login failed: /);
	expect(countAccepted(items)).toBe(9);
	expect(provider.dials).toHaveLength(9);
});

it('a rejected token is not sent again, also where the login after it has failed', async () => {
	const { provider, run } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.revokeTokens();
	provider.answerNext({ service: 'Login', fault: { reset: 'before' } });
	const [failed] = itemsOf(await run(PLAY_VOICE, undefined, CONTINUE));
	expect(failed?.json.error).toMatch(/^The login failed: /);
	expect(countAccepted(itemsOf(await run(PLAY_VOICE)))).toBe(1);
	expect(provider.count('PlayVoice')).toBe(3);
});

it('a new token that another execution finds dead first is no reason to fail', async () => {
	const { provider, run, credentials } = await openTestAccount();
	await run(PLAY_VOICE);
	provider.revokeTokens();
	let renewals = 0;
	const preAuthentication = credentials.preAuthentication.bind(credentials);
	jest.spyOn(credentials, 'preAuthentication').mockImplementation(async (...given) => {
		const renewed = await preAuthentication(...given);
		if (renewed && (renewals += 1) === 1) {
			provider.revokeTokens();
			await run(PLAY_VOICE);
		}
		return renewed;
	});
	expect(countAccepted(itemsOf(await run(PLAY_VOICE)))).toBe(1);
	expect(provider.dials).toHaveLength(3);
	expect(provider.count('Login')).toBe(3);
});

it('a login that answers without a token is no login', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'Login', fault: { raw: '{"ret":200,"data":{"status":0}}' } });
	const result = await run(PLAY_VOICE, undefined, CONTINUE);
	expect(itemsOf(result)[0]?.json).toMatchObject({ code: 'NO_RESULT' });
	expect(provider.count('PlayVoice')).toBe(0);
});

it('wrong keys lead to one login for a list, however far apart its items read the credential', async () => {
	// A slow login, so that all 5 items in flight have started.
	const { provider, run, credentials } = await openTestAccount(
		{ latencyMs: 100 },
		{ accessKey: 'not the key' },
	);
	const getDecrypted = credentials.getDecrypted.bind(credentials);
	let reads = 0;
	jest.spyOn(credentials, 'getDecrypted').mockImplementation(async () => {
		const decrypted = await getDecrypted();
		// The node reads once, n8n once for the login, each item once. The last item learns late that it must log in.
		if ((reads += 1) === 7) await new Promise((done) => setTimeout(done, 300));
		return decrypted;
	});
	const items = itemsOf(await run(CALL_LIST, TEN_NUMBERS, CONTINUE));
	expect(items).toHaveLength(10);
	expect(new Set(items.map(({ json }) => json.error)).size).toBe(1);
	expect(provider.count('Login')).toBe(1);
	expect(provider.count('PlayVoice')).toBe(0);
});

it('announces the end of the authorization at the output, and places the call all the same', async () => {
	const end = DateTime.now().setZone('Asia/Shanghai').plus({ days: 3 });
	const authorizedUntil = end.toFormat('yyyy-MM-dd HH:mm:ss');
	const { provider, run } = await openTestAccount({ authorizedUntil });
	await run(PLAY_VOICE);
	const result = await run(PLAY_VOICE);
	expect(result.data.resultData.runData.Yunhu?.[0]?.hints).toEqual([
		{
			message: expect.stringContaining(`ends on ${authorizedUntil}`),
			location: 'outputPane',
			type: 'warning',
		},
	]);
	expect(provider.dials).toHaveLength(2);
});

it('names what is licensed where a service is not', async () => {
	const { run } = await openTestAccount({ unlicensed: ['Sip_Call'], licences: ['Sip_Cdr'] });
	const [item] = itemsOf(await run(PLAY_VOICE, undefined, CONTINUE));
	expect(item?.json).toMatchObject({
		code: '603',
		mayHaveBeenPlaced: false,
		advice: expect.stringContaining('licensed: Sip_Cdr'),
	});
});
