import type { INodeExecutionData } from 'n8n-workflow';
import {
	closeAccounts,
	CONTINUE,
	formsSent,
	itemsWithNumbers,
	openTestAccount,
	type TestAccount,
} from '../support/contexts/account';
import {
	CREATE,
	existingCampaign,
	onCampaign,
	phonesOf,
	servicesAsked,
} from '../support/contexts/campaign';
import { setClock } from '../support/contexts/clock';
import { jsonOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import type { FaultKind } from '../support/simulator';

beforeEach(() => setClock('2026-11-26T10:00'));

afterEach(async () => {
	jest.restoreAllMocks();
	await closeAccounts();
});

const HOURS = { callingHours: '09:00-20:00' };

const unixOf = (time: string): string => String(Date.parse(`${time}+08:00`) / 1000);
const END = '2026-11-26 20:00:00';
const UNIX_END = unixOf('2026-11-26T20:00');

const NUMBERS = itemsWithNumbers('13300000001', '13300000002');

/** What a campaign was sent with. */
async function created(
	account: TestAccount,
	parameters: object = {},
	items: INodeExecutionData[] = NUMBERS,
) {
	await account.run({ ...CREATE, ...parameters }, items);
	const [form] = formsSent(account.provider, 'TaskCreat') as Array<Record<string, string>>;
	const rows = JSON.parse(form!.telphone!) as Array<Record<string, string>>;
	return { ...form, latest: rows.map(({ time }) => time) } as Record<string, unknown>;
}

/** A campaign in which somebody else has put numbers, with the limits that its owner sets afterwards. */
async function campaignUnder(limits: object, ...numbers: string[]) {
	const account = await openTestAccount();
	for (const extension of account.provider.extensions) extension.registered = false;
	const campaign = await existingCampaign(account, ...numbers);
	account.credentials.stored = { ...account.credentials.stored, ...limits };
	return { ...account, campaign };
}

describe('Create', () => {
	it('ends with the window in which it starts, and each number with it', async () => {
		const account = await openTestAccount({}, HOURS);
		expect(await created(account, { startNow: true })).toMatchObject({
			pausedtime: END,
			latest: [UNIX_END, UNIX_END],
		});
		expect(servicesAsked(account.provider)).toEqual(['TaskCreat', 'TaskSet']);
	});

	it('keeps an earlier End At and an earlier Call Before, and moves later ones forward', async () => {
		const options = (endAt: string, callBefore: string) => ({
			options: { endAt, callBefore },
		});
		const early = options('2026-11-26T18:00+08:00', '2026-11-26T17:00+08:00');
		expect(await created(await openTestAccount({}, HOURS), early)).toMatchObject({
			pausedtime: '2026-11-26 18:00:00',
			latest: [unixOf('2026-11-26T17:00'), unixOf('2026-11-26T17:00')],
		});
		const late = options('2026-11-27T18:00+08:00', '2026-11-27T17:00+08:00');
		expect(await created(await openTestAccount({}, HOURS), late)).toMatchObject({
			pausedtime: END,
			latest: [UNIX_END, UNIX_END],
		});
	});

	it('with Start At ends with the window of that day', async () => {
		const options = { startAt: '2026-11-27T09:30+08:00' };
		const tomorrow = '2026-11-27 20:00:00';
		expect(await created(await openTestAccount({}, HOURS), { options })).toMatchObject({
			scheduledtime: '2026-11-27 09:30:00',
			pausedtime: tomorrow,
			latest: Array(2).fill(unixOf('2026-11-27T20:00')),
		});
	});

	it('is refused with a Start At outside the hours', async () => {
		const { provider, run } = await openTestAccount({}, HOURS);
		const options = { startAt: '2026-11-27T20:30+08:00' };
		const [json] = jsonOf(await run({ ...CREATE, options }, NUMBERS, CONTINUE));
		expect(json).toMatchObject({
			error: 'The credential allows no calls at this time (Friday 20:30 in Asia/Shanghai)',
			code: 'OUTSIDE_CALLING_HOURS',
			mayHaveBeenPlaced: false,
		});
		expect(provider.requests).toEqual([]);
	});

	it('writes the end in the server’s time zone, whatever the zone of the hours', async () => {
		const zone = { callingHours: '00:00-05:30', callingTimeZone: 'Europe/Berlin' };
		expect(await created(await openTestAccount({}, zone))).toMatchObject({
			pausedtime: '2026-11-26 12:30:00',
		});
	});

	it.each([{}, { callingHours: '00:00-24:00' }])('has no end with %j', async (limits) => {
		const form = await created(await openTestAccount({}, limits));
		expect(form).not.toHaveProperty('pausedtime');
		expect(form.latest).toEqual([undefined, undefined]);
	});

	it('refuses each number that is not allowed; with Continue the others are created', async () => {
		const { provider, run } = await openTestAccount({}, { allowedDestinations: '133' });
		const mixed = itemsWithNumbers('13300000001', '13900000001', '13300000002');
		const { data } = await run(CREATE, mixed);
		expect(data.resultData.error?.message).toMatch(/does not allow calls to 13900000001/);
		expect(provider.requests).toEqual([]);
		const items = jsonOf(await run(CREATE, mixed, CONTINUE));
		expect(items.map(({ code = null }) => code)).toEqual([null, 'DESTINATION_NOT_ALLOWED']);
		expect(phonesOf(provider.campaigns[0]!)).toEqual(['13300000001', '13300000002']);
	});

	it('is not started if the window closes after it was created', async () => {
		const account = await openTestAccount(
			{ log: (line) => line.includes('TaskCreat"') && setClock('2026-11-26T20:00') },
			HOURS,
		);
		const [json] = jsonOf(await account.run({ ...CREATE, startNow: true }, NUMBERS, CONTINUE));
		expect(json).toMatchObject({
			error: expect.stringMatching(/no calls at this time.*all 2 numbers and is not started/),
			code: 'OUTSIDE_CALLING_HOURS',
			mayHaveBeenPlaced: false,
			campaignId: account.provider.campaigns[0]!.taskid,
		});
		expect(servicesAsked(account.provider)).toEqual(['TaskCreat']);
	});
});

describe('Add Numbers', () => {
	const ADD = (taskid: string) => ({
		...onCampaign('addNumbers', taskid),
		destinationNumber: '={{ $json.number }}',
	});

	it('adds numbers that are not called after the window', async () => {
		const { run, campaign } = await campaignUnder(HOURS, '13300000001');
		await run(ADD(campaign.taskid), NUMBERS);
		expect(campaign.numbers.slice(1).map(({ time }) => String(time))).toEqual([UNIX_END, UNIX_END]);
	});

	it('adds those that are allowed, and names the others', async () => {
		const limits = { allowedDestinations: '133' };
		const { run, campaign } = await campaignUnder(limits, '13300000001');
		const mixed = itemsWithNumbers('13900000001', '13300000002');
		const [json] = jsonOf(await run(ADD(campaign.taskid), mixed));
		expect(json).toMatchObject({
			added: 1,
			rejected: [
				{
					destinationNumber: '13900000001',
					item: 0,
					reason: 'The credential does not allow calls to 13900000001',
				},
			],
		});
		expect(phonesOf(campaign)).toEqual(['13300000001', '13300000002']);
	});
});

describe.each(['start', 'redial'])('%s', (operation) => {
	const service = operation === 'start' ? 'TaskSet' : 'taskCall';

	async function ready(limits: object, ...numbers: string[]) {
		const account = await campaignUnder(limits, ...numbers);
		if (operation === 'redial') account.campaign.status = 3;
		return account;
	}

	it('reads all numbers of the campaign first, and is done if all are allowed', async () => {
		const numbers = times(1_001, (n) => String(13_300_000_000 + n));
		const { run, provider, campaign } = await ready({ allowedDestinations: '133' }, ...numbers);
		const { data } = await run(onCampaign(operation, campaign.taskid));
		expect(data.resultData.error).toBeUndefined();
		expect(servicesAsked(provider)).toEqual(['TaskInfo', 'TaskInfo', service]);
	});

	it('is done if an allowed number is in the campaign twice', async () => {
		const { run, provider, campaign } = await ready({ allowedDestinations: '133' }, '13300000001');
		campaign.numbers.push({ ...campaign.numbers[0]! });
		const { data } = await run(onCampaign(operation, campaign.taskid));
		expect(data.resultData.error).toBeUndefined();
		expect(provider.count(service)).toBe(1);
	});

	it('is refused if one number on the last page is not allowed', async () => {
		const numbers = [...times(1_000, (n) => String(13_300_000_000 + n)), '13900000001'];
		const { run, provider, campaign } = await ready({ allowedDestinations: '133' }, ...numbers);
		const [json] = jsonOf(await run(onCampaign(operation, campaign.taskid), undefined, CONTINUE));
		expect(json).toMatchObject({
			error: `The credential does not allow calls to 13900000001, and the number is in the campaign ${campaign.taskid}: nothing was started`,
			code: 'DESTINATION_NOT_ALLOWED',
			level: 'input',
			mayHaveBeenPlaced: false,
			requestedAt: null,
			campaignId: campaign.taskid,
		});
		expect(provider.count(service)).toBe(0);
	});

	it('is refused if allowed numbers follow the one that is not', async () => {
		const numbers = ['13300000001', '13900000001', '13300000002'];
		const { run, provider, campaign } = await ready({ allowedDestinations: '133' }, ...numbers);
		const [json] = jsonOf(await run(onCampaign(operation, campaign.taskid), undefined, CONTINUE));
		expect(json).toMatchObject({ code: 'DESTINATION_NOT_ALLOWED' });
		expect(provider.count(service)).toBe(0);
	});

	const page = (totalitems: number, ...result: object[]) => {
		const list = { totalitems, currentpage: 1, itemsperpage: 1000, result };
		return { raw: JSON.stringify({ ret: 200, data: { status: 0, result: list }, msg: '' }) };
	};

	it.each<[string, FaultKind[], string]>([
		['cannot be read', [{ ret: 603 }], '603'],
		[
			'are fewer than the answer says',
			[page(2, { telphone: '13300000001' }), page(2)],
			'NO_RESULT',
		],
		['are masked', [page(1, { telphone: '****0000001' })], 'DESTINATION_NOT_ALLOWED'],
		['are missing', [page(1, { phone: '13300000001' })], 'DESTINATION_NOT_ALLOWED'],
	])('is refused if the numbers %s', async (_, answers, code) => {
		const limits = { allowedDestinations: '133' };
		const { run, provider, campaign } = await ready(limits, '13300000001');
		// The list is read up to three times if it seems to be incomplete.
		for (const fault of [answers, answers, answers].flat()) {
			provider.answerNext({ service: 'TaskInfo', fault });
		}
		const [json] = jsonOf(await run(onCampaign(operation, campaign.taskid), undefined, CONTINUE));
		expect(json).toMatchObject({
			error: expect.stringMatching(/nothing was started/),
			code,
			mayHaveBeenPlaced: false,
			requestedAt: null,
		});
		expect(provider.count(service)).toBe(0);
	});

	it('reads nothing where all destinations are allowed', async () => {
		const { run, provider, campaign } = await ready(HOURS, '13900000001');
		await run(onCampaign(operation, campaign.taskid));
		expect(servicesAsked(provider)).toEqual([service]);
	});

	it('reads nothing outside the hours', async () => {
		const limits = { callingHours: '11:00-20:00', allowedDestinations: '133' };
		const { run, provider, campaign } = await ready(limits, '13300000001');
		const [json] = jsonOf(await run(onCampaign(operation, campaign.taskid), undefined, CONTINUE));
		expect(json).toMatchObject({ code: 'OUTSIDE_CALLING_HOURS', mayHaveBeenPlaced: false });
		expect(provider.requests).toEqual([]);
	});

	it('is not sent if the window closes while the numbers are read', async () => {
		const limits = { ...HOURS, allowedDestinations: '133' };
		const { run, provider, campaign } = await ready(limits, '13300000001');
		provider.options.log = (line) => line.includes('TaskInfo"') && setClock('2026-11-26T20:00');
		const [json] = jsonOf(await run(onCampaign(operation, campaign.taskid), undefined, CONTINUE));
		expect(json).toMatchObject({ code: 'OUTSIDE_CALLING_HOURS', mayHaveBeenPlaced: false });
		expect(servicesAsked(provider)).toEqual(['TaskInfo']);
	});
});

it.each([
	['pause', 'TaskSet'],
	['end', 'TaskSet'],
	['removeNumbers', 'taskDelPhone'],
])('%s is never refused: it calls nobody', async (operation, service) => {
	const limits = { callingHours: '11:00-20:00', allowedDestinations: '133' };
	const { run, provider, campaign } = await campaignUnder(limits, '13300000001', '13900000001');
	campaign.status = 1;
	const parameters = {
		...onCampaign(operation, campaign.taskid),
		destinationNumber: '13300000001',
	};
	const { data } = await run(parameters);
	expect(data.resultData.error).toBeUndefined();
	expect(servicesAsked(provider)).toEqual([service]);
});

it.each(['create', 'addNumbers', 'start', 'redial'])(
	'%s sends nothing if the credential’s limits cannot be read',
	async (operation) => {
		const { provider, run } = await openTestAccount({}, { allowedDestinations: 'abc' });
		const parameters = { ...CREATE, ...onCampaign(operation, '77') };
		const [json] = jsonOf(await run(parameters, NUMBERS.slice(0, 1), CONTINUE));
		expect(json).toMatchObject({
			error: expect.stringMatching(/^Allowed Destinations/),
			level: 'input',
		});
		expect(provider.requests).toEqual([]);
	},
);

it('Redial ends with the window in which it starts', async () => {
	const { run, provider, campaign } = await campaignUnder(HOURS, '13300000001');
	campaign.status = 3;
	await run(onCampaign('redial', campaign.taskid));
	expect(formsSent(provider, 'taskCall')).toEqual([expect.objectContaining({ pausedtime: END })]);
});

it('Remove Numbers sends numbers as they were sent to the campaign', async () => {
	const { run, campaign } = await campaignUnder({ countryCode: '86' }, '13300000001');
	const destinationNumber = '+86 133 0000 0001';
	await run({ ...onCampaign('removeNumbers', campaign.taskid), destinationNumber });
	expect(phonesOf(campaign)).toEqual([]);
});
