import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
} from '../support/contexts/account';
import { CREATE, phonesOf, servicesAsked } from '../support/contexts/campaign';
import { IN_DOUBT, isDone, NOT_PLACED, timeLimitOf } from '../support/contexts/faults';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import type { FaultKind } from '../support/simulator';

// The looks for what became of a lost request are a minute apart from first to last.
jest.mock('../../nodes/YunhuVoice/shared/sleep', () => ({ sleepUntil: async () => undefined }));

afterEach(closeAccounts);

const NUMBERS = itemsWithNumbers('13300000001', '13300000002', '13300000003');
const HEX = expect.stringMatching(/^[0-9a-f]{32}$/) as string;

describe('an answer to the creation that is lost', () => {
	it.each(IN_DOUBT)('%s: one campaign that is found again, or none', async (_name, fault, code) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskCreat', fault });
		const options = { timeoutSeconds: timeLimitOf(fault) };
		const items = itemsOf(await run({ ...CREATE, options }, NUMBERS, CONTINUE));
		expect(provider.count('TaskCreat')).toBe(1);
		expect(items).toHaveLength(1);
		if (isDone(fault)) {
			const [campaign] = provider.campaigns;
			expect(items[0]!.json).toMatchObject({ campaignId: campaign!.taskid, numbers: 3 });
			expect(phonesOf(campaign!)).toEqual(NUMBERS.map(({ json }) => json.number));
			expect(provider.count('TaskList')).toBe(1);
		} else {
			expect(provider.campaigns).toEqual([]);
			expect(provider.count('TaskList')).toBe(5);
			expect(items[0]).toMatchObject({
				json: {
					code,
					customCampaignId: HEX,
					mayHaveBeenPlaced: true,
					requestedAt: expect.stringContaining('T'),
				},
				pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }],
			});
			const { error, customCampaignId } = items[0]!.json;
			expect(error).toMatch(
				`may have been created (custom campaign ID ${String(customCampaignId)})`,
			);
		}
	});

	it.each(NOT_PLACED)(
		'%s proves that nothing was created: nobody looks',
		async (_name, fault, code) => {
			const { provider, run } = await openTestAccount();
			provider.answerNext({ service: 'TaskCreat', fault });
			const [item] = itemsOf(await run(CREATE, NUMBERS, CONTINUE));
			expect(item?.json).toMatchObject({ code, mayHaveBeenPlaced: false });
			expect(servicesAsked(provider)).toEqual(['TaskCreat']);
		},
	);

	it('success without a campaign ID counts as lost', async () => {
		const { provider, run } = await openTestAccount();
		const raw = '{"ret":200,"data":{"status":0,"desc":"ok"},"msg":""}';
		provider.answerNext({ service: 'TaskCreat', fault: { raw } });
		const [item] = itemsOf(await run(CREATE, NUMBERS, CONTINUE));
		expect(item?.json).toMatchObject({ code: 'NO_RESULT', mayHaveBeenPlaced: true });
		expect(provider.count('TaskCreat')).toBe(1);
	});

	it('goes on with the numbers of the second request and with the start', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskCreat', fault: { reset: 'after' } });
		const numbers = times(10_001, (n) => String(13_300_000_000 + n));
		const parameters = { ...CREATE, startNow: true };
		const [item] = itemsOf(await run(parameters, itemsWithNumbers(...numbers)));
		expect(item?.json.numbers).toBe(10_001);
		expect(phonesOf(provider.campaigns[0]!)).toEqual(numbers);
		expect(new Set(servicesAsked(provider))).toEqual(
			new Set(['TaskCreat', 'TaskList', 'TaskInfo', 'TaskAdd', 'TaskSet']),
		);
	});

	it('is looked up until a look succeeds', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskCreat', fault: { reset: 'after' } });
		provider.answerNext({ service: 'TaskList', times: 4, fault: { http: 502 } });
		const [item] = itemsOf(await run(CREATE, NUMBERS));
		expect(item?.json.campaignId).toBe(provider.campaigns[0]!.taskid);
		expect(provider.count('TaskList')).toBe(5);
	});

	it('where rows do not tell the custom ID, the only row counts if its name matches', async () => {
		const lost = { service: 'TaskCreat', fault: { reset: 'after' } } as const;
		const account = await openTestAccount({ customTaskIdInList: false });
		account.provider.answerNext(lost);
		const [found] = itemsOf(await account.run(CREATE, NUMBERS));
		expect(found?.json.campaignId).toBe(account.provider.campaigns[0]!.taskid);

		const rows = (...names: string[]) =>
			JSON.stringify({
				ret: 200,
				data: {
					status: 0,
					result: {
						totalitems: names.length,
						task: names.map((taskname) => ({ taskid: '1', taskname })),
					},
				},
			});
		for (const raw of [rows('Another name'), rows('Spring offer', 'Spring offer')]) {
			const { provider, run } = await openTestAccount({ customTaskIdInList: false });
			provider.answerNext(lost);
			provider.answerNext({ service: 'TaskList', times: 5, fault: { raw } });
			const [item] = itemsOf(await run(CREATE, NUMBERS, CONTINUE));
			expect(item?.json).toMatchObject({ code: 'CONNECTION_LOST', mayHaveBeenPlaced: true });
		}
	});

	it('another campaign of the same name is not taken for it', async () => {
		const { provider, run } = await openTestAccount();
		await run(CREATE, NUMBERS);
		const taskname = 'Spring offer';
		const row = { taskid: '1', taskname, customtaskid: 'another' };
		const raw = JSON.stringify({
			ret: 200,
			data: { status: 0, result: { totalitems: 1, task: [row] } },
		});
		provider.answerNext({ service: 'TaskCreat', fault: { reset: 'before' } });
		provider.answerNext({ service: 'TaskList', times: 5, fault: { raw } });
		const [item] = itemsOf(await run(CREATE, NUMBERS, CONTINUE));
		expect(item?.json.mayHaveBeenPlaced).toBe(true);
	});
});

describe('a campaign of 10,001 numbers whose second request', () => {
	const numbers = times(10_001, (n) => String(13_300_000_000 + n));
	const items = itemsWithNumbers(...numbers);

	it.each<[string, FaultKind]>([
		['is carried out, but not answered', { reset: 'after' }],
		['gets HTTP 500 after the effect', { httpAfter: 500 }],
	])('%s: has every number once', async (_name, fault) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskAdd', fault });
		const [item] = itemsOf(await run(CREATE, items));
		expect(item?.json.numbers).toBe(10_001);
		expect(phonesOf(provider.campaigns[0]!)).toEqual(numbers);
		expect(provider.count('TaskAdd')).toBe(1);
	});

	it.each<[string, FaultKind, boolean]>([
		['is refused by ret', { ret: 400 }, false],
		['gets 5 MB as its answer', { bytes: 5_000_000 }, true],
	])(
		'%s: the campaign that is not whole is named, with Continue and without',
		async (_name, fault, isLookedUp) => {
			for (const settings of [CONTINUE, {}]) {
				const { provider, run } = await openTestAccount();
				provider.answerNext({ service: 'TaskAdd', fault });
				const result = await run({ ...CREATE, startNow: true }, items, settings);
				const [campaign] = provider.campaigns;
				const error = itemsOf(result)[0]?.json.error ?? result.data.resultData.error?.message;
				expect(error).toMatch(
					`the campaign ${campaign!.taskid} has been created with at least 10000 of 10001 numbers and is not started`,
				);
				expect(campaign).toMatchObject({ status: 0 });
				expect(campaign!.numbers).toHaveLength(10_000);
				expect(provider.count('TaskAdd')).toBe(1);
				expect(provider.count('TaskInfo') > 0).toBe(isLookedUp);
			}
		},
	);

	it('gets lost: nothing is sent again, and the item says what is in the campaign', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskAdd', fault: { reset: 'before' } });
		const [item] = itemsOf(await run(CREATE, items, CONTINUE));
		expect(item?.json).toMatchObject({ campaignId: provider.campaigns[0]!.taskid });
		expect(item?.json.error).toMatch(/at least 10000 of 10001 numbers and is not started/);
		expect(provider.campaigns[0]!.numbers).toHaveLength(10_000);
		expect(provider.count('TaskAdd')).toBe(1);
	});

	it('is refused: the failure names the campaign, what is in it, and that it is not started', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskAdd', fault: { code: 1002 } });
		const [item] = itemsOf(await run({ ...CREATE, startNow: true }, items, CONTINUE));
		const campaignId = provider.campaigns[0]!.taskid;
		expect(item?.json).toMatchObject({ code: '1002', campaignId, mayHaveBeenPlaced: false });
		expect(item?.json.error).toMatch(
			`the campaign ${campaignId} has been created with at least 10000 of 10001 numbers and is not started`,
		);
		expect(provider.campaigns[0]!.status).toBe(0);
	});

	it('is lost and cannot be looked up: nothing is sent again', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskAdd', fault: { reset: 'after' } });
		provider.answerNext({ service: 'TaskInfo', times: Infinity, fault: { ret: 603 } });
		const [item] = itemsOf(await run(CREATE, items, CONTINUE));
		expect(item?.json).toMatchObject({ code: 'CONNECTION_LOST', mayHaveBeenPlaced: false });
		expect(item?.json.error).toMatch(/at least 10000 of 10001 numbers and is not started/);
		expect(provider.count('TaskAdd')).toBe(1);
	});
});

describe('a start that fails', () => {
	it.each<[string, FaultKind, boolean]>([
		['in doubt', { reset: 'after' }, true],
		['for certain', { ret: 603 }, false],
	])(
		'%s: the failure says whether calls may be placed',
		async (_name, fault, mayHaveBeenPlaced) => {
			const { provider, run } = await openTestAccount();
			provider.answerNext({ service: 'TaskSet', fault });
			const [item] = itemsOf(await run({ ...CREATE, startNow: true }, NUMBERS, CONTINUE));
			const campaignId = provider.campaigns[0]!.taskid;
			const state = mayHaveBeenPlaced ? 'may have started' : 'is not started';
			expect(item?.json).toMatchObject({ campaignId, mayHaveBeenPlaced });
			expect(item?.json.error).toMatch(
				`the campaign ${campaignId} has been created with all 3 numbers and ${state}`,
			);
			expect(provider.count('TaskSet')).toBe(1);
		},
	);
});
