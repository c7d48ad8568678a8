import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { resources } from '../../nodes/YunhuVoice/actions/resources';
import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONNECT_TWO_PHONES,
	CONTINUE,
	formsSent,
	HANG_UP,
	itemsWithNumbers,
	openTestAccount,
	PLAY_EACH,
	PLAY_VOICE,
	type TestAccount,
	whenAsked,
} from '../support/contexts/account';
import { CREATE, existingCampaign, onCampaign, servicesAsked } from '../support/contexts/campaign';
import { setClock } from '../support/contexts/clock';
import { EXTENSIONS } from '../support/contexts/directory';
import { searchList } from '../support/contexts/lists';
import { itemsOf, jsonOf } from '../support/contexts/n8n';

beforeEach(() => setClock('2026-11-26T10:00'));

afterEach(async () => {
	jest.restoreAllMocks();
	await closeAccounts();
});

const HOURS = { callingHours: '09:00-20:00' };

/** Sets limits in the credential, as whoever owns it does. */
const limit = ({ credentials }: TestAccount, limits: object): void => {
	credentials.stored = { ...credentials.stored, ...limits };
};

const named = (serviceName: string, fields: object): Record<string, string> => ({
	resource: 'service',
	operation: 'call',
	serviceName,
	specifyFields: 'json',
	fieldsJson: JSON.stringify(fields),
});

type Value = string | number | boolean | object;

/** Every operation that places calls. */
const PLACING: Record<string, (campaignId: string) => Record<string, Value>> = {
	'call.playVoice': () => PLAY_VOICE,
	'call.callFromExtension': () => CALL_FROM_EXTENSION,
	'call.connectTwoPhones': () => CONNECT_TWO_PHONES,
	'campaign.create': () => ({ ...CREATE, destinationNumber: '13300000001' }),
	'campaign.addNumbers': (id) => ({
		...onCampaign('addNumbers', id),
		destinationNumber: '13300000001',
	}),
	'campaign.start': (id) => onCampaign('start', id),
	'campaign.redial': (id) => onCampaign('redial', id),
};

const MORE_FORMS: typeof PLACING = {
	'Play Voice without a transfer': () => ({ ...PLAY_VOICE, transfer: 'never' }),
	'Service > Send Request': () => named('App.Sip_Call.MakePloyCall', { destnumber: '13300000001' }),
	'Service > Send Request without a token': () => ({
		...named('App.Sip_Call.MakePloyCall', { destnumber: '13300000001' }),
		sendToken: false,
	}),
};

it('the list of operations that place calls is complete', () => {
	const placing = resources.flatMap(({ entry, operations }) =>
		operations
			.filter(({ placesCalls }) => placesCalls)
			.map((operation) => `${entry.value}.${operation.entry.value}`),
	);
	expect(placing.sort()).toEqual(Object.keys(PLACING).sort());
});

describe.each(Object.entries({ ...PLACING, ...MORE_FORMS }))('%s', (_, parametersOf) => {
	async function refused(limits: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const account = await openTestAccount({}, limits);
		const [json] = jsonOf(await account.run(parametersOf('1'), undefined, CONTINUE));
		expect(account.provider.requests.map(({ service }) => service)).toEqual([]);
		expect(account.provider.dials).toEqual([]);
		return json!;
	}

	it('is refused outside the hours, without a login', async () => {
		expect(await refused({ callingHours: '11:00-20:00' })).toMatchObject({
			error: 'The credential allows no calls at this time (Thursday 10:00 in Asia/Shanghai)',
			code: 'OUTSIDE_CALLING_HOURS',
			level: 'input',
			advice: expect.stringContaining('11:00-20:00 (Asia/Shanghai)'),
		});
	});

	it('is refused on other days, and by the clock of another zone', async () => {
		const code = 'OUTSIDE_CALLING_HOURS';
		expect(await refused({ callingDays: ['wed', 'fri'] })).toMatchObject({ code });
		const zone = { callingTimeZone: 'Europe/Berlin' };
		expect(await refused({ ...HOURS, ...zone })).toMatchObject({ code });
	});

	it.each([
		['Allowed Destinations', { allowedDestinations: '133*' }],
		['Calling Hours', { callingHours: 'in the morning' }],
		['Calling Days', { callingDays: ['someday'] }],
		['Calling Time Zone', { callingTimeZone: 'Asia/Nowhere' }],
		['Country Code', { countryCode: 'China' }],
		['Trunk Prefix', { trunkPrefix: 'none' }],
		['Calling Hours', { callingHours: '={{ $vars.missing }}' }],
		['Allowed Destinations', { allowedDestinations: '={{ "" }}' }],
		['Calling Days', { callingDays: '={{ [] }}' }],
	])('is refused where %s cannot be read: %j', async (name, limits) => {
		expect(await refused(limits)).toMatchObject({
			error: expect.stringContaining(`${name} in the credential`),
			code: 'INPUT',
			level: 'input',
		});
	});
});

it.each(Object.entries(PLACING))('%s says that no call was placed', async (_, parametersOf) => {
	const account = await openTestAccount();
	const { taskid } = await existingCampaign(account, '13300000001');
	limit(account, { callingHours: '11:00-20:00' });
	const [json] = jsonOf(await account.run(parametersOf(taskid), undefined, CONTINUE));
	expect(json).toMatchObject({ mayHaveBeenPlaced: false, requestedAt: null });
});

it.each(['playVoice', 'callFromExtension', 'connectTwoPhones'])(
	'call.%s names the call that was refused',
	async (operation) => {
		const account = await openTestAccount({}, { callingHours: '11:00-20:00' });
		const options = { customData: 'order 7' };
		const parameters = PLACING[`call.${operation}`]!('');
		const [json] = jsonOf(await account.run({ ...parameters, options }, undefined, CONTINUE));
		expect(json).toMatchObject({ destinationNumber: '13300000001', customData: 'order 7' });
	},
);

describe('a window that closes while the node works', () => {
	const NUMBERS = ['1', '2', '3', '4', '5', '6'].map((digit) => `1330000000${digit}`);
	const ONE_BY_ONE = { concurrency: 1 };

	it('keeps back the rest of a list', async () => {
		let calls = 0;
		const close = () => {
			calls += 1;
			if (calls === 3) setClock('2026-11-26T20:00');
		};
		const account = await openTestAccount(whenAsked('PlayVoice', close), HOURS);
		const parameters = { ...PLAY_EACH, options: ONE_BY_ONE };
		const items = jsonOf(await account.run(parameters, itemsWithNumbers(...NUMBERS), CONTINUE));
		expect(items.slice(0, 3).map(({ accepted }) => accepted)).toEqual([true, true, true]);
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
		expect(account.provider.dials).toHaveLength(3);
		expect(account.provider.count('PlayVoice')).toBe(3);
	});

	it('ends a list without Continue, and says how many calls were placed', async () => {
		const close = () => setClock('2026-11-26T20:00');
		const account = await openTestAccount(whenAsked('PlayVoice', close), HOURS);
		const parameters = { ...PLAY_EACH, options: ONE_BY_ONE };
		const { data } = await account.run(parameters, itemsWithNumbers(...NUMBERS));
		expect(data.resultData.error?.message).toMatch(/no calls at this time.*item 1; 1 calls placed/);
		expect(account.provider.dials).toHaveLength(1);
	});

	it('keeps back a call whose login took too long', async () => {
		const close = () => setClock('2026-11-26T20:00');
		const account = await openTestAccount(whenAsked('Login', close), HOURS);
		const [json] = jsonOf(await account.run(PLAY_VOICE, undefined, CONTINUE));
		expect(json).toMatchObject({ code: 'OUTSIDE_CALLING_HOURS', mayHaveBeenPlaced: false });
		expect(servicesAsked(account.provider)).toEqual([]);
	});

	it('keeps back a repeat after a token that was refused', async () => {
		const close = () => setClock('2026-11-26T20:00');
		const account = await openTestAccount(whenAsked('PlayVoice', close), HOURS);
		account.provider.answerNext({ service: 'PlayVoice', fault: { ret: 600 } });
		const [json] = jsonOf(await account.run(PLAY_VOICE, undefined, CONTINUE));
		expect(json).toMatchObject({
			code: 'OUTSIDE_CALLING_HOURS',
			mayHaveBeenPlaced: false,
			requestedAt: '2026-11-26T10:00:00.000+08:00',
		});
		expect(account.provider.count('PlayVoice')).toBe(1);
		expect(account.provider.count('Login')).toBe(1);
	});

	it('keeps back a repeat whose login took too long', async () => {
		let logins = 0;
		const close = () => {
			logins += 1;
			if (logins === 2) setClock('2026-11-26T20:00');
		};
		const account = await openTestAccount(whenAsked('Login', close), HOURS);
		account.provider.answerNext({ service: 'PlayVoice', fault: { code: 1010 } });
		const [json] = jsonOf(await account.run(PLAY_VOICE, undefined, CONTINUE));
		expect(json).toMatchObject({ code: 'OUTSIDE_CALLING_HOURS', mayHaveBeenPlaced: false });
		expect(account.provider.count('PlayVoice')).toBe(1);
		expect(logins).toBe(2);
	});

	it('keeps back a request without a token whose turn comes later', async () => {
		const service = 'MakePloyCall';
		const account = await openTestAccount({}, HOURS);
		const parameters = {
			...named(`App.Sip_Call.${service}`, { destnumber: '13300000001' }),
			sendToken: false,
			options: { requestsPerSecond: 1 },
		};
		// Both items have begun; the second waits for its turn.
		const close = async () => {
			while (account.provider.count(service) === 0) {
				await new Promise((resolve) => setTimeout(resolve, 5));
			}
			setClock('2026-11-26T20:00');
		};
		const two = itemsWithNumbers('1', '2');
		const [, second] = jsonOf(await account.run(parameters, two, CONTINUE, close));
		expect(second).toMatchObject({ code: 'OUTSIDE_CALLING_HOURS' });
		expect(account.provider.count(service)).toBe(1);
	});
});

describe('allowed destinations', () => {
	it.each([
		['13300000001', '133, 0755', true],
		['+86 133 0000 0001', '133', false],
		['+86 133 0000 0001', '86133', true],
		['13300000001', '134', false],
		['13300000001', '13300000001', true],
		['13300000001', '133000000012', false],
	])('%s where %s are allowed', async (number, allowedDestinations, isAllowed) => {
		const account = await openTestAccount({}, { allowedDestinations });
		const parameters = { ...PLAY_VOICE, destinationNumber: number };
		const [json] = jsonOf(await account.run(parameters, undefined, CONTINUE));
		expect(account.provider.dials).toHaveLength(isAllowed ? 1 : 0);
		if (isAllowed) return;
		expect(json).toMatchObject({
			error: expect.stringMatching(/^The credential does not allow calls to (86)?13300000001$/),
			code: 'DESTINATION_NOT_ALLOWED',
			level: 'input',
			mayHaveBeenPlaced: false,
			destinationNumber: expect.stringMatching(/^(86)?13300000001$/),
		});
		expect(account.provider.requests).toEqual([]);
	});

	it.each(['firstNumber', 'destinationNumber'])(
		'count for %s of Connect Two Phones',
		async (name) => {
			const account = await openTestAccount({}, { allowedDestinations: '133, 139' });
			await account.run(CONNECT_TWO_PHONES);
			expect(account.provider.count('DoubleCall')).toBe(1);
			const other = { ...CONNECT_TWO_PHONES, [name]: '15000000001' };
			const [json] = jsonOf(await account.run(other, undefined, CONTINUE));
			expect(json).toMatchObject({ code: 'DESTINATION_NOT_ALLOWED', mayHaveBeenPlaced: false });
			expect(account.provider.count('DoubleCall')).toBe(1);
		},
	);

	it('are judged by the number as it is sent', async () => {
		const limits = { allowedDestinations: '133, 0755', countryCode: '86' };
		const account = await openTestAccount({}, limits);
		const written = ['+86 133 0000 0001', '0086 755 8888 8888', '+49 30 123456', '+1 415 555 2671'];
		const items = jsonOf(await account.run(PLAY_EACH, itemsWithNumbers(...written), CONTINUE));
		expect(items.map(({ code = null }) => code)).toEqual([
			null,
			null,
			'DESTINATION_NOT_ALLOWED',
			'DESTINATION_NOT_ALLOWED',
		]);
		const dialled = account.provider.dials.map(({ destinationNumber }) => destinationNumber);
		expect(dialled.sort()).toEqual(['075588888888', '13300000001']);
	});
});

it('the country code counts for numbers that are looked up', async () => {
	const { provider, run } = await openTestAccount({}, { countryCode: '86' });
	const filters = { destinationNumber: '+86 133 0000 0001' };
	await run({ resource: 'callRecord', operation: 'getAll', filters });
	expect(formsSent(provider, 'GetBill')).toEqual([
		expect.objectContaining({ destnumber: '13300000001' }),
	]);
	await run({
		resource: 'call',
		operation: 'checkIfPlaced',
		customData: 'order 7',
		destinationNumber: '+86 133 0000 0001',
	});
	const numbers = formsSent(provider, 'GetBill').flatMap((form) =>
		'destnumber' in form ? form.destnumber : [],
	);
	expect(numbers).toEqual(['13300000001', '13300000001']);
});

describe('Service > Send Request', () => {
	const LIMITS = { ...HOURS, allowedDestinations: '133' };
	const asList = (serviceName: string, fields: object) => ({
		...named(serviceName, {}),
		specifyFields: 'list',
		fields: {
			field: Object.entries(fields).map(([name, value]) => ({ name, value: value as string })),
		},
	});

	it.each([
		['Fields', asList],
		['JSON', named],
	])('checks the numbers of a service in %s', async (_, parametersOf) => {
		const { provider, run } = await openTestAccount({}, LIMITS);
		const call = async (number: string) =>
			jsonOf(
				await run(
					parametersOf('App.Sip_Call.MakePloyCall', { destnumber: number }),
					undefined,
					CONTINUE,
				),
			)[0];
		expect(await call('13900000001')).toMatchObject({ code: 'DESTINATION_NOT_ALLOWED' });
		expect(provider.requests).toEqual([]);
		await call('13300000001');
		expect(provider.count('MakePloyCall')).toBe(1);
	});

	it.each([
		'App.Sip_Queue.SipSignIn',
		'App.Sip_Call.HangupCall',
		'App.Sip_Extgroup.AddExtgroup',
		'App.Sip_Auto.Dial',
	])('refuses a service whose numbers it cannot check: %s', async (name) => {
		const { provider, run } = await openTestAccount({}, HOURS);
		const [json] = jsonOf(await run(named(name, { extnumber: '20280003' }), undefined, CONTINUE));
		expect(json).toMatchObject({
			error: `The limits in the credential do not allow ${name}: n8n cannot tell which numbers it calls`,
			code: 'INPUT',
			advice: expect.stringContaining('destnumber, anumber, bnumber or telphone'),
		});
		expect(provider.requests).toEqual([]);
	});

	it.each([
		['App.Sip_Sipnum.GetSipnumberInfo', { status: 3 }],
		['App.Sip_Auth.Logout', {}],
	])('sends %s at any time', async (name, fields) => {
		const { provider, run } = await openTestAccount({}, { callingHours: 'unreadable' });
		await run(named(name, fields));
		expect(servicesAsked(provider)).toEqual([name.split('.').at(-1)]);
	});
});

describe('what calls nobody goes on where a limit cannot be read', () => {
	const UNREADABLE = { callingHours: 'in the morning', countryCode: 'China' };

	it.each<[string, Record<string, string | object>]>([
		['Get Many', EXTENSIONS],
		['Call Record > Get Many', { resource: 'callRecord', operation: 'getAll' }],
		['Hang Up', HANG_UP],
		['Log Out', { resource: 'session', operation: 'logout' }],
	])('%s', async (_, parameters) => {
		const { run, credentials } = await openTestAccount();
		await run(EXTENSIONS);
		credentials.stored = { ...credentials.stored, ...UNREADABLE };
		const { data } = await run(parameters);
		expect(data.resultData.error?.message ?? '').not.toContain('in the credential');
	});

	it('Pause, End, Remove Numbers and Get Numbers', async () => {
		const account = await openTestAccount();
		const { taskid } = await existingCampaign(account, '13300000001', '13300000002');
		await account.run(onCampaign('start', taskid));
		limit(account, UNREADABLE);
		for (const operation of ['pause', 'getNumbers', 'removeNumbers', 'end']) {
			const parameters = { ...onCampaign(operation, taskid), destinationNumber: '13300000001' };
			const { data } = await account.run(parameters);
			expect(data.resultData.error).toBeUndefined();
		}
	});

	it('the lists of the editor', async () => {
		const { credentials } = await openTestAccount({}, UNREADABLE);
		const { results } = await searchList(credentials, 'searchExtensions');
		expect(results.length).toBeGreaterThan(0);
	});
});

it('items keep their order and their places', async () => {
	const account = await openTestAccount({}, { allowedDestinations: '133' });
	const numbers = itemsWithNumbers('13300000001', '13900000001', '13300000002');
	const items = itemsOf(await account.run(PLAY_EACH, numbers, CONTINUE));
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
});
