import {
	closeAccounts,
	CONTINUE,
	formsSent,
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
			customCampaignId: 'spring-1',
		});
		expect(provider.campaigns).toHaveLength(1);
		expect(provider.count('TaskCreat')).toBe(1);
	}
});

it('asks again whether the custom campaign ID is in use if no answer came', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'TaskList', fault: { reset: 'after' } });
	const parameters = { ...CREATE, options: { customCampaignId: 'spring-1' } };
	const [item] = itemsOf(await run(parameters, NUMBERS));
	expect(item?.json).toMatchObject({ customCampaignId: 'spring-1', numbers: 3 });
	const asked = {
		service: 'App.Sip_Yccall.TaskList',
		customtaskid: 'spring-1',
		currentpage: '1',
		itemsperpage: '100',
		token: undefined,
	};
	expect(formsSent(provider, 'TaskList')).toEqual([asked, asked]);
});

it('creates nothing where nobody can tell whether the custom campaign ID is in use', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'TaskList', fault: { ret: 603 } });
	const parameters = { ...CREATE, options: { customCampaignId: 'spring-1' } };
	const [item] = itemsOf(await run(parameters, NUMBERS, CONTINUE));
	expect(item?.json).toMatchObject({ code: '603', mayHaveBeenPlaced: false });
	expect(provider.campaigns).toEqual([]);
});

it('leaves n8n its turns while it reads thousands of items', async () => {
	const { run } = await openTestAccount();
	const numbers = times(3000, (n) => String(13_300_000_000 + n));
	const campaignName = '={{ "Spring " + "offer" }}';
	const options = { customData: '={{ $json.number }}' };
	let longest = 0;
	let last = Date.now();
	const clock = setInterval(() => {
		longest = Math.max(longest, Date.now() - last);
		last = Date.now();
	}, 1);
	const started = Date.now();
	await run({ ...CREATE, campaignName, options }, itemsWithNumbers(...numbers));
	clearInterval(clock);
	expect(longest).toBeLessThan((Date.now() - started) / 3);
});
