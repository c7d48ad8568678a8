import { ExecuteContext } from 'n8n-core';
import { type IDataObject, UnexpectedError } from 'n8n-workflow';
import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONNECT_TWO_PHONES,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_EACH,
	PLAY_VOICE,
	type TestAccount,
	whenAsked,
} from '../support/contexts/account';
import { servicesAsked } from '../support/contexts/campaign';
import { setClock } from '../support/contexts/clock';
import { IN_DOUBT, NOT_PLACED } from '../support/contexts/faults';
import { jsonOf } from '../support/contexts/n8n';
import { times } from '../support/lists';

beforeEach(() => setClock('2026-11-26T10:00'));

afterEach(async () => {
	jest.restoreAllMocks();
	await closeAccounts();
});

const PLACING = { PLAY_VOICE, CALL_FROM_EXTENSION, CONNECT_TWO_PHONES };

const HOURS = { callingHours: '09:00-20:00' };
const ONE_BY_ONE = { concurrency: 1 };

/** Calls the numbers of a list with Continue, under these options. */
const callEach = async (
	{ run }: TestAccount,
	options: IDataObject,
	...numbers: string[]
): Promise<IDataObject[]> =>
	jsonOf(await run({ ...PLAY_EACH, options }, itemsWithNumbers(...numbers), CONTINUE));

/** What became of items: their code, or that the call was accepted. */
const fates = (items: IDataObject[]) => items.map(({ accepted, code }) => code ?? accepted);

const dialled = ({ provider }: TestAccount): string[] =>
	provider.dials.map(({ destinationNumber }) => destinationNumber);

describe.each(Object.entries(PLACING))('%s', (_, parameters) => {
	async function refused(options: IDataObject): Promise<IDataObject> {
		const { provider, run } = await openTestAccount();
		const [json] = jsonOf(await run({ ...parameters, options }, undefined, CONTINUE));
		expect(provider.requests).toEqual([]);
		return json!;
	}

	it('is refused outside the hours of its options, without a login', async () => {
		expect(await refused({ callingHours: '11:00-20:00', customData: 'order 7' })).toMatchObject({
			error:
				'Calling Hours in the options of this node allow no calls at this time (Thursday 10:00 in Asia/Shanghai)',
			code: 'OUTSIDE_CALLING_HOURS',
			level: 'input',
			mayHaveBeenPlaced: false,
			requestedAt: null,
			destinationNumber: '13300000001',
			customData: 'order 7',
		});
	});

	it('is placed inside them', async () => {
		const { provider, run } = await openTestAccount();
		await run({ ...parameters, options: { ...HOURS, oncePerNumber: true, maxCalls: 1 } });
		expect(provider.dials).toHaveLength(1);
	});

	it.each([
		['Calling Hours', { callingHours: '' }],
		['Calling Hours', { callingHours: '={{ undefined }}' }],
		['Calling Hours', { callingHours: '={{ $json.missing }}' }],
		['Calling Hours', { callingHours: '={{ null }}' }],
		['Calling Hours', { callingHours: 'in the morning' }],
		['Calling Time Zone', { ...HOURS, callingTimeZone: '' }],
		['Calling Time Zone', { ...HOURS, callingTimeZone: '={{ $json.missing }}' }],
		['Calling Time Zone', { ...HOURS, callingTimeZone: 'Asia/Nowhere' }],
		['Calling Time Zone', { callingTimeZone: 'Asia/Tokyo' }],
		['Max Calls', { maxCalls: '' }],
		['Max Calls', { maxCalls: '={{ $json.missing }}' }],
		['Max Calls', { maxCalls: -1 }],
		['Max Calls', { maxCalls: '={{ "many" }}' }],
		['Once per Number', { oncePerNumber: '' }],
		['Once per Number', { oncePerNumber: '={{ $json.missing }}' }],
		['Once per Number', { oncePerNumber: '={{ "yes" }}' }],
	])('is refused where %s is blank or cannot be read: %j', async (name, options) => {
		expect(await refused(options as IDataObject)).toMatchObject({
			error: expect.stringContaining(`${name} in the options of this node`),
			code: 'INPUT',
			level: 'input',
			mayHaveBeenPlaced: false,
			destinationNumber: '13300000001',
		});
	});
});

describe('calling hours', () => {
	it('of the node and of the credential must both allow a call', async () => {
		const outcome = async (credential: string, callingHours: string) => {
			const account = await openTestAccount({}, { callingHours: credential });
			const [item] = await callEach(account, { callingHours }, '13300000001');
			return item!.error ?? account.provider.dials.length;
		};
		expect(await outcome('09:00-20:00', '09:30-10:30')).toBe(1);
		expect(await outcome('09:00-20:00', '10:30-11:30')).toMatch(/^Calling Hours in the options/);
		expect(await outcome('11:00-20:00', '09:30-10:30')).toMatch(/^The credential allows no calls/);
	});

	it('count in the zone of the person called, of the credential, or of the server', async () => {
		const account = await openTestAccount({}, { callingTimeZone: 'Asia/Tokyo' });
		// 10:00 in Shanghai is 11:00 in Tokyo and 3:00 in Berlin.
		const options = { callingHours: '10:30-11:30', callingTimeZone: '={{ $json.zone }}' };
		const items = ['Asia/Tokyo', 'Europe/Berlin', 'Asia/Shanghai'].map((zone, index) => ({
			json: { number: `1330000000${index}`, zone },
		}));
		const refused = 'OUTSIDE_CALLING_HOURS';
		const run = await account.run({ ...PLAY_EACH, options }, items, CONTINUE);
		expect(fates(jsonOf(run))).toEqual([true, refused, refused]);
		expect(fates(await callEach(account, { callingHours: '10:30-11:30' }, '1390001'))).toEqual([
			true,
		]);
		const other = await openTestAccount({}, { serverTimeZone: 'Europe/Berlin' });
		expect(fates(await callEach(other, { callingHours: '10:30-11:30' }, '1390001'))).toEqual([
			refused,
		]);
		expect(fates(await callEach(other, { callingHours: '02:30-03:30' }, '1390001'))).toEqual([
			true,
		]);
	});

	const NUMBERS = times(6, (n) => `1330000000${n}`);

	it('that end in the middle of a slow list keep back the rest, which began inside', async () => {
		let calls = 0;
		const close = () => {
			calls += 1;
			if (calls === 3) setClock('2026-11-26T20:00');
		};
		const account = await openTestAccount(whenAsked('PlayVoice', close));
		const items = await callEach(account, { ...HOURS, ...ONE_BY_ONE }, ...NUMBERS);
		expect(fates(items.slice(0, 3))).toEqual([true, true, true]);
		expect(items.slice(3)).toEqual(
			NUMBERS.slice(3).map((destinationNumber) =>
				expect.objectContaining({
					code: 'OUTSIDE_CALLING_HOURS',
					level: 'input',
					mayHaveBeenPlaced: false,
					requestedAt: null,
					destinationNumber,
				}),
			),
		);
		expect(dialled(account)).toEqual(NUMBERS.slice(0, 3));
		expect(account.provider.count('PlayVoice')).toBe(3);
	});

	it('keep back items that have begun and wait for their turn', async () => {
		const account = await openTestAccount(
			whenAsked('PlayVoice', () => setClock('2026-11-26T20:00')),
		);
		const options = { ...HOURS, concurrency: 6, requestsPerSecond: 2 };
		expect(fates(await callEach(account, options, ...NUMBERS))).toEqual([
			true,
			...Array<string>(5).fill('OUTSIDE_CALLING_HOURS'),
		]);
		expect(dialled(account)).toEqual(NUMBERS.slice(0, 1));
	});

	it('keep back a call whose login took too long', async () => {
		const close = () => setClock('2026-11-26T20:00');
		const account = await openTestAccount(whenAsked('Login', close));
		const [item] = await callEach(account, HOURS, '13300000001');
		expect(item).toMatchObject({ code: 'OUTSIDE_CALLING_HOURS', mayHaveBeenPlaced: false });
		expect(servicesAsked(account.provider)).toEqual([]);
	});

	it('keep back a repeat after a token that was refused', async () => {
		const close = () => setClock('2026-11-26T20:00');
		const account = await openTestAccount(whenAsked('PlayVoice', close));
		account.provider.answerNext({ service: 'PlayVoice', fault: { ret: 600 } });
		const [item] = await callEach(account, HOURS, '13300000001');
		expect(item).toMatchObject({ code: 'OUTSIDE_CALLING_HOURS', mayHaveBeenPlaced: false });
		expect(account.provider.count('PlayVoice')).toBe(1);
	});

	it('end a list without Continue, and say how many calls were placed', async () => {
		const account = await openTestAccount(
			whenAsked('PlayVoice', () => setClock('2026-11-26T20:00')),
		);
		const options = { ...HOURS, ...ONE_BY_ONE };
		const { data } = await account.run({ ...PLAY_EACH, options }, itemsWithNumbers(...NUMBERS));
		expect(data.resultData.error).toMatchObject({
			message: expect.stringMatching(/no calls at this time.*item 1; 1 calls placed.*4 items not/),
			description: expect.stringContaining('Call this number at that time'),
		});
	});
});

describe('Once per Number', () => {
	const ONCE = { oncePerNumber: true };
	const SAME = 'SAME_NUMBER';

	it('calls the first of each number, whatever its spelling, with all items under way at once', async () => {
		const account = await openTestAccount();
		const options = { ...ONCE, concurrency: 50 };
		const items = await callEach(
			account,
			options,
			'13300000001',
			'133-0000-0001',
			'13300000002',
			'１３３ ０００００００１',
			"'13300000002",
			'+86 133 0000 0001',
			'(+86) 133 0000 0001',
			'0086 133 0000 0001',
		);
		// Without a country code, 00 is dialled.
		expect(fates(items)).toEqual([true, SAME, true, SAME, SAME, true, SAME, true]);
		expect(items[3]).toMatchObject({
			error: 'An item before this one had the number 13300000001 already',
			level: 'input',
			mayHaveBeenPlaced: false,
			requestedAt: null,
			destinationNumber: '13300000001',
		});
		expect(dialled(account).sort()).toEqual(
			['008613300000001', '13300000001', '13300000002', '8613300000001'].sort(),
		);
	});

	it('takes numbers for the same that are sent alike by the country code of the credential', async () => {
		const account = await openTestAccount({}, { countryCode: '86' });
		const numbers = ['+86 133 0000 0001', '0086 133 0000 0001', '133-0000-0001'];
		expect(fates(await callEach(account, ONCE, ...numbers))).toEqual([true, SAME, SAME]);
		expect(dialled(account)).toEqual(['13300000001']);
	});

	it('off, or without the option, every item is called', async () => {
		const twice = ['13300000001', '13300000001'];
		for (const options of [{}, { oncePerNumber: false }]) {
			const account = await openTestAccount();
			expect(fates(await callEach(account, options, ...twice))).toEqual([true, true]);
		}
	});

	it('lets one agent’s phone ring for each customer', async () => {
		const account = await openTestAccount();
		const parameters = {
			...CONNECT_TWO_PHONES,
			destinationNumber: '={{ $json.number }}',
			options: ONCE,
		};
		const numbers = itemsWithNumbers('13300000001', '13300000002', '13300000001');
		const items = jsonOf(await account.run(parameters, numbers, CONTINUE));
		expect(fates(items)).toEqual([true, true, SAME]);
	});

	it('a call of which nothing was sent gives its place back', async () => {
		const account = await openTestAccount();
		account.provider.answerNext({ service: 'Login', fault: { reset: 'before' } });
		const twice = ['13300000001', '13300000001'];
		const items = await callEach(account, { ...ONCE, ...ONE_BY_ONE }, ...twice);
		expect(items[0]).toMatchObject({ mayHaveBeenPlaced: false, requestedAt: null });
		expect(items[1]).toMatchObject({ accepted: true });
	});

	it.each(NOT_PLACED.slice(4))('a call refused for %s keeps its place', async (_, fault) => {
		const account = await openTestAccount();
		account.provider.answerNext({ service: 'PlayVoice', fault });
		const items = await callEach(account, { ...ONCE, ...ONE_BY_ONE }, '13300000001', '13300000001');
		expect(items[0]).toMatchObject({ mayHaveBeenPlaced: false });
		expect(items[1]).toMatchObject({ code: SAME });
	});

	it.each(IN_DOUBT.slice(0, 3))('a call in doubt after %s keeps its place', async (_, fault) => {
		const account = await openTestAccount();
		account.provider.answerNext({ service: 'PlayVoice', fault });
		const items = await callEach(account, { ...ONCE, ...ONE_BY_ONE }, '13300000001', '13300000001');
		expect(items[0]).toMatchObject({ mayHaveBeenPlaced: true });
		expect(items[1]).toMatchObject({ code: SAME });
		expect(account.provider.count('PlayVoice')).toBe(1);
	});

	it('an item that is refused takes no place', async () => {
		const account = await openTestAccount({}, { allowedDestinations: '133' });
		const options = {
			...ONCE,
			maxCalls: 1,
			concurrency: 50,
			callingHours: '={{ $json.hours }}',
		};
		const items = [
			{ number: '13900000001', hours: '09:00-20:00' },
			{ number: '13300000001', hours: '11:00-20:00' },
			{ number: '13300000001', hours: '' },
			{ number: '13300000001', hours: '09:00-20:00' },
		].map((json) => ({ json }));
		const run = await account.run({ ...PLAY_EACH, options }, items, CONTINUE);
		expect(fates(jsonOf(run))).toEqual([
			'DESTINATION_NOT_ALLOWED',
			'OUTSIDE_CALLING_HOURS',
			'INPUT',
			true,
		]);
	});
});

describe('Max Calls', () => {
	const FULL = 'CALL_LIMIT';

	it('lets the first items call, with all under way at once', async () => {
		const account = await openTestAccount();
		const numbers = times(10, (n) => `1330000000${n}`);
		const items = await callEach(account, { maxCalls: 3, concurrency: 50 }, ...numbers);
		expect(fates(items)).toEqual([true, true, true, ...Array<string>(7).fill(FULL)]);
		expect(items[9]).toMatchObject({
			error: expect.stringMatching(/^Max Calls is reached: .* no more than 3 calls/),
			level: 'input',
			mayHaveBeenPlaced: false,
			requestedAt: null,
			destinationNumber: '13300000009',
		});
		expect(dialled(account).sort()).toEqual(numbers.slice(0, 3));
	});

	it('0 means no limit', async () => {
		const account = await openTestAccount();
		expect(fates(await callEach(account, { maxCalls: 0 }, '1330001', '1330002'))).toEqual([
			true,
			true,
		]);
	});

	it('counts calls in doubt and calls that Yunhu has refused, not those of which nothing was sent', async () => {
		const account = await openTestAccount();
		account.provider.answerNext({ service: 'Login', fault: { reset: 'before' } });
		account.provider.answerNext({ service: 'PlayVoice', fault: { code: 1012 } });
		account.provider.answerNext({ service: 'PlayVoice', fault: { httpAfter: 500 } });
		const options = { maxCalls: 3, ...ONE_BY_ONE };
		const numbers = ['1330001', '1330002', '1330003', '1330004', '1330005'];
		expect(fates(await callEach(account, options, ...numbers))).toEqual([
			'CONNECTION_LOST',
			'1012',
			'HTTP_500',
			true,
			FULL,
		]);
	});

	it('counts from the start in the next execution', async () => {
		const account = await openTestAccount();
		const options = { maxCalls: 1, oncePerNumber: true };
		const run = async () => fates(await callEach(account, options, '1330001', '1330002'));
		expect(await run()).toEqual([true, FULL]);
		expect(await run()).toEqual([true, FULL]);
	});
});

it('where n8n keeps no context, such as in a tool of an MCP Server Trigger, a call that has to be counted is refused', async () => {
	jest.spyOn(ExecuteContext.prototype, 'getContext').mockImplementation(() => {
		throw new UnexpectedError('`executionData` is not initialized');
	});
	const account = await openTestAccount();
	for (const options of [{ maxCalls: 5 }, { oncePerNumber: true }]) {
		expect(await callEach(account, options, '13300000001')).toMatchObject([
			{
				error: expect.stringMatching(/^Calls cannot be counted here/),
				code: 'INPUT',
				advice: expect.stringContaining('remove the options Max Calls and Once per Number'),
				mayHaveBeenPlaced: false,
			},
		]);
	}
	expect(account.provider.requests).toEqual([]);
	expect(fates(await callEach(account, HOURS, '13300000001'))).toEqual([true]);
});
