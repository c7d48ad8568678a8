import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import type { FaultKind } from '../support/simulator';

afterEach(closeAccounts);

const numbers = (count: number) =>
	itemsWithNumbers(...Array.from({ length: count }, (_, n) => String(13_300_000_000 + n)));

const list = (options: object = {}) => ({
	...PLAY_VOICE,
	destinationNumber: '={{ $json.number }}',
	options,
});

it('keeps the order of the input whatever finishes first', async () => {
	const { provider, run } = await openTestAccount();
	for (const [after, delayMs] of [80, 10, 60, 0, 40, 20].entries()) {
		provider.answerNext({ service: 'PlayVoice', after, fault: { delayMs } });
	}
	const items = itemsOf(await run(list({ concurrency: 6 }), numbers(12)));
	expect(items.map(({ json, pairedItem }) => [json.destinationNumber, pairedItem])).toEqual(
		numbers(12).map(({ json }, item) => [json.number, { item }]),
	);
});

it.each([
	[1, 1],
	[5, 5],
	[50, 50],
	['2', 2],
	[2.9, 2],
	[null, 5],
	['', 5],
])('with concurrency %j it has %d requests under way, and no more', async (concurrency, most) => {
	const { provider, run } = await openTestAccount();
	let answerAll: () => void = () => {};
	const until = new Promise<void>((resolve) => (answerAll = resolve));
	provider.answerNext({ service: 'PlayVoice', times: Infinity, fault: { until } });
	await run(list({ concurrency }), numbers(most + 3), {}, async () => {
		while (provider.dials.length < most) await new Promise(setImmediate);
		answerAll();
	});
	expect(provider.maxInFlight).toBe(most);
	expect(provider.dials).toHaveLength(most + 3);
});

it.each([
	[{ concurrency: 0 }, 'Concurrency must be a number from 1 to 50'],
	[{ concurrency: 51 }, 'Concurrency must be a number from 1 to 50'],
	[{ concurrency: 'many' }, 'Concurrency must be a number from 1 to 50'],
	[{ concurrency: [] }, 'Concurrency must be a number from 1 to 50'],
	[{ requestsPerSecond: -1 }, 'Requests per Second must be a number of at least 0'],
	[{ requestsPerSecond: 'two' }, 'Requests per Second must be a number of at least 0'],
	[{ timeoutSeconds: 0 }, 'Time Limit (Seconds) must be a number from 1 to 3600'],
	[{ timeoutSeconds: 3601 }, 'Time Limit (Seconds) must be a number from 1 to 3600'],
	[{ timeoutSeconds: 'long' }, 'Time Limit (Seconds) must be a number from 1 to 3600'],
])('tells every item what is wrong with %j, and calls nobody', async (options, message) => {
	const { provider, run } = await openTestAccount();
	const items = itemsOf(await run(list(options), numbers(3), CONTINUE));
	expect(items).toHaveLength(3);
	for (const { json } of items) {
		expect(json).toMatchObject({ error: message, code: 'INPUT', level: 'input' });
	}
	expect(provider.dials).toHaveLength(0);
});

it('stops at the first failed item, and says what has been done and what has not', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'PlayVoice', after: 4, fault: { code: 1019 } });
	const result = await run(list({ concurrency: 1 }), numbers(10));
	expect(result.data.resultData.error).toMatchObject({
		message: 'Number Disabled (code 1019): 操作失败 (item 4; 4 calls placed, 5 items not started)',
		context: { itemIndex: 4 },
	});
	expect(provider.count('PlayVoice')).toBe(5);
});

it('lets the requests under way finish before it stops', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'PlayVoice', fault: { code: 1019 } });
	provider.answerNext({ service: 'PlayVoice', after: 0, times: 2, fault: { delayMs: 50 } });
	const result = await run(list({ concurrency: 3 }), numbers(10));
	expect(result.data.resultData.error?.message).toMatch(/2 calls placed, 7 items not started/);
	expect(provider.dials).toHaveLength(2);
});

it('does not let a failed item stop the others under Continue On Fail', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'PlayVoice', after: 3, times: 4, fault: { code: 1019 } });
	const items = itemsOf(await run(list(), numbers(20), CONTINUE));
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		Array.from({ length: 20 }, (_, item) => ({ item })),
	);
	expect(items.filter(({ json }) => json.accepted)).toHaveLength(16);
	expect(provider.dials).toHaveLength(16);
});

it.each<[string, FaultKind[], string]>([
	[
		'one',
		[{ stall: 'after' }, { code: 1020 }],
		'1 calls placed, 1 more in doubt (custom data row 1), 1 more failed, 6 items not started',
	],
	[
		'two',
		[{ stall: 'after' }, { stall: 'after' }],
		'1 calls placed, 2 more in doubt (custom data row 1, row 2), 6 items not started',
	],
])('says which other calls are in doubt when it stops: %s', async (_count, others, counts) => {
	const { provider, run } = await openTestAccount();
	for (const [after, fault] of [{ code: 1019 }, ...others].entries()) {
		provider.answerNext({ service: 'PlayVoice', after, fault });
	}
	const options = { concurrency: 4, timeoutSeconds: 1, customData: '={{ "row " + $itemIndex }}' };
	const result = await run(list(options), numbers(10));
	expect(result.data.resultData.error?.message).toBe(
		`Number Disabled (code 1019): 操作失败 (item 0; ${counts})`,
	);
});

it('starts nothing new once the execution is cancelled', async () => {
	const { provider, run } = await openTestAccount({ latencyMs: 100 });
	const running = run(list({ concurrency: 2 }), numbers(50), {}, async (cancel) => {
		while (provider.dials.length < 4) await new Promise(setImmediate);
		cancel();
	});
	await running.catch(() => undefined);
	const placed = provider.dials.length;
	expect(placed).toBeLessThan(8);
	await provider.settled();
	expect(provider.dials).toHaveLength(placed);
});

it('lets only requests use up the pace: refused items wait for nothing', async () => {
	const { provider, run } = await openTestAccount();
	const wrong = Array.from({ length: 1_000 }, () => ({ json: { number: 'none' } }));
	const started = Date.now();
	const people = [...wrong, ...numbers(3), ...wrong];
	const items = itemsOf(await run(list({ requestsPerSecond: 1 }), people, CONTINUE));
	expect(items).toHaveLength(2_003);
	// Counted from the start, because the first request can be late on a busy machine.
	const third = provider.dials[2]!.at.getTime();
	expect(third - started).toBeGreaterThanOrEqual(1_990);
	// At the request rate, all items would take more than half an hour.
	expect(Date.now() - started).toBeLessThan(25_000);
});

it('tells a list of 1,000 that its account is refused, without the pace', async () => {
	const { provider, run } = await openTestAccount({}, { accessKey: 'wrong key' });
	const items = itemsOf(await run(list({ requestsPerSecond: 0.5 }), numbers(1_000), CONTINUE));
	expect(new Set(items.map(({ json }) => json.code))).toEqual(new Set(['1003']));
	expect(provider.requests).toHaveLength(1);
});

it('sends nothing more for items that wait for their turn when another one has failed', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'PlayVoice', fault: { code: 1019 } });
	const result = await run(list({ concurrency: 5, requestsPerSecond: 0.5 }), numbers(8));
	expect(result.data.resultData.error?.message).toMatch(/0 calls placed, 7 items not started/);
	expect(provider.count('PlayVoice')).toBe(1);
});

it.each([
	['a wrong access key', { accessKey: 'wrong' }, '1003'],
	['an unknown app ID', { appId: 'nobody' }, '601'],
])('fails fast with %s: one login, the same message for every item', async (_, values, code) => {
	const { provider, run } = await openTestAccount({}, values);
	const people = numbers(200);
	const items = itemsOf(await run(list(), people, CONTINUE));
	expect(items).toHaveLength(200);
	const others = items.filter(
		({ json: { destinationNumber } }, n) =>
			destinationNumber !== undefined && destinationNumber !== people[n]?.json.number,
	);
	expect(others).toEqual([]);
	expect(new Set(items.map(({ json }) => `${json.code} ${json.error}`)).size).toBe(1);
	expect(items[0]?.json.code).toBe(code);
	expect(provider.count('Login')).toBe(1);
	expect(provider.count('PlayVoice')).toBe(0);
});

it.each([{ ret: 500 }, { code: 1001 }])(
	'a login that meets trouble inside the provider (%j) fails one item; the next one tries again',
	async (fault) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'Login', fault });
		const items = itemsOf(await run(list({ concurrency: 1 }), numbers(5), CONTINUE));
		expect(items.map(({ json }) => json.accepted ?? json.error)).toEqual([
			expect.stringContaining('The login failed'),
			...[1, 2, 3, 4].map(() => true),
		]);
		expect(provider.count('Login')).toBe(2);
	},
);

it('tells every item where the credential cannot be read', async () => {
	const { credentials, provider, run } = await openTestAccount();
	jest.spyOn(credentials, 'getDecrypted').mockRejectedValue(new Error('No such credential'));
	const items = itemsOf(await run(list(), numbers(2), CONTINUE));
	expect(items.map(({ json }) => json.error)).toEqual([
		'The credential cannot be read: No such credential',
		'The credential cannot be read: No such credential',
	]);
	expect(provider.requests).toEqual([]);
});

it('needs one login for a list worked off by 50 at once, on first use and after a revocation', async () => {
	const { provider, run } = await openTestAccount();
	await run(list({ concurrency: 50 }), numbers(100));
	expect(provider.count('Login')).toBe(1);
	provider.revokeTokens();
	const items = itemsOf(await run(list({ concurrency: 50 }), numbers(100)));
	expect(items.filter(({ json }) => json.accepted)).toHaveLength(100);
	expect(provider.count('Login')).toBe(2);
});

it('fails no item when the token is revoked in the middle, and each login ends the token before', async () => {
	const { provider, run } = await openTestAccount({ singleSession: true, latencyMs: 5 });
	const running = run(list({ concurrency: 10 }), numbers(200));
	while (provider.dials.length < 60) await new Promise(setImmediate);
	provider.revokeTokens();
	const items = itemsOf(await running);
	expect(items.filter(({ json }) => json.accepted)).toHaveLength(200);
	expect(provider.count('Login')).toBe(2);
	expect(new Set(provider.dials.map(({ destinationNumber }) => destinationNumber)).size).toBe(200);
});

it('logs out once and in once for a list that meets an extension exception at 10 at once', async () => {
	const { provider, run } = await openTestAccount({ sameTokenUntilLogout: true });
	await run(list(), numbers(1));
	provider.addExtension();
	const items = itemsOf(await run(list({ concurrency: 10 }), numbers(30)));
	expect(items.filter(({ json }) => json.accepted)).toHaveLength(30);
	expect(provider.count('Login')).toBe(2);
});
