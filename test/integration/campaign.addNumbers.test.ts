import {
	closeAccounts,
	CONTINUE,
	formsSent,
	itemsWithNumbers,
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
import { times } from '../support/lists';

afterEach(closeAccounts);

const NUMBER = '13300000001';

describe('Add Numbers', () => {
	const adding = { destinationNumber: '={{ $json.number }}' };

	it('adds the good numbers and names the others with their items', async () => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, NUMBER);
		const parameters = {
			...onCampaign('addNumbers', campaign.taskid),
			...adding,
			options: { customData: '={{ $json.number }}' },
		};
		const numbers = itemsWithNumbers('13300000011', '119', '13300000012', '12');
		expect(itemsOf(await account.run(parameters, numbers))).toEqual([
			{
				json: {
					campaignId: campaign.taskid,
					added: 2,
					rejected: [
						{
							destinationNumber: '119',
							item: 1,
							reason: 'Destination Number is an emergency number (119)',
						},
						{ destinationNumber: '12', item: 3, reason: expect.stringMatching(/it has 2 digits/) },
					],
					otherFields: {},
				},
				pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }],
			},
		]);
		expect(phonesOf(campaign)).toEqual([NUMBER, '13300000011', '13300000012']);
		expect(campaign.numbers.at(-1)?.customuuid).toBe('13300000012');
	});

	it('keeps what else the provider returns', async () => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, NUMBER);
		const raw = '{"ret":200,"data":{"status":0,"desc":"ok","result":{"repeated":1}},"msg":""}';
		account.provider.answerNext({ service: 'TaskAdd', fault: { raw } });
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding };
		const [item] = itemsOf(await account.run(parameters, itemsWithNumbers('13300000002')));
		expect(item?.json.otherFields).toEqual({ repeated: 1 });
	});

	it('names the numbers that it refused also when not simplified', async () => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, NUMBER);
		const parameters = {
			...onCampaign('addNumbers', campaign.taskid),
			...adding,
			simplify: false,
		};
		const numbers = itemsWithNumbers('13300000011', '119');
		const rejected = [{ destinationNumber: '119', item: 1, reason: expect.any(String) as string }];
		expect(itemsOf(await account.run(parameters, numbers))[0]?.json).toMatchObject({
			ret: 200,
			rejected,
		});
		const [unchanged] = itemsOf(await account.run(parameters, numbers.slice(0, 1)));
		expect(unchanged?.json).not.toHaveProperty('rejected');
		const [empty] = itemsOf(await account.run(parameters, numbers.slice(1)));
		expect(empty?.json).toMatchObject({ added: 0, rejected: [{ item: 0 }] });
	});

	it.each<[string, object]>([
		['of the provider', {}],
		['of a campaign ID', { campaign: locator('1,2') }],
		['of Simplify', { simplify: '={{ 7 }}' }],
		['of an option', { options: { timeoutSeconds: '={{ -1 }}' } }],
	])('names the numbers that it refused in a failure %s', async (_name, wrong) => {
		const account = await openTestAccount();
		const parameters = { ...onCampaign('addNumbers', '77'), ...adding, ...wrong };
		const numbers = itemsWithNumbers('13300000011', '119');
		const rejected = [{ destinationNumber: '119', item: 1, reason: expect.any(String) as string }];
		const [item] = itemsOf(await account.run(parameters, numbers, CONTINUE));
		expect(item?.json).toMatchObject({ error: expect.any(String), rejected });
		const onErrorOutput = { onError: 'continueErrorOutput' } as const;
		const [other] = itemsOf(await account.run(parameters, numbers, onErrorOutput), 1);
		expect(other?.json.details).toMatchObject({ rejected });
		const { error } = (await account.run(parameters, numbers)).data.resultData;
		expect(error?.description).toMatch(/Refused: “119” of item 1\.$/);
	});

	it('names ten of the numbers that it refused in an error, and how many others there are', async () => {
		const account = await openTestAccount();
		const parameters = { ...onCampaign('addNumbers', '77'), ...adding };
		const refused = times(12, () => '119');
		const numbers = itemsWithNumbers('13300000011', ...refused);
		const { error } = (await account.run(parameters, numbers)).data.resultData;
		expect(error?.description).toMatch(
			/ Refused: “119” of item 1, .*, “119” of item 10, 2 more\.$/,
		);
	});

	it('keeps what each of several answers says', async () => {
		const account = await openTestAccount();
		const campaign = await existingCampaign(account, NUMBER);
		for (const result of ['{"repeated":1,"batch":"a"}', '{"repeated":1,"batch":"b","more":2}']) {
			const raw = `{"ret":200,"data":{"status":0,"desc":"ok","result":${result}},"msg":""}`;
			account.provider.answerNext({ service: 'TaskAdd', fault: { raw } });
		}
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding };
		const items = itemsWithNumbers(...times(10_001, (n) => String(13_300_000_000 + n)));
		const [item] = itemsOf(await account.run(parameters, items));
		expect(item?.json).toMatchObject({
			added: 10_001,
			otherFields: { repeated: 1, batch: ['a', 'b'], more: [null, 2] },
		});
		const withOneRefused = [...items, ...itemsWithNumbers('119')];
		const raw = itemsOf(await account.run({ ...parameters, simplify: false }, withOneRefused));
		expect(raw).toMatchObject([
			{ json: { ret: 200, rejected: [{ item: 10_001 }] } },
			{ json: { ret: 200 } },
		]);
		expect(raw[1]?.json).not.toHaveProperty('rejected');
	});

	it('shows the beginning of a long number that it refuses', async () => {
		const { run } = await openTestAccount();
		const parameters = { ...onCampaign('addNumbers', '1'), ...adding };
		const [item] = itemsOf(await run(parameters, itemsWithNumbers('x'.repeat(61))));
		expect(item?.json.rejected).toMatchObject([{ destinationNumber: 'x'.repeat(60) }]);
	});

	it('asks for one row of the campaign before it adds numbers with custom data', async () => {
		const { provider, run } = await openTestAccount();
		const options = { customData: 'order-1' };
		const parameters = { ...onCampaign('addNumbers', '77'), ...adding, options };
		await run(parameters, itemsWithNumbers(NUMBER), CONTINUE);
		expect(formsSent(provider, 'TaskInfo')).toEqual([
			{
				service: 'App.Sip_Yccall.TaskInfo',
				taskid: '77',
				currentpage: '1',
				itemsperpage: '1',
				token: undefined,
			},
		]);
	});

	it('adds nothing where every number is refused', async () => {
		const { provider, run } = await openTestAccount();
		const parameters = { ...onCampaign('addNumbers', '1'), ...adding };
		const [item] = itemsOf(await run(parameters, itemsWithNumbers('110')));
		expect(item?.json).toMatchObject({ campaignId: '1', added: 0, rejected: [{ item: 0 }] });
		expect(provider.requests).toEqual([]);
	});

	it('takes one campaign only', async () => {
		const { provider, run } = await openTestAccount();
		const parameters = { ...onCampaign('addNumbers', '={{ $json.number }}'), ...adding };
		const items = itemsWithNumbers(NUMBER, '13300000002');
		const [item] = itemsOf(await run(parameters, items, CONTINUE));
		expect(item).toMatchObject({
			json: {
				error: expect.stringMatching(/^Campaign is “13300000002” in item 1/),
				level: 'input',
			},
			pairedItem: [{ item: 0 }, { item: 1 }],
		});
		expect(provider.requests).toEqual([]);
	});

	it('takes one campaign only, also where it refuses every number', async () => {
		const { provider, run } = await openTestAccount();
		const campaign = '={{ String($itemIndex + 1) }}';
		const parameters = { ...onCampaign('addNumbers', campaign), ...adding };
		const [item] = itemsOf(await run(parameters, itemsWithNumbers('110', '119'), CONTINUE));
		expect(item?.json).toMatchObject({
			error: expect.stringMatching(/^Campaign is “2” in item 1, but “1” in item 0/),
			rejected: [{ item: 0 }, { item: 1 }],
		});
		expect(provider.requests).toEqual([]);
	});

	it('does not look at the campaign of a number that it refuses', async () => {
		const account = await openTestAccount();
		const { taskid } = await existingCampaign(account, NUMBER);
		const campaign = `={{ $itemIndex === 0 ? "other" : "${taskid}" }}`;
		const parameters = { ...onCampaign('addNumbers', campaign), ...adding };
		const [item] = itemsOf(await account.run(parameters, itemsWithNumbers('110', '13300000002')));
		expect(item?.json).toMatchObject({ campaignId: taskid, added: 1, rejected: [{ item: 0 }] });
	});

	it('says so where the campaign has ended', async () => {
		const { run, campaign } = await runningCampaign();
		await run(onCampaign('end', campaign.taskid));
		const parameters = { ...onCampaign('addNumbers', campaign.taskid), ...adding };
		const [item] = itemsOf(await run(parameters, itemsWithNumbers(NUMBER), CONTINUE));
		expect(item?.json).toMatchObject({ code: '1028', mayHaveBeenPlaced: false });
	});
});
