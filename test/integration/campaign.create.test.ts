import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	locator,
	openTestAccount,
} from '../support/contexts/account';
import { CREATE, phonesOf, servicesAsked } from '../support/contexts/campaign';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';

afterEach(closeAccounts);

const HEX = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
const NUMBERS = itemsWithNumbers('13300000001', '133-0000-0002', '+86 13300000003');

it('makes one campaign of all items, not started, with the fields of the provider’s page', async () => {
	const { provider, run } = await openTestAccount();
	const items = itemsOf(await run(CREATE, NUMBERS));
	const [campaign] = provider.campaigns;
	expect(servicesAsked(provider)).toEqual(['TaskCreat']);
	const { telphone, ...fields } = provider.requests.at(-1)!.fields;
	expect(fields).toEqual({
		service: 'App.Sip_Yccall.TaskCreat',
		token: HEX,
		taskname: 'Spring offer',
		assigntype: '3',
		assignagent: 'extGroup-1',
		taskscale: '1:1',
		status: '0',
		customtaskid: HEX,
	});
	expect(JSON.parse(telphone!)).toEqual([
		{ phone: '13300000001', customuuid: HEX },
		{ phone: '13300000002', customuuid: HEX },
		{ phone: '8613300000003', customuuid: HEX },
	]);
	expect(campaign!.status).toBe(0);
	expect(items).toEqual([
		{
			json: {
				campaignId: campaign!.taskid,
				customCampaignId: campaign!.customtaskid,
				campaignName: 'Spring offer',
				numbers: 3,
				message: '创建成功',
			},
			pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }],
		},
	]);
	expect(provider.dials).toEqual([]);
});

it('sends every option: those of the campaign once, those of a number with it, all as text', async () => {
	const { provider, run } = await openTestAccount();
	await run(
		{
			...CREATE,
			assignTo: 'extension',
			extension: locator('20280003'),
			callsPerFreeAgent: '={{ 3 }}',
			options: {
				customData: '={{ $json.order }}',
				employeeId: '={{ $json.agent }}',
				memberId: 'm',
				callBefore: '2026-01-31T09:00:00+08:00',
				callerIds: '2120280001，2120280002',
				maxConcurrentCalls: 5,
				startAt: '2026-01-31T08:00:00+08:00',
				endAt: '2026-01-31T01:30:00Z',
				customCampaignId: ' spring-1 ',
			},
		},
		[
			{ json: { number: 13300000001, order: 7, agent: 2001 } },
			{ json: { number: '13300000002', order: 'o-8', agent: '' } },
		],
	);
	const { telphone, ...fields } = provider.requests.at(-1)!.fields;
	expect(fields).toMatchObject({
		assigntype: '1',
		assignagent: '20280003',
		taskscale: '1:3',
		disnumber: '2120280001,2120280002',
		concurrent: '5',
		scheduledtime: '2026-01-31 08:00:00',
		pausedtime: '2026-01-31 09:30:00',
		customtaskid: 'spring-1',
	});
	const time = String(Date.parse('2026-01-31T09:00:00+08:00') / 1000);
	expect(JSON.parse(telphone!)).toEqual([
		{ phone: '13300000001', time, userid: '2001', memberid: 'm', customuuid: '7' },
		{ phone: '13300000002', time, memberid: 'm', customuuid: 'o-8' },
	]);
});

it('makes one campaign of 10,001 numbers, each in it once', async () => {
	const { provider, run } = await openTestAccount();
	const numbers = times(10_001, (n) => String(13_300_000_000 + n));
	const [item] = itemsOf(await run(CREATE, itemsWithNumbers(...numbers)));
	expect(item?.json.numbers).toBe(10_001);
	expect(item?.pairedItem).toHaveLength(10_001);
	expect(provider.campaigns).toHaveLength(1);
	expect(phonesOf(provider.campaigns[0]!)).toEqual(numbers);
	expect(provider.campaigns[0]!.status).toBe(0);
	expect(servicesAsked(provider)).toEqual(['TaskCreat', 'TaskAdd']);
});

it('starts it once all numbers are in', async () => {
	const { provider, run } = await openTestAccount();
	await run({ ...CREATE, startNow: true }, NUMBERS);
	expect(servicesAsked(provider)).toEqual(['TaskCreat', 'TaskSet']);
	expect(provider.requests.at(-1)!.fields).toMatchObject({ taskstatus: '1' });
	await provider.settled();
	expect(provider.dials).toHaveLength(3);
});

it('gives the provider’s answer when not simplified', async () => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...CREATE, simplify: false }, NUMBERS));
	const { taskid } = provider.campaigns[0]!;
	expect(item?.json).toMatchObject({ ret: 200, data: { status: 0, result: { taskid } } });
});

it('refuses a custom campaign ID that is in use, whatever the rows tell of it', async () => {
	for (const customTaskIdInList of [true, false]) {
		const { provider, run } = await openTestAccount({ customTaskIdInList });
		const parameters = { ...CREATE, options: { customCampaignId: 'spring-1' } };
		await run(parameters, NUMBERS);
		const other = { ...parameters, campaignName: 'Summer offer' };
		const [item] = itemsOf(await run(other, NUMBERS, CONTINUE));
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(/custom campaign ID “spring-1” exists already: \d{20}/),
			level: 'input',
			mayHaveBeenPlaced: false,
		});
		expect(provider.campaigns).toHaveLength(1);
		expect(provider.count('TaskCreat')).toBe(1);
	}
});

it('creates nothing where nobody can tell whether the custom campaign ID is in use', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'TaskList', fault: { ret: 603 } });
	const parameters = { ...CREATE, options: { customCampaignId: 'spring-1' } };
	const [item] = itemsOf(await run(parameters, NUMBERS, CONTINUE));
	expect(item?.json).toMatchObject({ code: '603', mayHaveBeenPlaced: false });
	expect(provider.campaigns).toEqual([]);
});

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

it.each<[object, string]>([
	[{ group: locator('no-such-group', 'name') }, '1211'],
	[{ assignTo: 'extension', extension: locator('20289999') }, '1012'],
])('%j is refused by the provider: nothing was created', async (wrong, code) => {
	const { provider, run } = await openTestAccount();
	const items = itemsOf(await run({ ...CREATE, ...wrong }, NUMBERS, CONTINUE));
	expect(items).toEqual([
		{
			json: expect.objectContaining({ code, mayHaveBeenPlaced: false, customCampaignId: HEX }),
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
