import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import {
	closeAccounts,
	CONTINUE,
	formsSent,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
	type TestAccount,
} from '../support/contexts/account';
import { itemsOf, jsonOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import type { Bill, FaultKind } from '../support/simulator';
import { stamp } from '../support/simulator/clock';

afterEach(closeAccounts);

/** All parameters have their defaults. */
const CHECK = { resource: 'call', operation: 'checkIfPlaced' };

const ERROR_OUTPUT: Partial<INode> = { onError: 'continueErrorOutput' };

const HOUR_MS = 60 * 60_000;

/** When the calls of these tests were placed: longer ago than the settle time. */
const PLACED_AT = Math.floor(Date.now() / 1000) * 1000 - 4 * HOUR_MS;

/** A failed item of a call in doubt. */
const doubtful = (customData: string, changes: IDataObject = {}): INodeExecutionData => ({
	json: {
		error: 'The connection broke',
		mayHaveBeenPlaced: true,
		requestedAt: new Date(PLACED_AT).toISOString(),
		destinationNumber: '13300000001',
		customData,
		...changes,
	},
});

/** The record of a call that began a second after it was placed. */
const bill = (changes: Partial<Bill> = {}): Partial<Bill> => ({
	starttime: stamp(PLACED_AT + 1000),
	destnumber: '13300000001',
	...changes,
});

/** What each request asked for besides the window and the page. */
const filtersSent = ({ provider }: TestAccount): object[] =>
	provider.requests.slice(1).map(({ fields: { customuuid, destnumber } }) => ({
		...(customuuid !== undefined && { customuuid }),
		...(destnumber !== undefined && { destnumber }),
	}));

const answersOf = async (account: TestAccount, ...items: INodeExecutionData[]) =>
	jsonOf(await account.run(CHECK, items)).map(({ placed }) => placed);

it('asks by custom data, then by number, then for all records since the call, and changes nothing at the provider', async () => {
	const account = await openTestAccount();
	const items = itemsOf(await account.run(CHECK, [doubtful('order-1')]));
	expect(items).toEqual([
		{
			json: {
				customData: 'order-1',
				placed: false,
				reason: expect.stringMatching(/^No call record was found/),
				record: null,
			},
			pairedItem: { item: 0 },
		},
	]);
	const window = {
		service: 'App.Sip_Cdr.GetBill',
		token: undefined,
		starttime: stamp(PLACED_AT - 5 * 60_000),
		endtime: expect.any(String),
		syncflag: '3',
		direction: '3',
		callmethod: '0',
		currentpage: '1',
		itemsperpage: '1000',
	};
	const sent = formsSent(account.provider, 'GetBill') as IDataObject[];
	expect(sent).toEqual([
		{ ...window, customuuid: 'order-1' },
		{ ...window, destnumber: '13300000001' },
		window,
	]);
	expect(new Set(sent.map(({ endtime }) => endtime)).size).toBe(1);
	expect(account.provider.dials).toEqual([]);
});

it('writes the window in the server’s time zone', async () => {
	const { provider, run } = await openTestAccount({}, { serverTimeZone: 'UTC' });
	await run({ ...CHECK, placedAfter: '2026-01-02T12:00:00+08:00' }, [doubtful('order-1')]);
	expect(provider.requests.at(-1)?.fields.starttime).toBe('2026-01-02 03:55:00');
});

it('gives the record as soon as it is found by custom data', async () => {
	const account = await openTestAccount();
	const { id } = account.provider.addBill(bill({ customuuid: 'order-1', billsec: 30 }));
	const [item] = jsonOf(await account.run(CHECK, [doubtful('order-1')]));
	expect(item).toEqual({
		customData: 'order-1',
		placed: true,
		reason: null,
		record: expect.objectContaining({
			event: 'callRecord',
			source: 'query',
			recordId: String(id),
			customData: 'order-1',
			outcome: 'answered',
		}),
	});
	expect(filtersSent(account)).toEqual([{ customuuid: 'order-1' }]);
});

it('finds a call for which a workflow waited by its number, without the wait reference', async () => {
	const account = await openTestAccount();
	account.provider.addBill(bill({ customuuid: 'order-1~w1.1.abc' }));
	const [item] = jsonOf(await account.run(CHECK, [doubtful('order-1')]));
	expect(item).toMatchObject({ placed: true, record: { customData: 'order-1' } });
	expect(filtersSent(account)).toEqual([{ customuuid: 'order-1' }, { destnumber: '13300000001' }]);
});

it('finds it in the window where the number is not known or written in another way', async () => {
	const account = await openTestAccount();
	account.provider.addBill(bill({ customuuid: 'order-1~w1.1.abc', destnumber: '8613300000001' }));
	const [one] = await answersOf(account, doubtful('order-1', { destinationNumber: null }));
	expect(one).toBe(true);
	expect(filtersSent(account)).toEqual([{ customuuid: 'order-1' }, {}]);
	expect(await answersOf(account, doubtful('order-1'))).toEqual([true]);
});

it('compares custom data that contains a wait reference without it, and asks for the whole text', async () => {
	const account = await openTestAccount();
	const sent = 'order-1~w1.1.abc';
	account.provider.addBill(bill({ customuuid: sent }));
	expect(await answersOf(account, doubtful(sent))).toEqual([true]);
	expect(filtersSent(account)).toEqual([{ customuuid: sent }]);
	account.provider.reset();
	account.provider.addBill(bill({ customuuid: 'order-1~w1.1.def' }));
	expect(await answersOf(account, doubtful(sent))).toEqual([true]);
});

it('takes no other call to the same number for it', async () => {
	const account = await openTestAccount();
	account.provider.addBill(bill({ customuuid: 'order-2' }));
	account.provider.addBill(bill({ customuuid: 'order-1', starttime: stamp(PLACED_AT - 301_000) }));
	expect(await answersOf(account, doubtful('order-1'))).toEqual([false]);
});

it.each(['13300000001', '8613300000001'])(
	'does not say false while a record of the number, written %s, has no custom data',
	async (destnumber) => {
		const account = await openTestAccount();
		const { id } = account.provider.addBill(bill({ customuuid: '', destnumber }));
		const [item] = jsonOf(await account.run(CHECK, [doubtful('order-1')]));
		expect(item).toMatchObject({
			placed: null,
			record: null,
			reason: expect.stringContaining(`record ${id},`),
		});
	},
);

it('searches 24 hours and never says false where Placed After is empty', async () => {
	const account = await openTestAccount();
	const unknown = doubtful('order-1', { requestedAt: null });
	account.provider.addBill(bill({ customuuid: 'order-2' }));
	const [item, other] = jsonOf(
		await account.run({ ...CHECK, settleMinutes: 1 }, [
			unknown,
			doubtful('order-2', { requestedAt: null }),
		]),
	);
	expect(item).toMatchObject({ placed: null, reason: expect.stringContaining('24 hours') });
	expect(other).toMatchObject({ placed: true });
	const { starttime, endtime } = account.provider.requests.at(-1)!.fields;
	expect(Date.parse(endtime!) - Date.parse(starttime!)).toBe(24 * HOUR_MS);
});

it('says when to ask again while the provider may be late, and then finds the call', async () => {
	const account = await openTestAccount({ billDelaySeconds: 1000, timeScale: 0.001 });
	const { provider, run } = account;
	provider.answerNext({ service: 'PlayVoice', fault: { reset: 'after' } });
	const failed = itemsOf(await run(PLAY_VOICE, [{ json: {} }], CONTINUE));
	await provider.settled();
	provider.options.timeScale = 1;
	const [early] = jsonOf(await run(CHECK, failed));
	expect(early).toMatchObject({ placed: null, record: null });
	const [, time] = /Ask again at (\S+) or later/.exec(String(early!.reason)) ?? [];
	const requestedAt = Date.parse(String(failed[0]!.json.requestedAt));
	expect(Date.parse(time!) - requestedAt).toBe(3 * HOUR_MS + 1000);
	provider.options.billDelaySeconds = 0;
	expect(jsonOf(await run(CHECK, failed))).toMatchObject([{ placed: true }]);
});

it.each([
	['Continue', CONTINUE, 0],
	['Continue (using error output)', ERROR_OUTPUT, 1],
] as const)(
	'takes failed items as they leave Play Voice under %s',
	async (_name, settings, output) => {
		const account = await openTestAccount({ timeScale: 0 });
		const { provider, run } = account;
		provider.answerNext({ service: 'PlayVoice', fault: { reset: 'after' } });
		provider.answerNext({ service: 'PlayVoice', fault: { reset: 'before' } });
		const placed = await run(
			{
				...PLAY_VOICE,
				destinationNumber: '={{ $json.number }}',
				options: { concurrency: 1, customData: '={{ "order-" + $itemIndex }}' },
			},
			itemsWithNumbers('13300000001', '13300000006'),
			settings,
		);
		await provider.settled();
		provider.forget();
		const failed = itemsOf(placed, output);
		expect(failed).toHaveLength(2);
		expect(jsonOf(await run(CHECK, failed))).toMatchObject([
			{ customData: 'order-0', placed: true, record: { destinationNumber: '13300000001' } },
			{ customData: 'order-1', placed: null, reason: expect.stringContaining('Ask again at') },
		]);
		expect(filtersSent(account).slice(0, 2)).toEqual([
			{ customuuid: 'order-1' },
			{ destnumber: '13300000006' },
		]);
	},
);

it('prefers what was sent to what the input item says, on the error output', async () => {
	const account = await openTestAccount();
	const details = { ...doubtful('order-1').json };
	await account.run(CHECK, [
		{
			json: {
				error: 'lost',
				message: 'lost',
				details,
				destinationNumber: 'not a number',
				requestedAt: '2000-01-01',
			},
		},
	]);
	expect(account.provider.requests.at(-1)?.fields.starttime).toBe(stamp(PLACED_AT - 300_000));
});

it('asks for nothing where it is unclear whether Custom Data is that of the failed call or of its input item', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'PlayVoice', fault: { reset: 'after' } });
	const input = [{ json: { number: '13300000001', customData: 'order-1' } }];
	const options = { customData: '={{ $json.customData }}-again' };
	const output = itemsOf(await run({ ...PLAY_VOICE, options }, input, ERROR_OUTPUT), 1);
	// n8n adds the input item, but here there is no node before.
	const failed = output.map(({ json }) => ({ json: { ...input[0]!.json, ...json } }));
	expect(jsonOf(await run(CHECK, failed, CONTINUE))).toMatchObject([
		{ level: 'input', error: expect.stringContaining('not that of the failed call') },
	]);
	expect(provider.count('GetBill')).toBe(0);
	const customData = '={{ $json.details.customData }}';
	expect(jsonOf(await run({ ...CHECK, customData }, failed))).toMatchObject([
		{ customData: 'order-1-again' },
	]);
	const typed = { ...CHECK, customData: 'another order' };
	expect(jsonOf(await run(typed, failed))).toMatchObject([{ customData: 'another order' }]);
});

it('gives each of two items with the same custom data and number the record', async () => {
	const account = await openTestAccount();
	account.provider.addBill(bill({ customuuid: 'order-1' }));
	expect(await answersOf(account, doubtful('order-1'), doubtful('order-1'))).toEqual([true, true]);
	const many = times(20, () => doubtful('order-1'));
	expect(await answersOf(account, ...many)).toEqual(many.map(() => true));
});

describe('many items', () => {
	/** Records of 2,500 calls, of which every fifth belongs to one of 500 items. */
	async function openWithRecords(): Promise<TestAccount> {
		const account = await openTestAccount();
		for (const n of times(2500, (index) => index)) {
			account.provider.addBill(
				bill({
					customuuid: n % 5 === 0 ? `order-${n / 5}~w1.1.abc` : `other-${n}`,
					destnumber: String(13_300_000_000 + n),
					starttime: stamp(PLACED_AT + n * 1000),
				}),
			);
		}
		return account;
	}

	const items = (count: number) =>
		times(count, (n) =>
			doubtful(`order-${n}`, { destinationNumber: String(13_300_000_000 + 5 * n) }),
		);

	it('read the records once, whatever their number, and end with the last one that is found', async () => {
		const account = await openWithRecords();
		expect(await answersOf(account, ...items(500))).toEqual(times(500, () => true));
		expect(account.provider.count('GetBill')).toBe(3);
		account.provider.forget();
		expect(await answersOf(account, ...items(100))).toEqual(times(100, () => true));
		expect(account.provider.count('GetBill')).toBe(1);
	});

	it('go on to the last record if one of the calls has two', async () => {
		const account = await openTestAccount();
		for (const n of [0, ...times(10, (index) => index)]) {
			account.provider.addBill(bill({ customuuid: `order-${n}`, destnumber: '13300000001' }));
		}
		const sameNumber = times(10, (n) => doubtful(`order-${n}`));
		expect(await answersOf(account, ...sameNumber)).toEqual(times(10, () => true));
	});

	it.each([
		[5, 5],
		[6, 1],
	])(
		'are looked for one by one if they are few: %d items take %d requests',
		async (count, requests) => {
			const account = await openTestAccount();
			const orders = times(count, (n) => `order-${n}`);
			for (const customuuid of orders) account.provider.addBill(bill({ customuuid }));
			const answers = await answersOf(account, ...orders.map((order) => doubtful(order)));
			expect(answers).toEqual(orders.map(() => true));
			expect(account.provider.count('GetBill')).toBe(requests);
		},
	);

	it('search from the earliest call on, and judge each by its own time', async () => {
		const account = await openWithRecords();
		const [first, ...others] = items(500);
		const late = { ...first!.json, requestedAt: new Date(PLACED_AT + 2 * HOUR_MS).toISOString() };
		const answers = await answersOf(account, { json: late }, ...others);
		expect(answers.slice(0, 2)).toEqual([null, true]);
		expect(account.provider.requests.at(-1)?.fields.starttime).toBe(stamp(PLACED_AT - 300_000));
	});

	it('keep what was found before a page could not be read; the others fail', async () => {
		const account = await openWithRecords();
		account.provider.answerNext({ service: 'GetBill', after: 1, fault: { ret: 603 } });
		const output = itemsOf(await account.run(CHECK, items(500), CONTINUE));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(times(500, (item) => ({ item })));
		expect(output.slice(0, 200).every(({ json }) => json.placed === true)).toBe(true);
		expect(output.slice(200).every(({ json }) => json.code === '603')).toBe(true);
	});
});

it.each<[FaultKind, number, string]>([
	[{ http: 502 }, 3, 'HTTP_502'],
	[{ reset: 'after' }, 3, 'CONNECTION_LOST'],
	[{ ret: 500 }, 3, '500'],
	[{ raw: '' }, 3, 'EMPTY_ANSWER'],
	[{ raw: '{"ret":200,"data":{"status":0,"result":{"bills":[7]}}}' }, 1, 'NO_RESULT'],
	[{ ret: 603 }, 1, '603'],
	[{ code: 1002 }, 1, '1002'],
])('%j fails the item after %d attempts, without a doubt', async (fault, attempts, code) => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'GetBill', times: Infinity, fault });
	expect(jsonOf(await run(CHECK, [doubtful('order-1')], CONTINUE))).toEqual([
		{
			error: expect.any(String),
			code,
			level: expect.any(String),
			advice: expect.stringMatching(/\.$/),
			customData: 'order-1',
			destinationNumber: '13300000001',
		},
	]);
	expect(provider.count('GetBill')).toBe(attempts);
});

it('a read that fails names no number where none is known', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'GetBill', times: Infinity, fault: { ret: 603 } });
	const unknown = doubtful('order-1', { destinationNumber: null });
	const [item] = jsonOf(await run(CHECK, [unknown], CONTINUE));
	expect(item).toMatchObject({ code: '603', customData: 'order-1' });
	expect(item).not.toHaveProperty('destinationNumber');
});

it('a read that fails ends the run without Continue, and puts no call in doubt', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'GetBill', times: Infinity, fault: { http: 502 } });
	const { error } = (await run(CHECK, [doubtful('order-1'), doubtful('order-2')])).data.resultData;
	expect(error?.message).toContain('0 calls checked, 1 more failed, 0 items not started');
});

it('asks again under a new token', async () => {
	const account = await openTestAccount();
	account.provider.addBill(bill({ customuuid: 'order-1' }));
	account.provider.answerNext({ service: 'GetBill', fault: { ret: 600 } });
	expect(await answersOf(account, doubtful('order-1'))).toEqual([true]);
});

it('allows Retry On Fail: asking does no harm', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'GetBill', fault: { ret: 603 } });
	const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
	expect(jsonOf(await run(CHECK, [doubtful('order-1')], settings))).toMatchObject([
		{ placed: false },
	]);
});

const REFUSED: Array<[object, RegExp]> = [
	[{ customData: '={{ " " }}' }, /^Custom Data is empty/],
	[{ customData: '~w1.1.abc' }, /^Custom Data is empty/],
	[{ customData: '={{ {} }}' }, /^Custom Data is neither text nor a number/],
	[{ destinationNumber: '1380013 8000' }, /^Destination Number .* extension/],
	[{ placedAfter: 'yesterday' }, /^Placed After is not a date and time/],
	[{ placedAfter: '={{ $now.plus({ hours: 8 }) }}' }, /^Placed After is in the future/],
	[{ settleMinutes: 0 }, /^Settle Time \(Minutes\) must be a number of at least 1/],
	[{ options: { timeoutSeconds: 'long' } }, /^Time Limit \(Seconds\) must be a number/],
];

it.each(REFUSED)('%j fails the item before anything is sent', async (parameters, error) => {
	const { provider, run } = await openTestAccount();
	const [item] = jsonOf(await run({ ...CHECK, ...parameters }, [doubtful('order-1')], CONTINUE));
	expect(item).toMatchObject({
		error: expect.stringMatching(error),
		code: 'INPUT',
		level: 'input',
	});
	expect(provider.requests).toEqual([]);
});

it('checks the others beside an item that cannot be read; without Continue the run ends before anything is sent', async () => {
	const { provider, run } = await openTestAccount();
	const items = [doubtful('order-1'), { json: {} }, doubtful('order-2')];
	const output = itemsOf(await run(CHECK, items, CONTINUE));
	expect(output.map(({ json, pairedItem }) => [json.placed ?? json.code, pairedItem])).toEqual([
		[false, { item: 0 }],
		['INPUT', { item: 1 }],
		[false, { item: 2 }],
	]);
	provider.forget();
	const { error } = (await run(CHECK, items)).data.resultData;
	expect(error?.message).toContain('Custom Data is empty (item 1');
	expect(provider.requests).toEqual([]);
});
