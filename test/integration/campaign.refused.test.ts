import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	locator,
	openTestAccount,
} from '../support/contexts/account';
import { CREATE, phonesOf, servicesAsked } from '../support/contexts/campaign';
import { itemsOf } from '../support/contexts/n8n';

afterEach(closeAccounts);

const HEX = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
const NUMBERS = itemsWithNumbers('13300000001', '133-0000-0002', '+86 13300000003');

describe('an item that is wrong', () => {
	const items = itemsWithNumbers('13300000001', '110', '13300000002', 'abc');

	it('ends the run before anything is sent', async () => {
		const { provider, run } = await openTestAccount();
		const { error } = (await run(CREATE, items)).data.resultData;
		expect(error?.message).toBe(
			'Destination Number is an emergency number (110) (item 1; 0 campaigns created, 1 more failed, 2 items not started)',
		);
		expect(provider.requests).toEqual([]);
	});

	it('with Continue is an item behind the campaign of the others', async () => {
		const { provider, run } = await openTestAccount();
		const [campaign, ...failed] = itemsOf(await run(CREATE, items, CONTINUE));
		expect(campaign).toMatchObject({
			json: { numbers: 2 },
			pairedItem: [{ item: 0 }, { item: 2 }],
		});
		expect(phonesOf(provider.campaigns[0]!)).toEqual(['13300000001', '13300000002']);
		expect(failed).toEqual([
			{
				json: expect.objectContaining({
					code: 'DESTINATION_NOT_ALLOWED',
					mayHaveBeenPlaced: false,
					requestedAt: null,
				}),
				pairedItem: { item: 1 },
			},
			{ json: expect.objectContaining({ code: 'INPUT' }), pairedItem: { item: 3 } },
		]);
	});

	it('leaves its details on the error output', async () => {
		const { run } = await openTestAccount();
		const result = await run(CREATE, items, { onError: 'continueErrorOutput' });
		expect(itemsOf(result)).toHaveLength(1);
		expect(itemsOf(result, 1).map(({ json }) => json.details)).toEqual([
			expect.objectContaining({ code: 'DESTINATION_NOT_ALLOWED' }),
			expect.objectContaining({ code: 'INPUT' }),
		]);
	});

	it.each<[string, { customData?: string; callBefore?: string }]>([
		['110', {}],
		['110', { customData: 'order-1' }],
		['13300000001', { customData: 'order-1', callBefore: '={{ "" }}' }],
		['13300000001', { customData: 'order~w1.1.abc' }],
	])('keeps its custom data: number %s, options %j', async (number, options) => {
		const { run } = await openTestAccount();
		const [item] = itemsOf(await run({ ...CREATE, options }, itemsWithNumbers(number), CONTINUE));
		expect(item?.json.level).toBe('input');
		expect(item?.json.customData).toBe(options.customData);
	});

	it('can be every item: nothing is created', async () => {
		const { provider, run } = await openTestAccount();
		const failed = itemsOf(await run(CREATE, itemsWithNumbers('110', ''), CONTINUE));
		expect(failed.map(({ json }) => json.level)).toEqual(['input', 'input']);
		expect(provider.requests).toEqual([]);
	});
});

it.each<[object, RegExp]>([
	[{ campaignName: '={{ $json.number }}' }, /^Campaign Name is “13300000002” in item 1, but “1/],
	[{ group: locator('={{ $json.number }}', 'name') }, /^Extension Group or Extension is .* item 1/],
	[{ startNow: '={{ $itemIndex === 1 }}' }, /^Start Now is “true” in item 1, but “false” in/],
	[{ options: { callerIds: '={{ $json.number }}' } }, /^Caller IDs is “13300000002” in item 1/],
	[{ callsPerFreeAgent: '={{ $itemIndex }}' }, /^Calls per Free Agent .* at least 1 \(item 0\)/],
	[
		{ assignTo: '={{ $itemIndex ? "extension" : "group" }}', extension: locator('1') },
		/^Assign To is “extension” in item 1, but “group” in item 0/,
	],
	[{ campaignName: ' ' }, /^Campaign Name is empty/],
	[{ group: locator('={{ " " }}', 'name') }, /^Extension Group is empty/],
	[{ assignTo: 'extension', extension: locator('x') }, /^Extension contains “x”/],
	[
		{ assignTo: '={{ "queue" }}', extension: locator('1') },
		/^Assign To is neither extension nor group/,
	],
	[{ callsPerFreeAgent: '={{ 1.5 }}' }, /^Calls per Free Agent must be a whole number/],
	[{ startNow: '={{ "yes" }}' }, /^Start Now is neither true nor false/],
	[{ options: { maxConcurrentCalls: '={{ 0 }}' } }, /^Max Concurrent Calls must be a number/],
	[{ options: { callerIds: 'abc' } }, /^Caller IDs contains “abc”/],
	[{ options: { startAt: 'soon' } }, /^Start At is not a date and time/],
	[{ options: { startAt: '={{ "" }}' } }, /^Start At is empty/],
	[{ options: { maxConcurrentCalls: '={{ "" }}' } }, /^Max Concurrent Calls is empty/],
	[{ callsPerFreeAgent: '={{ 1 - $itemIndex }}' }, /^Calls per Free Agent .* \(item 1\)/],
	[
		{ options: { startAt: '2026-01-31 09:00', endAt: '2026-01-31 09:00' } },
		/^End At is not later than Start At/,
	],
])('%j is refused for all items before anything is sent', async (wrong, error) => {
	const { provider, run } = await openTestAccount();
	const items = itemsWithNumbers('13300000001', '13300000002');
	const failed = itemsOf(await run({ ...CREATE, ...wrong }, items, CONTINUE));
	expect(failed).toEqual([
		{
			json: expect.objectContaining({ error: expect.stringMatching(error), level: 'input' }),
			pairedItem: [{ item: 0 }, { item: 1 }],
		},
	]);
	expect(provider.requests).toEqual([]);
	const { error: ended } = (await run({ ...CREATE, ...wrong }, items)).data.resultData;
	expect(ended?.message).toMatch(error);
	expect(provider.requests).toEqual([]);
});

it.each<[object, RegExp]>([
	[{ customData: '={{ {} }}' }, /^Custom Data is neither text nor a number/],
	[{ customData: 'order~w1.1.abc' }, /^Custom Data contains the wait reference/],
	[{ callBefore: 'noon' }, /^Call Before is not a date and time/],
	[{ callBefore: '={{ "" }}' }, /^Call Before is empty/],
	[{ memberId: '={{ $("Nobody").item }}' }, /Nobody|node/],
])('%j is refused with its item', async (options, error) => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...CREATE, options }, NUMBERS.slice(0, 1), CONTINUE));
	expect(item).toMatchObject({
		json: { error: expect.stringMatching(error), level: 'input' },
		pairedItem: { item: 0 },
	});
	expect(provider.requests).toEqual([]);
});

it.each<[object, string, RegExp]>([
	[{ group: locator('no-such-group', 'name') }, '1211', /^Illegal Queue \(code 1211\)/],
	[
		{ assignTo: 'extension', extension: locator('20289999') },
		'1012',
		/^Extension Does Not Exist \(code 1012\)/,
	],
	[
		{ assignTo: 'extension', extension: locator('99990001') },
		'1011',
		/^Illegal Extension \(code 1011\)/,
	],
	[
		{ assignTo: 'extension', extension: locator('20280004') },
		'1013',
		/^Extension Disabled \(code 1013\)/,
	],
])('%j is refused by the provider: nothing was created', async (wrong, code, error) => {
	const { provider, run } = await openTestAccount();
	const items = itemsOf(await run({ ...CREATE, ...wrong }, NUMBERS, CONTINUE));
	expect(items).toEqual([
		{
			json: expect.objectContaining({
				error: expect.stringMatching(error),
				code,
				mayHaveBeenPlaced: false,
				customCampaignId: HEX,
			}),
			pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }],
		},
	]);
	expect(servicesAsked(provider)).toEqual(['TaskCreat']);
	expect(provider.campaigns).toEqual([]);
});

it('a group that is off is refused as well', async () => {
	const { provider, run } = await openTestAccount();
	provider.groups[0]!.enabled = false;
	const [item] = itemsOf(await run(CREATE, NUMBERS, CONTINUE));
	expect(item?.json).toMatchObject({ code: '1210', mayHaveBeenPlaced: false });
});

it('a run without items creates nothing', async () => {
	const { provider, run } = await openTestAccount();
	expect(itemsOf(await run(CREATE, [], CONTINUE))).toEqual([]);
	expect(provider.requests).toEqual([]);
});

it('Retry On Fail is refused', async () => {
	const { provider, run } = await openTestAccount();
	const settings = { ...CONTINUE, retryOnFail: true };
	const [item] = itemsOf(await run(CREATE, NUMBERS, settings));
	expect(item?.json.error).toMatch(/^Retry On Fail is on/);
	expect(provider.requests).toEqual([]);
});

it('a wrong credential fails all items once', async () => {
	const { run } = await openTestAccount({}, { appId: '' });
	const items = itemsOf(await run(CREATE, NUMBERS, CONTINUE));
	expect(items).toHaveLength(1);
	expect(items[0]).toMatchObject({ json: { level: 'input' }, pairedItem: [{}, {}, {}] });
});

it('a run that is cancelled before anything is sent creates nothing', async () => {
	const { provider, run } = await openTestAccount();
	const parameters = { ...CREATE, options: { requestsPerSecond: 0.5 } };
	await run(parameters, NUMBERS, CONTINUE, async (cancel) => cancel());
	expect(provider.campaigns).toEqual([]);
});
