import type { INodeExecutionData } from 'n8n-workflow';
import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
	type TestAccount,
} from '../support/contexts/account';
import { CREATE, existingCampaign, onCampaign } from '../support/contexts/campaign';
import { itemsOf, runAction } from '../support/contexts/n8n';
import { times } from '../support/lists';

/** Nothing waits. `begin` is called where it would. */
const mockPause: { begin?: () => void } = {};

jest.mock('../../nodes/YunhuVoice/shared/sleep', () => ({
	sleepUntil: async () => mockPause.begin?.(),
}));

afterEach(async () => {
	delete mockPause.begin;
	await closeAccounts();
});

const NUMBERS = itemsWithNumbers('13300000001', '13300000002');
const MANY = itemsWithNumbers(...times(10_001, (n) => String(13_300_000_000 + n)));

/** To the second, as items have it. */
const second = (moment: number): number => Math.floor(moment / 1000) * 1000;

const timeOf = (json: { requestedAt?: unknown } | undefined): number =>
	Date.parse(String(json?.requestedAt));

it('is when n8n sent a campaign whose answer has no ID', async () => {
	const { provider, run } = await openTestAccount();
	const raw = '{"ret":200,"data":{"status":0,"desc":"ok"},"msg":""}';
	provider.answerNext({ service: 'TaskCreat', fault: { raw } });
	const before = Date.now();
	const [item] = itemsOf(await run(CREATE, NUMBERS, CONTINUE));
	expect(item?.json).toMatchObject({ code: 'NO_RESULT', mayHaveBeenPlaced: true });
	expect(timeOf(item?.json)).toBeGreaterThanOrEqual(second(before));
	expect(timeOf(item?.json)).toBeLessThanOrEqual(Date.now());
});

it('is n8n’s time, not the provider’s, where n8n cannot wait', async () => {
	const { provider, credentials } = await openTestAccount();
	const raw = '{"ret":200,"data":{"status":0,"desc":"ok","reqtime":1000000000},"msg":""}';
	provider.answerNext({ service: 'PlayVoice', fault: { raw } });
	const before = Date.now();
	const gone = {
		setExecutionStatus: () => {
			throw new Error('the store is gone');
		},
	};
	const parameters = { ...PLAY_VOICE, waitForResult: true };
	const run = await runAction(credentials, parameters, [{ json: {} }], CONTINUE, undefined, gone);
	const [item] = itemsOf(run);
	expect(item?.json.code).toBe('WAIT_FAILED');
	expect(timeOf(item?.json)).toBeGreaterThanOrEqual(second(before));
});

it.each<[string, string, Parameters<TestAccount['run']>[0], INodeExecutionData[]]>([
	['Create', 'TaskCreat', CREATE, MANY],
	['Create with Start Now', 'TaskCreat', { ...CREATE, startNow: true }, NUMBERS],
	['Add Numbers', 'TaskAdd', { destinationNumber: '={{ $json.number }}' }, MANY],
])('of %s is when the first request was sent if the run ends before the second', async (...row) => {
	const [, service, parameters, items] = row;
	const account = await openTestAccount();
	const { provider, run } = account;
	const { taskid } = await existingCampaign(account, '13300000001');
	const before = Date.now();
	const wanted = { ...onCampaign('addNumbers', taskid), ...parameters };
	const result = await run(
		{ ...wanted, options: { requestsPerSecond: 1 } },
		items,
		CONTINUE,
		async (cancel) => {
			mockPause.begin = () => {
				if (provider.count(service) > 0) cancel();
			};
		},
	);
	const [item] = itemsOf(result);
	expect(item?.json).toMatchObject({ code: 'CANCELLED', campaignId: expect.any(String) });
	expect(timeOf(item?.json)).toBeGreaterThanOrEqual(second(before));
	expect(provider.requests.filter(({ service: name }) => /Yccall/.test(name))).toHaveLength(1);
});

it('is null where the custom ID of a campaign cannot be looked up: no campaign was sent', async () => {
	const { provider, run } = await openTestAccount();
	provider.answerNext({ service: 'TaskList', fault: { ret: 603 } });
	const parameters = { ...CREATE, options: { customCampaignId: 'spring-1' } };
	const [item] = itemsOf(await run(parameters, NUMBERS, CONTINUE));
	expect(item?.json).toMatchObject({ code: '603', requestedAt: null });
});
