import {
	closeAccounts,
	CONTINUE,
	formsSent,
	locator,
	openTestAccount,
} from '../support/contexts/account';
import { ADD_MEMBER, REMOVE_MEMBER, SET_MEMBER_STATE } from '../support/contexts/directory';
import { IN_DOUBT, NOT_PLACED, timeLimitOf } from '../support/contexts/faults';
import { itemsOf, jsonOf } from '../support/contexts/n8n';

afterEach(closeAccounts);

const CHANGES = {
	EditExtnumber: SET_MEMBER_STATE,
	AddExtnumber: ADD_MEMBER,
	DelExtnumber: REMOVE_MEMBER,
};

const DOUBT = /: the provider may have carried out the request$/;

/** An account, and the members of its group with their state. */
async function openGroup() {
	const account = await openTestAccount();
	const [group] = account.provider.groups;
	const members = () => group!.members.map(({ extnumber, state }) => [extnumber, state]);
	return { ...account, members };
}

describe('what is sent, done and put out', () => {
	it('by Set Member State', async () => {
		const { provider, run, members } = await openGroup();
		expect(itemsOf(await run(SET_MEMBER_STATE))).toEqual([
			{
				json: {
					group: 'extGroup-1',
					extension: '20280003',
					memberState: 'busy',
					message: expect.stringMatching(/./),
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(members()).toEqual([
			['20280001', 'idle'],
			['20280003', 'busy'],
		]);
		const service = 'App.Sip_Extgroup.EditExtnumber';
		expect(formsSent(provider, service)).toEqual([
			{ service, name: 'extGroup-1', extnumber: '20280003', state: 'busy' },
		]);
		expect(jsonOf(await run({ ...SET_MEMBER_STATE, memberState: 'idle' }))[0]?.memberState).toBe(
			'idle',
		);
	});

	it('by Add Member', async () => {
		const { provider, run, members } = await openGroup();
		expect(jsonOf(await run(ADD_MEMBER))).toEqual([
			{ group: 'extGroup-1', extension: '20280002', message: expect.stringMatching(/./) },
		]);
		expect(members()).toContainEqual(['20280002', 'idle']);
		const service = 'App.Sip_Extgroup.AddExtnumber';
		expect(formsSent(provider, service)).toEqual([
			{ service, name: 'extGroup-1', extnumber: '20280002' },
		]);
	});

	it('by Remove Member', async () => {
		const { provider, run, members } = await openGroup();
		expect(jsonOf(await run(REMOVE_MEMBER))).toEqual([
			{ group: 'extGroup-1', extension: '20280003', message: expect.stringMatching(/./) },
		]);
		expect(members()).toEqual([['20280001', 'idle']]);
		const service = 'App.Sip_Extgroup.DelExtnumber';
		expect(formsSent(provider, service)).toEqual([
			{ service, name: 'extGroup-1', extnumber: '20280003' },
		]);
	});
});

it('the group and the extension can be plain text and a number, from expressions', async () => {
	const { provider, run } = await openGroup();
	const input = [{ json: { group: ' extGroup-1 ', extension: 20280003 } }];
	const byExpression = { group: '={{ $json.group }}', extension: '={{ $json.extension }}' };
	const [item] = jsonOf(await run({ ...SET_MEMBER_STATE, ...byExpression }, input));
	expect(item).toMatchObject({ group: 'extGroup-1', extension: '20280003' });
	expect(provider.count('EditExtnumber')).toBe(1);
});

describe.each(Object.entries(CHANGES))('%s', (service, parameters) => {
	it('gives the provider’s answer when not simplified', async () => {
		const { run } = await openGroup();
		const [item] = jsonOf(await run({ ...parameters, simplify: false }));
		expect(item).toMatchObject({ ret: 200, data: { status: 0 } });
		expect(item).not.toHaveProperty('group');
	});

	it.each(IN_DOUBT)(
		'%s: says that the provider may have carried out the request, and is sent once',
		async (_name, fault, code) => {
			const { provider, run } = await openGroup();
			provider.answerNext({ service, fault });
			const options = { timeoutSeconds: timeLimitOf(fault) };
			const [item] = jsonOf(await run({ ...parameters, options }, undefined, CONTINUE));
			expect(item).toMatchObject({
				code,
				error: expect.stringMatching(DOUBT),
				advice: expect.stringContaining('Get Members'),
			});
			expect(item).not.toHaveProperty('mayHaveBeenPlaced');
			expect(provider.count(service)).toBe(1);
		},
	);

	it.each(NOT_PLACED)('%s: says nothing of doubt, and is sent once', async (_name, fault, code) => {
		const { provider, run } = await openGroup();
		provider.answerNext({ service, fault });
		const [item] = jsonOf(await run(parameters, undefined, CONTINUE));
		expect(item).toMatchObject({ code });
		expect(item?.error).not.toMatch(/carried out/);
		expect(provider.count(service)).toBe(1);
	});

	it.each([{ ret: 600 }, { code: 1010 }])('is sent again after %j', async (fault) => {
		const { provider, run } = await openGroup();
		provider.answerNext({ service, fault });
		expect(jsonOf(await run(parameters))[0]).toHaveProperty('message');
		expect(provider.count(service)).toBe(2);
	});

	it.each([
		['extension', '={{ "" }}', 'Extension is empty'],
		['extension', locator('Alice'), 'Extension contains “Alice”, which is not a valid extension'],
		['extension', locator('20280001,20280003'), /which is not a valid extension$/],
		['group', '={{ null }}', 'Extension Group is empty'],
		['group', '={{ [1] }}', 'Extension Group is neither text nor a number'],
		['simplify', '={{ "no" }}', 'Simplify is neither true nor false'],
	])('with %s %j is refused before anything is sent', async (name, wrong, message) => {
		const { provider, run } = await openGroup();
		const [item] = jsonOf(await run({ ...parameters, [name]: wrong }, undefined, CONTINUE));
		const error: unknown = message instanceof RegExp ? expect.stringMatching(message) : message;
		expect(item).toMatchObject({ level: 'input', error });
		expect(provider.requests).toEqual([]);
	});

	it('names only the beginning of a long extension that is none, and says what to do', async () => {
		const { run } = await openGroup();
		const wrong = { ...parameters, extension: locator('x'.repeat(61)) };
		const [item] = jsonOf(await run(wrong, undefined, CONTINUE));
		expect(item).toMatchObject({
			error: `Extension contains “${'x'.repeat(60)}”, which is not a valid extension`,
			advice: 'Enter digits only, such as 20280003.',
		});
	});
});

it('Set Member State with another state is refused before anything is sent', async () => {
	const { provider, run } = await openGroup();
	const paused = { ...SET_MEMBER_STATE, memberState: '={{ "paused" }}' };
	expect(jsonOf(await run(paused, undefined, CONTINUE))[0]).toMatchObject({
		level: 'input',
		error: 'Member State is neither idle nor busy',
		advice: expect.stringMatching(/idle or busy\.$/),
	});
	expect(provider.requests).toEqual([]);
});

describe('what the provider refuses', () => {
	it.each([
		[
			'an unknown group',
			{ ...ADD_MEMBER, group: locator('nobody', 'name') },
			/^Illegal Queue \(code 1211\)/,
			/extension group/,
		],
		[
			'an unknown extension',
			{ ...ADD_MEMBER, extension: locator('20280099') },
			/^Extension Does Not Exist \(code 1012\)/,
			/number or state/,
		],
		[
			'somebody else’s extension',
			{ ...ADD_MEMBER, extension: locator('99990001') },
			/^Illegal Extension \(code 1011\)/,
			/belongs to your company/,
		],
		[
			'a disabled extension',
			{ ...ADD_MEMBER, extension: locator('20280004') },
			/^Extension Disabled \(code 1013\)/,
			/number or state/,
		],
		[
			'a member that is one already',
			{ ...ADD_MEMBER, extension: locator('20280001') },
			/^Extension 20280001 is already a member of the group extGroup-1 \(code 1218\)$/,
			/nothing to add/,
		],
	])('%s: says what happened and what to do', async (_what, parameters, error, advice) => {
		const { run } = await openGroup();
		const [item] = jsonOf(await run(parameters, undefined, CONTINUE));
		expect(item).toMatchObject({
			error: expect.stringMatching(error),
			advice: expect.stringMatching(advice),
		});
	});
});

it('a list of changes that fails says how many were made', async () => {
	const { run, members } = await openGroup();
	const input = ['20280003', '99990001'].map((extension) => ({ json: { extension } }));
	const parameters = {
		...REMOVE_MEMBER,
		extension: '={{ $json.extension }}',
		options: { concurrency: 1 },
	};
	const result = await run(parameters, input);
	expect(result.data.resultData.error?.message).toMatch(
		/\(item 1; 1 members removed, 0 items not started\)$/,
	);
	expect(members()).toEqual([['20280001', 'idle']]);
});
