import type { IDataObject, INode, INodeExecutionData, IRun } from 'n8n-workflow';
import { YunhuVoice } from '../../nodes/YunhuVoice/YunhuVoice.node';
import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONNECT_TWO_PHONES,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_EACH,
	PLAY_VOICE,
} from '../support/contexts/account';
import { CREATE, existingCampaign, onCampaign, phonesOf } from '../support/contexts/campaign';
import { setClock } from '../support/contexts/clock';
import { itemsOf, jsonOf, workflowOf } from '../support/contexts/n8n';
import { times } from '../support/lists';

beforeEach(() => setClock('2026-11-26T10:00'));

afterEach(async () => {
	jest.restoreAllMocks();
	await closeAccounts();
});

const REHEARSE = { rehearse: true };

/** The hint at the node's output. */
const hintsOf = ({ data }: IRun): unknown[] => data.resultData.runData.Yunhu?.[0]?.hints ?? [];
const hint = (message: unknown) => ({ message, location: 'outputPane', type: 'info' });

const NOTHING_YET = { message: null, requestedAt: null, respondedAt: null };

it.each([
	['Play Voice', PLAY_VOICE, {}],
	['Call From Extension', CALL_FROM_EXTENSION, { extension: '20280003' }],
	['Connect Two Phones', CONNECT_TWO_PHONES, { extension: '20280003', firstNumber: '13900000009' }],
])(
	'%s gives the item of a call that was not accepted, and sends nothing',
	async (_, parameters, named) => {
		const { provider, run } = await openTestAccount();
		for (const simplify of [true, false]) {
			const options = { customData: 'order 7' };
			const result = await run({ ...parameters, ...REHEARSE, simplify, options });
			expect(jsonOf(result)).toEqual([
				{
					accepted: false,
					rehearsal: true,
					...named,
					destinationNumber: '13300000001',
					customData: 'order 7',
					...NOTHING_YET,
				},
			]);
			expect(hintsOf(result)).toEqual([
				hint('Rehearsal: nothing was sent. 1 number would be called, 0 items refused.'),
			]);
		}
		expect(provider.requests).toEqual([]);
	},
);

it('makes up custom data as a real run does', async () => {
	const { run } = await openTestAccount();
	const [item] = jsonOf(await run({ ...PLAY_VOICE, ...REHEARSE }));
	expect(item).toMatchObject({ customData: expect.stringMatching(/^[\da-f]{32}$/) });
});

describe('a list of 10,000', () => {
	/** Good numbers, and every kind of refusal in between. The credential allows 133 and 139, and not outside 9:00 to 20:00. */
	const LIST: INodeExecutionData[] = times(10_000, (n) => {
		const number = String(13_300_000_000 + n);
		const strange: Record<number, IDataObject> = {
			1: { number: 'my neighbour' },
			2: { number: '' },
			3: { number: '15000000001' },
			4: { number: '13300000000' },
			5: { number, hours: '11:00-20:00' },
			6: { number, hours: '' },
			7: { number: '110' },
			8: { number, zone: 'Europe/Berlin' },
			9: { number: `+86 ${String(13_900_000_000 + n)}` },
			10: { number, voice: '' },
			11: { number, most: 'many' },
		};
		const json = n % 100 > 0 ? strange[n % 100] : { number };
		return {
			json: {
				number,
				hours: '09:00-20:00',
				zone: 'Asia/Shanghai',
				most: 300,
				voice: 'v',
				order: `order ${n}`,
				...json,
			},
		};
	});

	const PARAMETERS = {
		...PLAY_EACH,
		voiceFile: '={{ $json.voice }}',
		options: {
			callingHours: '={{ $json.hours }}',
			callingTimeZone: '={{ $json.zone }}',
			maxCalls: '={{ $json.most }}',
			customData: '={{ $json.order }}',
			oncePerNumber: true,
			concurrency: 50,
		},
	};

	it('sends nothing, and refuses what a real run refuses', async () => {
		const limits = {
			allowedDestinations: '133, 139',
			callingHours: '09:00-20:00',
			countryCode: '86',
		};
		const account = await openTestAccount({}, limits);
		const rehearsal = await account.run({ ...PARAMETERS, ...REHEARSE }, LIST);
		expect(account.provider.requests).toEqual([]);
		expect(rehearsal.data.resultData.error).toBeUndefined();

		const real = await account.run(PARAMETERS, LIST, CONTINUE);
		expect(account.provider.dials).toHaveLength(300);
		// The clock goes on in between, and so does the time in the message of a refusal.
		const [rehearsed, called] = [rehearsal, real].map(
			(run) =>
				JSON.parse(
					JSON.stringify(itemsOf(run)).replace(/\(\w+day \d\d:\d\d in/g, '(now in'),
				) as INodeExecutionData[],
		) as [INodeExecutionData[], INodeExecutionData[]];
		expect(rehearsed).toHaveLength(LIST.length);
		const asRehearsed = (item: INodeExecutionData): INodeExecutionData => {
			const { accepted, ...json } = item.json;
			return accepted === true
				? { ...item, json: { ...json, accepted: false, rehearsal: true, ...NOTHING_YET } }
				: item;
		};
		expect(rehearsed).toEqual(called.map(asRehearsed));

		const codes = new Set(rehearsed.map(({ json }) => json.code));
		expect([...codes].sort()).toEqual(
			[
				'CALL_LIMIT',
				'DESTINATION_NOT_ALLOWED',
				'INPUT',
				'OUTSIDE_CALLING_HOURS',
				'SAME_NUMBER',
				undefined,
			].sort(),
		);
		const [{ message }] = hintsOf(rehearsal) as [{ message: string }];
		expect(message).toMatch(
			/^Rehearsal: nothing was sent\. 300 numbers would be called, 9700 items refused: /,
		);
		const byReason = [...message.matchAll(/(\d+) × (\w+)/g)];
		expect(byReason[0]).toMatchObject({ 2: 'CALL_LIMIT' });
		const total = byReason.reduce((sum, [, count]) => sum + Number(count), 0);
		expect(total).toBe(9_700);
		expect(message).toMatch(
			/100 × DESTINATION_NOT_ALLOWED: The credential does not allow calls to … \(first: no. 4 on the list\)/,
		);
		expect(message).toMatch(/A real run would end with the first refused item/);
	}, 180_000);
});

describe('refused items', () => {
	const MIXED = itemsWithNumbers('13300000001', 'my neighbour', '13300000001', '13300000002');
	const options = { oncePerNumber: true, customData: '={{ "order " + $itemIndex }}' };
	const PARAMETERS = { ...PLAY_EACH, ...REHEARSE, options };
	const NO_NUMBER = {
		error: expect.stringMatching(/^Destination Number “my neighbour” is not a phone number/),
		code: 'INPUT',
		level: 'input',
		advice: expect.stringMatching(/\.$/),
		mayHaveBeenPlaced: false,
		requestedAt: null,
		customData: 'order 1',
	};

	it.each<[string, Partial<INode>]>([
		['without Continue', {}],
		['with Continue', CONTINUE],
	])('are failed items at the usual output %s', async (_, settings) => {
		const { provider, run } = await openTestAccount();
		const result = await run(PARAMETERS, MIXED, settings);
		expect(result.data.resultData.error).toBeUndefined();
		const items = itemsOf(result);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(times(4, (item) => ({ item })));
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ rehearsal: true, destinationNumber: '13300000001' }),
			NO_NUMBER,
			expect.objectContaining({ code: 'SAME_NUMBER', destinationNumber: '13300000001' }),
			expect.objectContaining({ rehearsal: true, destinationNumber: '13300000002' }),
		]);
		const END = /A real run would end with the first refused item/;
		expect(hintsOf(result)).toEqual([
			hint(settings === CONTINUE ? expect.not.stringMatching(END) : expect.stringMatching(END)),
		]);
		expect(provider.requests).toEqual([]);
	});

	it('go to the error output where there is one', async () => {
		const { run } = await openTestAccount();
		const result = await run(PARAMETERS, MIXED, { onError: 'continueErrorOutput' });
		expect(itemsOf(result, 0)).toHaveLength(2);
		expect(itemsOf(result, 1).map(({ json }) => json.details)).toMatchObject([
			{ code: 'INPUT' },
			{ code: 'SAME_NUMBER' },
		]);
	});

	it.each<[string, IDataObject, string]>([
		[
			'a limit of the credential that cannot be read',
			{ callingHours: 'soon' },
			'Calling Hours in the credential cannot be read',
		],
		['a wrong credential', { appId: '' }, 'The App ID in the credential is empty'],
	])('%s refuses all of them, and ends nothing', async (_, credential, message) => {
		const { run } = await openTestAccount({}, credential as never);
		const result = await run(PARAMETERS, itemsWithNumbers('13300000001', '13300000002'));
		expect(result.data.resultData.error).toBeUndefined();
		expect(jsonOf(result).map(({ error }) => error)).toEqual(
			Array(2).fill(expect.stringContaining(message)),
		);
		expect(hintsOf(result)).toEqual([
			hint(expect.stringContaining('0 numbers would be called, 2 items refused: 2 × INPUT')),
		]);
	});

	it('Retry On Fail and unreadable options refuse them as in a real run', async () => {
		const { run } = await openTestAccount();
		const [retry] = jsonOf(
			await run({ ...PLAY_VOICE, ...REHEARSE }, undefined, { retryOnFail: true }),
		);
		expect(retry).toMatchObject({
			error: expect.stringContaining('Retry On Fail is on'),
			code: 'INPUT',
		});
		const [failing] = jsonOf(
			await run({ ...PLAY_VOICE, ...REHEARSE, options: { timeoutSeconds: 0 } }),
		);
		expect(failing).toMatchObject({ error: expect.stringContaining('Time Limit'), code: 'INPUT' });
	});
});

it('ignores Wait for Result', async () => {
	const { provider, run } = await openTestAccount();
	const parameters = { ...PLAY_EACH, ...REHEARSE, waitForResult: true, waitLimitMinutes: 60 };
	const result = await run(parameters, itemsWithNumbers('13300000001', '13300000002'));
	expect(result.waitTill).toBeFalsy();
	expect(jsonOf(result)).toMatchObject([{ rehearsal: true }, { rehearsal: true }]);
	expect(provider.requests).toEqual([]);
});

it('a switch that is neither true nor false calls nobody', async () => {
	const { provider, run } = await openTestAccount();
	for (const rehearse of ['={{ $json.missing }}', '={{ "perhaps" }}', '']) {
		const { data } = await run({ ...PLAY_VOICE, rehearse });
		expect(data.resultData.error?.message).toBe('Rehearse is neither true nor false');
	}
	expect(provider.requests).toEqual([]);
});

describe('a list that is rehearsed in part', () => {
	const items = (...rows: Array<[string, boolean]>) =>
		rows.map(([number, test]) => ({ json: { number, test } }));
	const PARAMETERS = { ...PLAY_EACH, rehearse: '={{ $json.test }}' };

	it('a rehearsal takes no place from a call', async () => {
		const { provider, run } = await openTestAccount();
		const options = { oncePerNumber: true, maxCalls: 1, concurrency: 1 };
		const list = items(
			['13300000001', true],
			['13300000001', false],
			['13300000002', false],
			['13300000002', true],
		);
		const result = await run({ ...PARAMETERS, options }, list, CONTINUE);
		expect(jsonOf(result)).toMatchObject([
			{ rehearsal: true },
			{ accepted: true },
			{ code: 'CALL_LIMIT' },
			{ code: 'CALL_LIMIT' },
		]);
		expect(provider.dials).toHaveLength(1);
		expect(hintsOf(result)).toEqual([
			hint(expect.stringContaining('1 number would be called, 1 item refused')),
		]);
	});

	it('a call that fails ends the list, and counts what was really called', async () => {
		const { run } = await openTestAccount();
		const list = items(
			['x', true],
			['13300000001', false],
			['13300000002', true],
			['y', false],
			['13300000003', false],
		);
		const result = await run({ ...PARAMETERS, options: { concurrency: 1 } }, list);
		expect(result.data.resultData.error?.message).toMatch(
			/“y”.*\(item 3; 1 calls placed, 1 items not started\)$/,
		);
	});
});

describe('Campaign > Create', () => {
	const TWO = itemsWithNumbers('13300000001', '13300000002');

	it('gives one item for the campaign, and sends nothing', async () => {
		const { provider, run } = await openTestAccount({}, { callingHours: '09:00-20:00' });
		const options = { customCampaignId: 'spring', customData: '={{ $json.number }}' };
		const result = await run(
			{ ...CREATE, ...REHEARSE, startNow: true, simplify: false, options },
			TWO,
		);
		expect(itemsOf(result)).toEqual([
			{
				json: {
					campaignId: null,
					rehearsal: true,
					customCampaignId: 'spring',
					campaignName: 'Spring offer',
					numbers: 2,
					message: null,
				},
				pairedItem: [{ item: 0 }, { item: 1 }],
			},
		]);
		expect(hintsOf(result)).toEqual([
			hint('Rehearsal: nothing was sent. 2 numbers would be called, 0 items refused.'),
		]);
		expect(provider.requests).toEqual([]);
	});

	it('gives each refused item its own failed item, also without Continue', async () => {
		const { provider, run } = await openTestAccount({}, { allowedDestinations: '133' });
		const mixed = itemsWithNumbers('13300000001', '13900000001', '13300000002', 'x');
		const result = await run({ ...CREATE, ...REHEARSE }, mixed);
		expect(jsonOf(result)).toMatchObject([
			{ campaignId: null, numbers: 2, rehearsal: true },
			{ code: 'DESTINATION_NOT_ALLOWED', mayHaveBeenPlaced: false },
			{ code: 'INPUT', mayHaveBeenPlaced: false },
		]);
		expect(hintsOf(result)).toEqual([
			hint(
				expect.stringMatching(
					/2 numbers would be called, 2 items refused: 1 × DESTINATION.*no. 2 on the list\); 1 × INPUT.*A real run would end/,
				),
			),
		]);
		expect(provider.requests).toEqual([]);
	});

	it.each<[string, object, object, string]>([
		['the hours', { callingHours: '11:00-20:00' }, {}, 'OUTSIDE_CALLING_HOURS'],
		[
			'a Start At while calls are not allowed now',
			{ callingHours: '11:00-20:00' },
			{ options: { startAt: '2026-11-26T12:00+08:00' } },
			'OUTSIDE_CALLING_HOURS',
		],
		['settings that differ', {}, { campaignName: '={{ $json.number }}' }, 'INPUT'],
	])('is refused by %s as a real run', async (_, limits, parameters, code) => {
		const { provider, run } = await openTestAccount({}, limits as never);
		const wanted = { ...CREATE, ...parameters };
		const options = { customCampaignId: 'spring', ...(parameters as { options?: object }).options };
		const rehearsal = await run({ ...wanted, ...REHEARSE, options }, TWO);
		expect(rehearsal.data.resultData.error).toBeUndefined();
		expect(provider.requests).toEqual([]);
		expect(jsonOf(rehearsal)).toMatchObject([
			{ code, mayHaveBeenPlaced: false, requestedAt: null },
		]);
		expect(hintsOf(rehearsal)).toEqual([
			hint(expect.stringContaining(`0 numbers would be called, 2 items refused: 2 × ${code}`)),
		]);
		expect(jsonOf(await run({ ...wanted, options }, TWO, CONTINUE))).toEqual(jsonOf(rehearsal));
	});

	it('tells the reasons in the order of the list', async () => {
		const { run } = await openTestAccount({}, { callingHours: '11:00-20:00' });
		const items = itemsWithNumbers('110', '13300000001');
		expect(hintsOf(await run({ ...CREATE, ...REHEARSE }, items, CONTINUE))).toEqual([
			hint(expect.stringMatching(/refused: .*no\. 1 on the list.*no\. 2 on the list/)),
		]);
	});

	it('is one rehearsal or none: a switch that differs is refused, and nothing is sent', async () => {
		const { provider, run } = await openTestAccount();
		const rehearse = '={{ $json.number.endsWith("1") }}';
		const { data } = await run({ ...CREATE, rehearse }, TWO);
		expect(data.resultData.error?.message).toBe(
			'Rehearse is “false” in item 1, but “true” in item 0',
		);
		expect(provider.requests).toEqual([]);
	});
});

describe('Campaign > Add Numbers', () => {
	it('gives the numbers that would be added, and the refused ones', async () => {
		const account = await openTestAccount({}, { allowedDestinations: '133' });
		const campaign = await existingCampaign(account, '13300000001');
		const parameters = {
			...onCampaign('addNumbers', campaign.taskid),
			destinationNumber: '={{ $json.number }}',
		};
		const result = await account.run(
			{ ...parameters, ...REHEARSE, options: { customData: 'same for all' } },
			itemsWithNumbers('13300000002', '13900000001', '13300000003'),
		);
		expect(jsonOf(result)).toEqual([
			{
				campaignId: campaign.taskid,
				rehearsal: true,
				added: 0,
				numbers: 2,
				rejected: [
					{
						destinationNumber: '13900000001',
						item: 1,
						reason: 'The credential does not allow calls to 13900000001',
					},
				],
				otherFields: {},
			},
		]);
		expect(hintsOf(result)).toEqual([
			hint(
				'Rehearsal: nothing was sent. 2 numbers would be called, 1 item refused: 1 × DESTINATION_NOT_ALLOWED: The credential does not allow calls to … (first: no. 2 on the list).',
			),
		]);
		expect(account.provider.requests).toEqual([]);
		expect(phonesOf(campaign)).toEqual(['13300000001']);
	});

	it('is refused outside the hours', async () => {
		const { provider, run } = await openTestAccount({}, { callingHours: '11:00-20:00' });
		const result = await run({
			...onCampaign('addNumbers', '1'),
			...REHEARSE,
			destinationNumber: '13300000001',
		});
		expect(jsonOf(result)).toMatchObject([
			{ code: 'OUTSIDE_CALLING_HOURS', campaignId: '1', mayHaveBeenPlaced: false },
		]);
		expect(provider.requests).toEqual([]);
	});
});

it('a real run shows no hint about rehearsals', async () => {
	const { run } = await openTestAccount();
	expect(hintsOf(await run(PLAY_VOICE))).toEqual([]);
});

describe('the subtitle', () => {
	/** What the editor shows under the node's name. */
	async function subtitleOf(parameters: IDataObject): Promise<unknown> {
		const { workflow, node } = workflowOf('yunhuVoice', parameters as never);
		const { subtitle } = new YunhuVoice().description;
		await workflow.expression.acquireIsolate();
		try {
			return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
		} finally {
			await workflow.expression.releaseIsolate();
		}
	}

	it('says that the node rehearses', async () => {
		expect(await subtitleOf({ ...PLAY_VOICE, ...REHEARSE })).toBe('playVoice: call (rehearsal)');
		expect(await subtitleOf({ ...CREATE, ...REHEARSE })).toBe('create: campaign (rehearsal)');
		expect(await subtitleOf(PLAY_VOICE)).toBe('playVoice: call');
		expect(await subtitleOf({ resource: 'session', operation: 'logout' })).toBe('logout: session');
	});
});
