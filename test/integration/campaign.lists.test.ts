import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
} from '../support/contexts/account';
import { CREATE, existingCampaign, onCampaign } from '../support/contexts/campaign';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';

afterEach(closeAccounts);

const NUMBER = '13300000001';

it('Get Many lists the campaigns, up to the limit or all', async () => {
	const { provider, run } = await openTestAccount();
	for (const n of times(51, (one) => one)) {
		await run({ ...CREATE, campaignName: `c${n}`, callsPerFreeAgent: 2 }, itemsWithNumbers(NUMBER));
	}
	const list = { resource: 'campaign', operation: 'getAll' };
	expect(itemsOf(await run(list))).toHaveLength(50);
	const items = itemsOf(await run({ ...list, returnAll: true }));
	expect(items).toHaveLength(51);
	const [campaign] = provider.campaigns;
	expect(items[0]?.json).toEqual({
		campaignId: campaign!.taskid,
		customCampaignId: campaign!.customtaskid,
		campaignName: 'c0',
		status: { code: 1025, name: 'Task Has Not Started' },
		assignedTo: 'extGroup-1',
		callsPerFreeAgent: 2,
		startsAt: null,
		createdAt: expect.stringMatching(/\+08:00$/),
		otherFields: { disnumber: '', nowscale: '' },
	});
	const raw = itemsOf(await run({ ...list, simplify: false, limit: 1 }));
	expect(raw).toMatchObject([{ json: { taskid: campaign!.taskid, status: 1025 } }]);
}, 30_000);

it.each<[object, object]>([
	[{ status: 'any' }, {}],
	[{ status: 'new' }, { status: '0' }],
	[{ status: 'running' }, { status: '1' }],
	[{ status: 'paused' }, { status: '2' }],
	[{ status: 'ended' }, { status: '3' }],
	[
		{ campaignName: 'Spring', customCampaignId: 'c-1' },
		{ taskname: 'Spring', customtaskid: 'c-1' },
	],
	[
		{ createdAfter: '2026-01-31T08:00:00+08:00', createdBefore: '2026-01-31T01:00:00Z' },
		{ createtime: '2026-01-31 08:00:00', endtime: '2026-01-31 09:00:00' },
	],
	[
		{ createdAfter: '2026-01-31T08:00:00+08:00', createdBefore: '2026-01-31T08:00:00+08:00' },
		{ createtime: '2026-01-31 08:00:00', endtime: '2026-01-31 08:00:00' },
	],
	[{ createdAfter: '2026-01-31T08:00:00+08:00' }, { createtime: '2026-01-31 08:00:00' }],
	[{ createdBefore: '2026-01-31T08:00:00+08:00' }, { endtime: '2026-01-31 08:00:00' }],
])('Get Many with the filters %j asks for %j', async (filters, fields) => {
	const { provider, run } = await openTestAccount();
	await run({ resource: 'campaign', operation: 'getAll', filters });
	const { service, token, ...sent } = provider.requests.at(-1)!.fields;
	expect([service, token]).toEqual(['App.Sip_Yccall.TaskList', expect.any(String)]);
	expect(sent).toEqual({ ...fields, currentpage: '1', itemsperpage: '1000' });
});

it('Get Many lists a campaign once that moves to the next page and changes meanwhile', async () => {
	const { provider, run } = await openTestAccount();
	const rows = (...task: object[]) => {
		const result = { totalitems: 3, itemsperpage: 2, task };
		return { raw: JSON.stringify({ ret: 200, data: { status: 0, result }, msg: '' }) };
	};
	const first = rows({ taskid: '1', status: 1025 }, { taskid: '2', status: 1025 });
	const second = rows({ taskid: '2', status: 1026 }, { taskid: '3', status: 1025 });
	for (const fault of [first, second]) provider.answerNext({ service: 'TaskList', fault });
	const list = { resource: 'campaign', operation: 'getAll', returnAll: true };
	const ids = itemsOf(await run(list)).map(({ json }) => json.campaignId);
	expect(ids).toEqual(['1', '2', '3']);
});

it.each<[object, object]>([
	[{}, {}],
	[{ state: 'all' }, {}],
	[{ state: 'notCalled' }, { status: '1' }],
	[{ state: 'called' }, { status: '2' }],
	[{ answerType: 'agentMissed' }, { answertype: 'caller' }],
	[{ answerType: 'customerMissed' }, { answertype: 'callee' }],
	[{ answerType: 'connected' }, { answertype: 'connected' }],
	[{ answerType: 'all' }, {}],
])('Get Numbers with the filters %j asks for %j', async (filters, fields) => {
	const { provider, run } = await openTestAccount();
	await run({ ...onCampaign('getNumbers', '77'), filters }, undefined, CONTINUE);
	const { service, token, ...sent } = provider.requests.at(-1)!.fields;
	expect([service, token]).toEqual(['App.Sip_Yccall.TaskInfo', expect.any(String)]);
	expect(sent).toEqual({ taskid: '77', ...fields, currentpage: '1', itemsperpage: '1000' });
});

it('Get Numbers lists the numbers and what became of them', async () => {
	const account = await openTestAccount();
	const numbers = times(1001, (n) => String(13_300_000_000 + n));
	const campaign = await existingCampaign(account, ...numbers);
	Object.assign(campaign.numbers[0]!, {
		called: true,
		answered: 1,
		answertype: 'caller',
		extnumber: '20280003',
		userid: '2001',
	});
	const list = onCampaign('getNumbers', campaign.taskid);
	expect(itemsOf(await account.run(list))).toHaveLength(50);
	const items = itemsOf(await account.run({ ...list, returnAll: true })).map(({ json }) => json);
	expect(items.map(({ destinationNumber }) => destinationNumber)).toEqual(numbers);
	const common = { campaignId: campaign.taskid, customData: expect.any(String) };
	expect(items.slice(0, 2)).toEqual([
		{
			...common,
			destinationNumber: numbers[0],
			called: true,
			answered: true,
			answerType: 'agentMissed',
			extension: '20280003',
			otherFields: { userid: '2001', memberid: '', chengshudu: '' },
		},
		{
			...common,
			destinationNumber: numbers[1],
			called: false,
			answered: null,
			answerType: null,
			extension: null,
			otherFields: { userid: '', memberid: '', chengshudu: '' },
		},
	]);
	const filters = { state: 'called', answerType: 'agentMissed' };
	const called = itemsOf(await account.run({ ...list, filters, simplify: false }));
	expect(called).toMatchObject([{ json: { telphone: numbers[0], status: 1036 } }]);
});
