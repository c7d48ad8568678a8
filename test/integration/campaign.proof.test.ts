import type { IDataObject } from 'n8n-workflow';
import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
} from '../support/contexts/account';
import { CREATE, existingCampaign, onCampaign, phonesOf } from '../support/contexts/campaign';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import type { Campaign } from '../support/simulator';

// The looks for what became of a lost request are a minute apart from first to last.
jest.mock('../../nodes/YunhuVoice/shared/sleep', () => ({ sleepUntil: async () => undefined }));

afterEach(closeAccounts);

const NUMBERS = itemsWithNumbers('13300000001', '13300000002', '13300000003');
const LOST = { reset: 'after' } as const;

describe('a campaign that is found again', () => {
	const starting = { ...CREATE, startNow: true };

	/** Creates a campaign whose answer is lost and whose numbers the provider keeps wrongly. */
	async function createdAs(change: (campaign: Campaign) => void, parameters: object = starting) {
		const account = await openTestAccount();
		const { provider, run } = account;
		const changed = new Promise<void>((resolve) => {
			provider.answerNext({ service: 'TaskCreat', fault: LOST });
			// Before the first look.
			const timer = setInterval(() => {
				const [campaign] = provider.campaigns;
				if (!campaign) return;
				clearInterval(timer);
				change(campaign);
				resolve();
			}, 1);
		});
		provider.answerNext({ service: 'TaskList', fault: { until: changed } });
		const [item] = itemsOf(await run(parameters as typeof starting, NUMBERS, CONTINUE));
		return { provider, item, campaign: provider.campaigns[0]! };
	}

	it('is started once it is seen that all its numbers are in it', async () => {
		const { provider, item } = await createdAs(() => undefined);
		expect(item?.json).toMatchObject({ numbers: 3 });
		expect(provider.count('TaskInfo')).toBe(1);
		expect(provider.count('TaskSet')).toBe(1);
	});

	it.each([true, false])('with a number missing fails (start now: %j)', async (startNow) => {
		const missing = (campaign: Campaign) => void campaign.numbers.pop();
		const { provider, item, campaign } = await createdAs(missing, { ...CREATE, startNow });
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(
				`${campaign.taskid} has been created with at least 2 of 3 numbers and is not started`,
			),
			campaignId: campaign.taskid,
			mayHaveBeenPlaced: false,
			requestedAt: expect.stringContaining('T'),
		});
		expect(provider.count('TaskSet')).toBe(0);
		expect(provider.dials).toEqual([]);
	});

	it.each<[string, (campaign: Campaign) => void]>([
		['twice', ({ numbers }) => numbers.push({ ...numbers[0]! })],
		['beside another', ({ numbers }) => numbers.push({ ...numbers[0]!, phone: '13300000009' })],
	])('with a number %s is not started', async (_name, change) => {
		const { provider, item } = await createdAs(change);
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(
				/has other rows than its 3 numbers, each once; it is not started/,
			),
			advice: expect.stringMatching(/start it with Start if it is right\. Do not create it again/),
			mayHaveBeenPlaced: false,
		});
		expect(provider.count('TaskSet')).toBe(0);
	});

	it('whose numbers cannot be looked up is not started', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'TaskCreat', fault: LOST });
		provider.answerNext({ service: 'TaskInfo', times: Infinity, fault: { ret: 603 } });
		const [item] = itemsOf(await run(starting, NUMBERS, CONTINUE));
		expect(item?.json.error).toMatch(/at least 0 of 3 numbers and is not started/);
		expect(provider.count('TaskSet')).toBe(0);
	});

	it.each(['none', 'null', '007'])(
		'is found by the custom campaign ID %s',
		async (customCampaignId) => {
			const { provider, run } = await openTestAccount({ numericTextsAsNumbers: true });
			provider.answerNext({ service: 'TaskCreat', fault: LOST });
			const parameters = { ...CREATE, options: { customCampaignId } };
			const [item] = itemsOf(await run(parameters, NUMBERS, CONTINUE));
			expect(item?.json).toMatchObject({ customCampaignId, numbers: 3 });
			const [again] = itemsOf(await run(parameters, NUMBERS, CONTINUE));
			expect(again?.json.error).toMatch(/exists already/);
			expect(provider.count('TaskCreat')).toBe(1);
		},
	);

	it('has numbers that come back as JSON numbers', async () => {
		const { provider, run } = await openTestAccount({ numericTextsAsNumbers: true });
		provider.answerNext({ service: 'TaskCreat', fault: LOST });
		const numbers = itemsWithNumbers('0755123456', '00447700900123', '13300000001');
		const parameters = { ...starting, options: { customData: '={{ "00" + $itemIndex }}' } };
		const [item] = itemsOf(await run(parameters, numbers, CONTINUE));
		expect(item?.json).toMatchObject({ numbers: 3 });
		expect(provider.count('TaskSet')).toBe(1);
	});
});

describe('Add Numbers after a lost answer', () => {
	const adding = { destinationNumber: '={{ $json.number }}', options: { customData: 'order-1' } };

	/** Adds a number to a campaign that has a row with the same number and custom data already. */
	async function addAgain(fault: { reset: 'before' | 'after' }) {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, '13300000001');
		campaign.numbers[0]!.customuuid = 'order-1';
		account.provider.answerNext({ service: 'TaskAdd', fault });
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding };
		const items = NUMBERS.slice(0, 1);
		const [item] = itemsOf(await account.run(parameters, items, CONTINUE));
		return { json: item?.json as IDataObject, campaign };
	}

	it('does not take an older row for the new one', async () => {
		const { json, campaign } = await addAgain({ reset: 'before' });
		expect(phonesOf(campaign)).toHaveLength(1);
		expect(json).toMatchObject({ mayHaveBeenPlaced: true, campaignId: campaign.taskid });
		expect(json.error).toMatch(/at least 0 of 1 numbers/);
	});

	it('finds the new row beside the older one', async () => {
		const { json, campaign } = await addAgain({ reset: 'after' });
		expect(phonesOf(campaign)).toHaveLength(2);
		expect(json).toMatchObject({ added: 1 });
	});

	it('is in doubt where nobody has counted before', async () => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, '13300000009');
		account.provider.answerNext({ service: 'TaskInfo', fault: { ret: 603 } });
		account.provider.answerNext({ service: 'TaskAdd', fault: LOST });
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding };
		const [item] = itemsOf(await account.run(parameters, NUMBERS, CONTINUE));
		expect(item?.json).toMatchObject({ mayHaveBeenPlaced: true });
		expect(account.provider.count('TaskAdd')).toBe(1);
	});

	it('has a number of the first request once more in the second', async () => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, '13300000009');
		account.provider.answerNext({ service: 'TaskAdd', after: 1, fault: LOST });
		const numbers = [...times(10_000, (n) => String(13_300_000_000 + n)), '13300000000'];
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding };
		const [item] = itemsOf(await account.run(parameters, itemsWithNumbers(...numbers), CONTINUE));
		expect(item?.json).toMatchObject({ added: 10_001 });
	}, 30_000);
});

it('Get Numbers gives each row, also those that are alike', async () => {
	const account = await openTestAccount();
	const campaign = await existingCampaign(account, '13300000001');
	const [number] = campaign.numbers;
	campaign.numbers.push(...times(1500, () => ({ ...number! })));
	const list = { ...onCampaign('getNumbers', campaign.taskid), returnAll: true };
	expect(itemsOf(await account.run(list))).toHaveLength(1501);
});

it('Get Many and Get Numbers show words for “no value” that were chosen', async () => {
	const { run, provider } = await openTestAccount();
	const options = { customCampaignId: 'null', customData: 'none' };
	await run({ ...CREATE, campaignName: 'None', options }, NUMBERS.slice(0, 1));
	const [campaign] = itemsOf(await run({ resource: 'campaign', operation: 'getAll' }));
	expect(campaign?.json).toMatchObject({ customCampaignId: 'null', campaignName: 'None' });
	const { taskid } = provider.campaigns[0]!;
	const [number] = itemsOf(await run(onCampaign('getNumbers', taskid)));
	expect(number?.json).toMatchObject({ customData: 'none' });
});
