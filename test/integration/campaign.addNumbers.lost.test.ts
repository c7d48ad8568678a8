import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
} from '../support/contexts/account';
import { existingCampaign, onCampaign, phonesOf } from '../support/contexts/campaign';
import { IN_DOUBT, isDone, NOT_PLACED, timeLimitOf } from '../support/contexts/faults';
import { itemsOf } from '../support/contexts/n8n';

// The looks for what became of a lost request are a minute apart from first to last.
jest.mock('../../nodes/YunhuVoice/shared/sleep', () => ({ sleepUntil: async () => undefined }));

afterEach(closeAccounts);

describe('Add Numbers', () => {
	const more = itemsWithNumbers('13300000011', '13300000012');
	const adding = { destinationNumber: '={{ $json.number }}' };

	it.each(IN_DOUBT)('%s: sent once; found in the campaign, or in doubt', async (_name, fault) => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, '13300000011');
		account.provider.answerNext({ service: 'TaskAdd', fault });
		const options = { timeoutSeconds: timeLimitOf(fault) };
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding, options };
		const [item] = itemsOf(await account.run(parameters, more, CONTINUE));
		expect(item?.json).toMatchObject({
			campaignId: campaign.taskid,
			...(isDone(fault) ? { added: 2 } : { mayHaveBeenPlaced: true }),
		});
		const added = isDone(fault) ? ['13300000011', '13300000012'] : [];
		expect(phonesOf(campaign)).toEqual(['13300000011', ...added]);
		expect(account.provider.count('TaskAdd')).toBe(1);
	});

	it.each(NOT_PLACED)('%s: nothing was added', async (_name, fault, code) => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, '13300000001');
		account.provider.answerNext({ service: 'TaskAdd', fault });
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding };
		const [item] = itemsOf(await account.run(parameters, more, CONTINUE));
		expect(item?.json).toMatchObject({ code, mayHaveBeenPlaced: false });
		expect(phonesOf(campaign)).toHaveLength(1);
	});

	it.each<[string, string]>([
		['is cut off', 'order-'],
		['is not told', ''],
	])('adds nothing again where custom data %s', async (_name, customuuid) => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, '13300000001');
		account.provider.answerNext({ service: 'TaskAdd', fault: { reset: 'before' } });
		campaign.numbers.push({ ...campaign.numbers[0]!, phone: '13300000011', customuuid });
		const parameters = {
			...onCampaign('addNumbers', campaign.taskid),
			...adding,
			options: { customData: 'order-1' },
		};
		const [item] = itemsOf(await account.run(parameters, more, CONTINUE));
		expect(item?.json).toMatchObject({ mayHaveBeenPlaced: true, campaignId: campaign.taskid });
		expect(item?.json.error).toMatch(
			`at least 0 of 2 numbers are in the campaign ${campaign.taskid}`,
		);
		expect(account.provider.count('TaskAdd')).toBe(1);
	});
});
