import type { IDataObject } from 'n8n-workflow';
import {
	closeAccounts,
	CONTINUE,
	formsSent,
	locator,
	openTestAccount,
} from '../support/contexts/account';
import {
	existingCampaign,
	onCampaign,
	phonesOf,
	runningCampaign,
} from '../support/contexts/campaign';
import { itemsOf } from '../support/contexts/n8n';
import type { FaultKind } from '../support/simulator';

afterEach(closeAccounts);

const ALL = ['start', 'pause', 'end', 'redial', 'removeNumbers', 'addNumbers', 'getNumbers'];

const NUMBER = '13300000001';

describe('a campaign', () => {
	it('is started, paused, started again and ended', async () => {
		const { provider, run, campaign } = await runningCampaign();
		const statuses = [campaign.status];
		for (const operation of ['pause', 'start', 'end']) {
			const [item] = itemsOf(await run(onCampaign(operation, campaign.taskid)));
			expect(item).toEqual({
				json: { campaignId: campaign.taskid, message: '设置成功' },
				pairedItem: { item: 0 },
			});
			statuses.push(campaign.status);
		}
		expect(statuses).toEqual([1, 2, 1, 3]);
		const taskid = campaign.taskid;
		expect(formsSent(provider, 'TaskSet')).toEqual(
			['1', '2', '1', '3'].map((taskstatus) => ({
				service: 'App.Sip_Yccall.TaskSet',
				taskid,
				taskstatus,
				token: undefined,
			})),
		);
	});

	it.each<[object, object]>([
		[{}, { answertype: 'all', status: '1' }],
		[{ answerType: 'agentMissed' }, { answertype: 'caller', status: '1' }],
		[{ answerType: 'customerMissed' }, { answertype: 'callee', status: '1' }],
		[
			{ answerType: 'connected', startNow: false },
			{ answertype: 'connected', status: '0' },
		],
	])('is called again with %j', async (parameters, fields) => {
		const { provider, run, campaign } = await runningCampaign();
		await run(onCampaign('end', campaign.taskid));
		const [item] = itemsOf(await run({ ...onCampaign('redial', campaign.taskid), ...parameters }));
		expect(item?.json).toEqual({ campaignId: campaign.taskid, message: '设置成功' });
		expect(provider.requests.at(-1)?.fields).toMatchObject(fields);
		expect(campaign.status).toBe((fields as IDataObject).status === '1' ? 1 : 0);
	});

	it('loses the numbers of a list', async () => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, NUMBER, '13300000002', '13300000003');
		const [item] = itemsOf(
			await account.run({
				...onCampaign('removeNumbers', campaign.taskid),
				destinationNumber: '133 0000 0001；13300000002,\n13300000001',
			}),
		);
		expect(item?.json).toEqual({ campaignId: campaign.taskid, message: '删除成功' });
		expect(account.provider.requests.at(-1)?.fields).toMatchObject({
			telphone: '13300000001,13300000002',
		});
		expect(phonesOf(campaign)).toEqual(['13300000003']);
	});

	it.each([
		['a list with empty places', ' ;13300000001, ,13300000003;\n '],
		['an expression', '={{ ["13300000001", 13300000003] }}'],
	])('loses the numbers of %s', async (_, destinationNumber) => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, NUMBER, '13300000002', '13300000003');
		await account.run({ ...onCampaign('removeNumbers', campaign.taskid), destinationNumber });
		expect(phonesOf(campaign)).toEqual(['13300000002']);
	});

	it('gives the provider’s answer when not simplified', async () => {
		const { run, campaign } = await runningCampaign();
		const parameters = { ...onCampaign('pause', campaign.taskid), simplify: false };
		expect(itemsOf(await run(parameters))[0]?.json).toMatchObject({ ret: 200, msg: '' });
	});
});

it.each<[string, object, RegExp]>([
	...ALL.map((name): [string, object, RegExp] => [
		name,
		{ campaign: locator('={{ 20240101000000000001 }}') },
		/^Campaign is a number that has lost its last digits/,
	]),
	['end', { campaign: locator('1,2') }, /^Campaign contains “1,2”/],
	['end', { campaign: locator(`,${'x'.repeat(60)}`) }, /^Campaign contains “,x{59}”/],
	['end', { campaign: locator('={{ "" }}') }, /^Campaign is empty/],
	['redial', { answerType: '={{ "none" }}' }, /^Answer Type is neither/],
	['redial', { startNow: '={{ 7 }}' }, /^Start Now is neither/],
	['removeNumbers', { destinationNumber: '={{ "" }}' }, /^Destination Numbers is empty/],
	['removeNumbers', { destinationNumber: '={{ [] }}' }, /^Destination Numbers is empty/],
	['removeNumbers', { destinationNumber: '13300000001, abc' }, /^Destination Numbers “abc”/],
	['getAll', { filters: { status: '={{ 9 }}' } }, /^Status is neither/],
	[
		'getAll',
		{ filters: { createdAfter: '2026-02-01', createdBefore: '2026-01-01' } },
		/^Created B/,
	],
	['getNumbers', { filters: { state: '={{ 9 }}' } }, /^State is neither/],
	['getNumbers', { filters: { answerType: '={{ 9 }}' } }, /^Answer Type is neither/],
])('%s refuses %j before anything is sent', async (operation, wrong, error) => {
	const { provider, run } = await openTestAccount();
	const destinationNumber = NUMBER;
	const parameters = { ...onCampaign(operation, '1'), destinationNumber, ...wrong };
	const [item] = itemsOf(await run(parameters, undefined, CONTINUE));
	expect(item?.json).toMatchObject({ error: expect.stringMatching(error), level: 'input' });
	expect(provider.requests).toEqual([]);
});

it.each(['start', 'redial', 'addNumbers'])('%s refuses Retry On Fail', async (operation) => {
	const { provider, run } = await openTestAccount();
	const parameters = { ...onCampaign(operation, '1'), destinationNumber: NUMBER };
	const settings = { ...CONTINUE, retryOnFail: true, waitBetweenTries: 1 };
	const [item] = itemsOf(await run(parameters, undefined, settings));
	expect(item?.json.error).toMatch(/^Retry On Fail is on/);
	expect(provider.requests).toEqual([]);
});

it.each<[string, string, FaultKind, object]>([
	[
		'start',
		'TaskSet',
		{ reset: 'before' },
		{ mayHaveBeenPlaced: true, error: expect.stringMatching(/the campaign may have started$/) },
	],
	['start', 'TaskSet', { code: 1024 }, { mayHaveBeenPlaced: false, code: '1024' }],
	[
		'redial',
		'taskCall',
		{ http: 502 },
		{ mayHaveBeenPlaced: true, error: expect.stringMatching(/the campaign may be calling again$/) },
	],
	['redial', 'taskCall', { code: 1026 }, { mayHaveBeenPlaced: false, code: '1026' }],
])('a failed %s (%s, %j) says whether calls may be placed, and is not repeated', async (...row) => {
	const [operation, service, fault, expected] = row;
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service, times: 9, fault });
	const [item] = itemsOf(await run(onCampaign(operation, '77'), undefined, CONTINUE));
	expect(item?.json).toMatchObject({ ...expected, campaignId: '77' });
	expect(provider.count(service)).toBe(1);
});

it('a Redial that does not start calls nobody, whatever became of it', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'taskCall', fault: { reset: 'after' } });
	const parameters = { ...onCampaign('redial', '77'), startNow: false };
	const [item] = itemsOf(await run(parameters, undefined, CONTINUE));
	expect(item?.json).toMatchObject({
		error: expect.stringMatching(/may be called again once the campaign is started$/),
		code: 'CONNECTION_LOST',
		mayHaveBeenPlaced: false,
	});
});

it.each<[number, boolean, RegExp, RegExp]>([
	[1025, true, /^The campaign 77 has not been started yet \(code 1025\)$/, /operation Start/],
	[1026, true, /^The campaign 77 is running, so Redial changed nothing \(code 1026\)$/, /Pause/],
	[1026, false, /^The campaign 77 is running, so Redial changed nothing \(code 1026\)$/, /Pause/],
])('a Redial refused with %d (start now: %j) says what to do', async (...row) => {
	const [code, startNow, error, advice] = row;
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'taskCall', fault: { code } });
	const parameters = { ...onCampaign('redial', '77'), startNow };
	const [item] = itemsOf(await run(parameters, undefined, CONTINUE));
	expect(item?.json).toMatchObject({
		error: expect.stringMatching(error),
		code: String(code),
		advice: expect.stringMatching(advice),
		mayHaveBeenPlaced: false,
	});
});

it.each(['pause', 'end', 'removeNumbers'])(
	'a %s in doubt says so, not of calls',
	async (operation) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ fault: { delayMs: 0 } });
		provider.answerNext({ fault: { reset: 'after' } });
		const parameters = { ...onCampaign(operation, '77'), destinationNumber: NUMBER };
		const [item] = itemsOf(await run(parameters, undefined, CONTINUE));
		expect(item?.json.error).toMatch(/ may (be|have) /);
		expect(item?.json).not.toHaveProperty('mayHaveBeenPlaced');
	},
);
