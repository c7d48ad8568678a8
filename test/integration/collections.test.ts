import { ExecuteContext, HookContext, PollContext, WebhookContext } from 'n8n-core';
import type { INodeProperties } from 'n8n-workflow';
import { YunhuVoice } from '../../nodes/YunhuVoice/YunhuVoice.node';
import { closeAccounts, CONTINUE, locator, openTestAccount } from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import { PolledTrigger } from '../support/contexts/recordTrigger';
import { type ListeningTrigger, listenWith, refusalToPublish } from '../support/contexts/trigger';

/** What stands for a collection, by its name: an expression gives it. n8n 2.41 itself drops expressions for whole collections. */
const given = new Map<string, unknown>();

type Read = (name: string, ...others: unknown[]) => unknown;

beforeAll(() => {
	for (const { prototype } of [ExecuteContext, HookContext, PollContext, WebhookContext]) {
		const context = prototype as unknown as { _getNodeParameter: Read };
		const read = context._getNodeParameter;
		jest.spyOn(context, '_getNodeParameter').mockImplementation(function (this: unknown, ...asked) {
			const [name] = asked;
			if (!given.has(name)) return read.apply(this, asked);
			const value = given.get(name);
			if (value instanceof Error) throw value;
			return value;
		});
	}
});

afterEach(async () => {
	given.clear();
	await closeAccounts();
});

afterAll(() => jest.restoreAllMocks());

/** Every collection of every operation of the action node. */
const COLLECTIONS = new YunhuVoice().description.properties
	.filter(({ type }) => type === 'collection' || type === 'fixedCollection')
	.map(({ name, displayName, displayOptions }: INodeProperties) => {
		const { resource: [resource] = [], operation: [operation] = [] } = displayOptions?.show ?? {};
		return [`${String(resource)}.${String(operation)}`, name, displayName] as const;
	});

/** Values with which every operation gets as far as its collections. */
const VALUES = {
	destinationNumber: '13300000001',
	firstNumber: '13300000002',
	voiceFile: 'https://example.com/a.mp3',
	transferRoute: '1@extGroup-1',
	extension: locator('20280003'),
	extensions: '20280003',
	group: locator('extGroup-1', 'name'),
	memberState: 'idle',
	campaign: locator('77'),
	campaignName: 'c',
	fileName: 'a.mp3',
	serviceName: locator('App.Sip_Sipnum.GetSipnumberInfo', 'name'),
	reference: 'abc',
	customData: 'c',
	specifyFields: 'list',
};

const WRONG: Array<[unknown, string]> = [
	[null, 'nothing'],
	[undefined, 'nothing'],
	['a', 'a string'],
	['', 'a string'],
	[7, 'a number'],
	[true, 'a boolean'],
	[[{ name: 'a' }], 'a list'],
];

it.each(COLLECTIONS)(
	'%s names its collection %s if an expression gives none',
	async (...row) => {
		const [at, name, label] = row;
		const [resource = '', operation = ''] = at.split('.');
		const { provider, run } = await openTestAccount();
		for (const [value, kind] of WRONG) {
			given.set(name, value);
			const parameters = { ...VALUES, resource, operation };
			const items = [{ json: { event: 'callRecord' } }];
			const failed = itemsOf(await run(parameters, items, CONTINUE)).map(({ json }) => json);
			const error = `The expression for ${label} returns ${kind} instead of an object with fields`;
			expect(JSON.stringify(failed)).toContain(error);
			expect(failed).toMatchObject([
				// Add Numbers reads the options of each number.
				at === 'campaign.addNumbers' && name === 'options' ? {} : { code: 'INPUT', level: 'input' },
			]);
		}
		expect(provider.requests).toEqual([]);
	},
	30_000,
);

it.each([[{ field: 'a' }], [{ field: null }], [{ field: [null] }], [{ field: ['a'] }]])(
	'Fields of a service are a list of names and values, not %j',
	async (fields) => {
		given.set('fields', fields);
		const { provider, run } = await openTestAccount();
		const parameters = { ...VALUES, resource: 'service', operation: 'call' };
		const [item] = itemsOf(await run(parameters, undefined, CONTINUE));
		expect(item?.json).toMatchObject({
			error: 'Fields is not a list of names and values',
			advice: 'Correct the expression, or add the fields one by one.',
			code: 'INPUT',
		});
		expect(provider.requests).toEqual([]);
	},
);

it('an expression that gives an object is a collection', async () => {
	const { provider, run } = await openTestAccount();
	given.set('options', { customData: 'order-1' });
	const parameters = { ...VALUES, resource: 'call', operation: 'playVoice' };
	const [item] = itemsOf(await run(parameters));
	expect(item?.json).toMatchObject({ accepted: true, customData: 'order-1' });
	expect(provider.dials).toHaveLength(1);
});

describe('the trigger', () => {
	let trigger: ListeningTrigger;
	afterEach(async () => await trigger.close());

	const RECORD = JSON.stringify({ id: 1, uuid: 'ca11', billsec: 10, duration: 13 });
	const FAILS = new Error('fails');

	it.each<['options' | 'filters', string, unknown, string]>([
		...WRONG.flatMap(([value, kind]) => [
			['options', 'Options', value, `for Options returns ${kind}`] as never,
			['filters', 'Filters', value, `for Filters returns ${kind}`] as never,
		]),
	])('%s: it cannot be published with %s that are %j', async (name, _label, value, what) => {
		given.set(name, value);
		trigger = await listenWith({ [name]: {} });
		expect(await refusalToPublish(trigger)).toMatchObject({
			message: `The expression ${what} instead of an object with fields`,
			description: expect.stringContaining('Correct the expression'),
		});
	});

	it.each(WRONG.map(([value]) => [value]))(
		'takes nothing with options that are %j: they may hold addresses',
		async (value) => {
			given.set('options', value);
			trigger = await listenWith({ options: {} });
			expect(await trigger.post(RECORD)).toMatchObject({ status: 403 });
			expect(trigger.executions).toEqual([]);
		},
	);

	it.each([...WRONG.map(([value]) => [value]), [FAILS]])(
		'loses no callback with filters that are %j',
		async (value) => {
			given.set('filters', value);
			trigger = await listenWith({ filters: {} });
			expect(await trigger.post(RECORD)).toMatchObject({ status: 200 });
			expect(trigger.executions).toHaveLength(1);
		},
	);

	it('takes an expression that gives an object', async () => {
		given.set('options', { acknowledgement: 'ok' });
		given.set('filters', { minTalkSeconds: 11 });
		trigger = await listenWith({ options: {}, filters: {} });
		await expect(trigger.activate()).resolves.toBeUndefined();
		expect(await trigger.post(RECORD)).toMatchObject({ status: 200, text: 'ok' });
		expect(trigger.executions).toEqual([]);
	});
});

it.each(
	['Options', 'Filters'].flatMap((label) =>
		WRONG.map(([value, kind]) => [label, value, kind]),
	) as Array<[string, unknown, string]>,
)('the record trigger cannot be published with %s that are %j', async (label, value, kind) => {
	const name = label.toLowerCase();
	given.set(name, value);
	const account = await openTestAccount();
	const trigger = new PolledTrigger(account, { [name]: {} });
	await expect(trigger.publish()).rejects.toThrow(
		`The expression for ${label} returns ${kind} instead of an object with fields`,
	);
	expect(account.provider.requests).toEqual([]);
});
