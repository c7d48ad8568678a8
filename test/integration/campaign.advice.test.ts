import type { IDataObject } from 'n8n-workflow';
import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	type TestAccount,
} from '../support/contexts/account';
import { CREATE, existingCampaign, onCampaign } from '../support/contexts/campaign';
import { jsonOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import type { FaultKind } from '../support/simulator';

// The looks for what became of a lost request are a minute apart from first to last.
jest.mock('../../nodes/YunhuVoice/shared/sleep', () => ({ sleepUntil: async () => undefined }));

afterEach(closeAccounts);

const ONE = itemsWithNumbers('13300000001');
const ADD = { ...onCampaign('addNumbers', '77'), destinationNumber: '={{ $json.number }}' };
const ID = 'c'.repeat(61);
const NAMED = { ...CREATE, options: { customCampaignId: ID } };
const LOST: FaultKind = { reset: 'before' };
const OK: FaultKind = { raw: '{"ret":200,"data":{"status":0,"desc":"ok"},"msg":""}' };

/** The failed item of a run in which the provider answers so. */
async function failureOf(
	{ provider, run }: TestAccount,
	parameters: object,
	answers: Array<[string, FaultKind]>,
	items = ONE,
): Promise<IDataObject> {
	for (const [service, fault] of answers) provider.answerNext({ service, fault });
	const [json] = jsonOf(await run({ ...parameters }, items, CONTINUE));
	return json!;
}

it.each<[string, object, Array<[string, FaultKind]>, RegExp]>([
	['a creation in doubt', CREATE, [['TaskCreat', LOST]], /Get Many.*console\.$/],
	[
		'a start in doubt, after a creation',
		{ ...CREATE, startNow: true },
		[['TaskSet', LOST]],
		/^Look at its status.*Do not create it again\.$/,
	],
	[
		'a creation that was found, whose numbers cannot be read',
		CREATE,
		[
			['TaskCreat', { reset: 'after' }],
			...times(5, (): [string, FaultKind] => ['TaskInfo', { code: 1024 }]),
		],
		/Get Numbers.*Do not create it again\.$/,
	],
	['an addition in doubt', ADD, [['TaskAdd', LOST]], /^Before you add the others.*Get Numbers/],
	['a start in doubt', onCampaign('start', '77'), [['TaskSet', LOST]], /^Before you do it again/],
	[
		'two times in the wrong order',
		{ ...CREATE, options: { startAt: '2026-12-02', endAt: '2026-12-01' } },
		[],
		/^Correct the two times/,
	],
	[
		'two filters in the wrong order',
		{
			...onCampaign('getAll', ''),
			filters: { createdAfter: '2026-12-02', createdBefore: '2026-12-01' },
		},
		[],
		/^Correct the two times/,
	],
])('%s: the advice', async (_name, parameters, answers, advice) => {
	const json = await failureOf(await openTestAccount(), parameters, answers);
	expect(json.advice).toMatch(advice);
});

it('a custom campaign ID that is in use: its beginning, and that nothing was created', async () => {
	const account = await openTestAccount();
	await account.run(NAMED, ONE);
	const json = await failureOf(account, NAMED, []);
	expect(json.error).toMatch(`“${'c'.repeat(60)}” exists already`);
	expect(json.advice).toMatch(/^Nothing was created.*Add Numbers/);
});

it('settings that differ: the beginning of each, and what to do', async () => {
	const campaignName = `={{ "${'n'.repeat(60)}" + $itemIndex }}`;
	const items = itemsWithNumbers('13300000001', '13300000002');
	const json = await failureOf(await openTestAccount(), { ...CREATE, campaignName }, [], items);
	expect(json.error).toMatch(`“${'n'.repeat(60)}” in item 1, but “${'n'.repeat(60)}” in item 0`);
	expect(json.advice).toMatch(/the same value in all of them/);
});

it('a number that Allowed Destinations refuses in a campaign: take it out', async () => {
	const account = await openTestAccount();
	const { taskid } = await existingCampaign(account, '13900000001');
	account.credentials.stored = { ...account.credentials.stored, allowedDestinations: '133' };
	const json = await failureOf(account, onCampaign('start', taskid), []);
	expect(json.advice).toMatch(/^Take it out with the operation Remove Numbers.*credential/);
});

it.each([CREATE, ADD, onCampaign('start', '77'), onCampaign('redial', '77')])(
	'Retry On Fail with %j: whom it would call',
	async (parameters) => {
		const { run } = await openTestAccount();
		const settings = { ...CONTINUE, retryOnFail: true, waitBetweenTries: 1 };
		const [json] = jsonOf(await run(parameters, ONE, settings));
		expect(`${String(json?.error)} ${String(json?.advice)}`).toMatch(
			/people would be called twice/,
		);
	},
);

it.each<[string, object, number, FaultKind[], string]>([
	[
		'a campaign of three requests',
		CREATE,
		20_001,
		[OK, { code: 1002 }],
		'has been created with at least 20000 of 20001 numbers and is not started',
	],
	[
		'an addition of two requests',
		ADD,
		10_001,
		[OK, { code: 1002 }],
		'at least 10000 of 10001 numbers are in the campaign 77',
	],
])('%s whose last is refused: how many numbers are in', async (...row) => {
	const [, parameters, count, faults, state] = row;
	const answers = faults.map((fault): [string, FaultKind] => ['TaskAdd', fault]);
	const items = itemsWithNumbers(...times(count, (n) => String(13_300_000_000 + n)));
	const json = await failureOf(await openTestAccount(), parameters, answers, items);
	expect(json).toMatchObject({
		error: expect.stringContaining(state),
		advice: expect.stringMatching(/Get Numbers/),
		requestedAt: expect.stringContaining('T'),
	});
});
