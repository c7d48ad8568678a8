import {
	CALL_FROM_EXTENSION,
	closeAccounts,
	CONTINUE,
	formsSent,
	locator,
	openTestAccount,
} from '../support/contexts/account';
import { CALLER_IDS, EXTENSIONS, GROUPS, MEMBERS, STATUS } from '../support/contexts/directory';
import { itemsOf, jsonOf } from '../support/contexts/n8n';

/*
 * The operations that list extensions, groups and caller IDs.
 */

afterEach(closeAccounts);

describe('what is sent, and the simplified items', () => {
	it('of Extension: Get Many are one for each enabled extension', async () => {
		const { provider, run } = await openTestAccount();
		const extension = (number: string, more: object = {}) => ({
			json: {
				extension: number,
				enabled: true,
				registered: true,
				displayNumber: null,
				otherFields: {},
				...more,
			},
			pairedItem: { item: 0 },
		});
		expect(itemsOf(await run(EXTENSIONS))).toEqual([
			extension('20280001', { displayNumber: '2120280001' }),
			extension('20280002', { registered: false }),
			extension('20280003'),
		]);
		const service = 'App.Sip_Sipnum.GetSipnumberInfo';
		expect(formsSent(provider, service)).toEqual([{ service, status: '1' }]);
	});

	it.each([
		['disabled', '2', ['20280004']],
		['all', '3', ['20280001', '20280002', '20280003', '20280004']],
	])('of the extensions in the state %s are all of them', async (state, status, numbers) => {
		const { provider, run } = await openTestAccount();
		const items = jsonOf(await run({ ...EXTENSIONS, state }));
		expect(items.map(({ extension }) => extension)).toEqual(numbers);
		expect(formsSent(provider, 'GetSipnumberInfo')).toMatchObject([{ status }]);
	});

	it('of Extension: Get Status are one for each extension, each asked for once', async () => {
		const { provider, run } = await openTestAccount();
		const extensions = ' 20280001，20280004；２０２８０００９\n20280001 ';
		expect(jsonOf(await run({ ...STATUS, extensions }))).toEqual([
			expect.objectContaining({
				extension: '20280001',
				status: { code: 1201, name: 'Idle' },
				isFree: true,
				idleSeconds: expect.any(Number),
			}),
			expect.objectContaining({
				extension: '20280004',
				status: { code: 1013, name: 'Extension Disabled' },
				isFree: false,
			}),
			expect.objectContaining({ extension: '20280009', status: expect.anything() }),
		]);
		const service = 'App.Sip_Status.GetSipCallStatus';
		expect(formsSent(provider, service)).toEqual([
			{ service, extnumber: '20280001,20280004,20280009' },
		]);
	});

	it('of Extension: Get Status tell who is talking', async () => {
		const { run } = await openTestAccount({ timeScale: 1 });
		await run(CALL_FROM_EXTENSION);
		const [item] = jsonOf(await run({ ...STATUS, extensions: '={{ 20280003 }}' }));
		expect(item).toMatchObject({ isFree: false, callee: '13300000001', direction: 'outbound' });
	});

	it('of Extension Group: Get Many are one for each group', async () => {
		const { provider, run } = await openTestAccount();
		provider.groups.push({ id: 2, name: '销售', enabled: false, members: [] });
		expect(jsonOf(await run(GROUPS))).toEqual([
			{
				groupId: '1',
				name: 'extGroup-1',
				status: { code: 1042, name: 'Enabled' },
				otherFields: {},
			},
			expect.objectContaining({ groupId: '2', name: '销售' }),
		]);
		const service = 'App.Sip_Extgroup.GetExtgroupInfo';
		expect(formsSent(provider, service)).toEqual([{ service }]);
	});

	it('of Extension Group: Get Members are one for each member', async () => {
		const { provider, run } = await openTestAccount();
		const member = {
			group: 'extGroup-1',
			memberState: 'idle',
			callStatus: 'hangup',
			priority: 1,
			updatedAt: null,
			otherFields: { linkcount: 0 },
		};
		expect(jsonOf(await run(MEMBERS))).toEqual([
			{ ...member, extension: '20280001' },
			{ ...member, extension: '20280003' },
		]);
		const service = 'App.Sip_Extgroup.GetGroupExt';
		expect(formsSent(provider, service)).toEqual([{ service, name: 'extGroup-1' }]);
	});

	it('of Caller ID: Get Many are one for each number', async () => {
		const { provider, run } = await openTestAccount();
		expect(jsonOf(await run(CALLER_IDS))).toEqual([
			{ callerId: '2120280001', otherFields: { status: 1018 } },
			{ callerId: '2120280002', otherFields: { status: 1018 } },
		]);
		await run({ ...CALLER_IDS, state: 'all', usage: 'predictive' });
		await run({ ...CALLER_IDS, state: 'disabled', usage: 'notPredictive' });
		const service = 'App.Sip_Disnum.getDisnumberInfo';
		expect(formsSent(provider, service)).toEqual([
			{ service, status: '1', autocall: '1' },
			{ service, status: '3', autocall: '2' },
			{ service, status: '2', autocall: '3' },
		]);
	});
});

it.each([
	[{ state: '={{ "off" }}' }, /^State/],
	[{ usage: '={{ "both" }}' }, /^Usage/],
])('caller IDs with the unknown choice %j are not asked for', async (parameters, error) => {
	const { provider, run } = await openTestAccount();
	const [item] = jsonOf(await run({ ...CALLER_IDS, ...parameters }, undefined, CONTINUE));
	expect(item).toMatchObject({ level: 'input', error: expect.stringMatching(error) });
	expect(provider.requests).toEqual([]);
});

it('each input item has its rows, in the order of the input', async () => {
	const { run } = await openTestAccount();
	const input = ['20280003', '20280001,20280002'].map((asked) => ({ json: { asked } }));
	const items = itemsOf(await run({ ...STATUS, extensions: '={{ $json.asked }}' }, input));
	expect(items.map(({ json, pairedItem }) => [json.extension, pairedItem])).toEqual([
		['20280003', { item: 0 }],
		['20280001', { item: 1 }],
		['20280002', { item: 1 }],
	]);
});

it.each<[object, string, RegExp]>([
	[EXTENSIONS, 'state', /^State is neither enabled nor disabled nor all$/],
	[CALLER_IDS, 'usage', /^Usage is neither/],
	[STATUS, 'extensions', /^Extensions contains “on”, which is not a valid extension$/],
])('refuses what %j cannot mean before anything is sent', async (parameters, name, message) => {
	const { provider, run } = await openTestAccount();
	const [item] = jsonOf(await run({ ...parameters, [name]: '={{ "on" }}' }, undefined, CONTINUE));
	expect(item).toMatchObject({ level: 'input', error: expect.stringMatching(message) });
	expect(provider.requests).toEqual([]);
});

it.each([
	[STATUS, 'extensions', ' ,; ', 'Extensions is empty'],
	[MEMBERS, 'group', locator(' ', 'name'), 'Extension Group is empty'],
])('refuses %j with an empty %s', async (parameters, name, empty, message) => {
	const { provider, run } = await openTestAccount();
	const [item] = jsonOf(await run({ ...parameters, [name]: empty }, undefined, CONTINUE));
	expect(item).toMatchObject({ level: 'input', error: message });
	expect(provider.requests).toEqual([]);
});
