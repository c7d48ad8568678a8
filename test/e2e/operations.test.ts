import type { INodeParameters, OnError } from 'n8n-workflow';
import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { isOnOlderN8n } from '../support/harness/runtime';
import { times } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import { actionWorkflow, credentialsOf, PACKAGE, to, yunhu } from '../support/workflows';

let provider: Simulator;
let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	provider = await startSimulator();
	n8n = await startN8n({ tarball: await packTarball(), env: { N8N_LOG_LEVEL: 'debug' } });
	credentialId = await addAccount(n8n, provider);
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

/** Runs an operation once. Returns its items. */
const run = async (resource: string, operation: string, parameters: INodeParameters = {}) =>
	itemsOf(
		await n8n.runWorkflow(
			await n8n.createWorkflow(
				actionWorkflow(credentialId, { resource, operation, ...parameters }),
			),
		),
		'Yunhu',
	).map(({ json }) => json);

/** What the editor stores of a locator. */
const chosen = (value: string, mode = 'list') => ({ __rl: true, mode, value });

it('calls from an extension, connects two phones, and hangs up', async () => {
	const [one] = await run('call', 'callFromExtension', {
		extension: chosen('20280001'),
		destinationNumber: '133 0000 0001',
	});
	expect(one).toMatchObject({ accepted: true, extension: '20280001' });
	const [two] = await run('call', 'connectTwoPhones', {
		extension: chosen('20280003', 'id'),
		firstNumber: '13300000002',
		destinationNumber: '13300000003',
	});
	expect(two).toMatchObject({ accepted: true, extension: '20280003', firstNumber: '13300000002' });
	expect(provider.dials.map(({ destinationNumber }) => destinationNumber)).toEqual([
		'13300000001',
		'13300000003',
	]);
	await provider.settled();
	provider.options.timeScale = 10;
	await run('call', 'callFromExtension', {
		extension: '20280001',
		destinationNumber: '13300000004',
	});
	expect(await run('call', 'hangUp', { extension: chosen('20280001') })).toEqual([
		{ hungUp: true, extension: '20280001', message: expect.any(String) },
	]);
	provider.options.timeScale = 0.01;
	await provider.settled();
});

it('plays to a number and hangs up, or always transfers', async () => {
	const voice = { voiceFile: 'https://example.com/a.mp3', destinationNumber: '13300000005' };
	expect(await run('call', 'playVoice', { ...voice, transfer: 'never' })).toMatchObject([
		{ accepted: true },
	]);
	expect(provider.requests.at(-1)?.fields).toMatchObject({ transfer: '0' });
	await run('call', 'playVoice', {
		...voice,
		transfer: 'always',
		transferTo: chosen('extGroup-1'),
		options: { ringSeconds: 30 },
	});
	expect(provider.requests.at(-1)?.fields).toMatchObject({
		transfer: '1',
		agent: 'extGroup-1',
		waittime: '30',
	});
	await provider.settled();
});

it('makes a campaign of all items, and says what became of each number', async () => {
	const people = times(5, (n) => ({ number: String(13_500_000_101 + n), row: `row-${n}` }));
	const execution = await n8n.runWorkflow(
		await n8n.createWorkflow(
			actionWorkflow(
				credentialId,
				{
					resource: 'campaign',
					operation: 'create',
					destinationNumber: '={{ $json.number }}',
					campaignName: 'Spring',
					assignTo: 'group',
					group: chosen('extGroup-1'),
					startNow: true,
					options: { customData: '={{ $json.row }}' },
				},
				people,
			),
		),
	);
	const [campaign, ...others] = itemsOf(execution, 'Yunhu');
	expect(others).toEqual([]);
	expect(campaign).toMatchObject({ json: { campaignName: 'Spring', numbers: 5 } });
	expect(campaign!.pairedItem).toHaveLength(5);
	await provider.settled();
	const at = chosen(String(campaign!.json.campaignId), 'id');
	const numbers = await run('campaign', 'getNumbers', { campaign: at, returnAll: true });
	expect(numbers.map(({ customData, called }) => [customData, called])).toEqual(
		people.map(({ row }) => [row, true]),
	);
	expect(await run('campaign', 'getAll')).toMatchObject([
		{ campaignName: 'Spring', status: { name: expect.any(String) } },
	]);
});

it('adds numbers to a campaign, removes some, and starts, pauses, redials and ends it', async () => {
	const create = { destinationNumber: '13500000201', campaignName: 'Autumn' };
	const assigned = { assignTo: 'extension', extension: chosen('20280001') };
	const [created] = await run('campaign', 'create', { ...create, ...assigned });
	const row = provider.campaigns.find(({ taskid }) => taskid === created?.campaignId)!;
	for (const mode of ['list', 'id']) {
		const campaign = chosen(row.taskid, mode);
		const number = mode === 'list' ? '13500000202' : '13500000203';
		expect(
			await run('campaign', 'addNumbers', { campaign, destinationNumber: number }),
		).toMatchObject([{ campaignId: row.taskid, added: 1, rejected: [] }]);
	}
	const campaign = chosen(row.taskid);
	const numbers = { destinationNumber: '135 0000 0203' };
	const done = [{ campaignId: row.taskid, message: expect.any(String) }];
	expect(await run('campaign', 'removeNumbers', { campaign, ...numbers })).toEqual(done);
	expect(row.numbers.map(({ phone }) => phone)).toEqual(['13500000201', '13500000202']);
	expect(await run('campaign', 'start', { campaign })).toEqual(done);
	await provider.settled();
	expect(row.numbers.map(({ called }) => called)).toEqual([true, true]);
	expect(await run('campaign', 'redial', { campaign, startNow: false })).toEqual(done);
	// So that the calls are not over before the next step.
	provider.options.timeScale = 10;
	expect(await run('campaign', 'start', { campaign })).toEqual(done);
	expect(await run('campaign', 'pause', { campaign })).toEqual(done);
	expect(await run('campaign', 'end', { campaign })).toEqual(done);
	expect(row.status).toBe(3);
	provider.options.timeScale = 0.01;
	provider.forget();
});

it('gets the records of these calls', async () => {
	const records = await run('callRecord', 'getAll', { returnAll: true });
	expect(records).toHaveLength(provider.bills.length);
	expect(records[0]).toMatchObject({ event: 'callRecord', source: 'query', outcome: 'answered' });
});

// The error output has what is needed since n8n 2.37.
it.each<[OnError, number]>([
	['continueRegularOutput', 0],
	...(isOnOlderN8n ? [] : [['continueErrorOutput', 1] as [OnError, number]]),
])('finds out what became of calls whose answer was lost (%s)', async (onError, output) => {
	const placed = provider.dials.length;
	provider.answerNext({ service: 'PlayVoice', fault: { reset: 'after' } });
	provider.answerNext({ service: 'PlayVoice', fault: { reset: 'before' } });
	const workflow = actionWorkflow(
		credentialId,
		{
			resource: 'call',
			operation: 'playVoice',
			destinationNumber: '={{ $json.number }}',
			voiceFile: 'https://example.com/a.mp3',
			transferRoute: '1@extGroup-1',
			options: { concurrency: 1, customData: `={{ "${onError}-" + $itemIndex }}` },
		},
		[{ number: '13300000002' }, { number: '13300000004' }],
	);
	Object.assign(workflow.nodes.at(-1)!, { onError });
	const check = { resource: 'call', operation: 'checkIfPlaced' };
	workflow.nodes.push(yunhu(credentialId, check, { id: 'Check', name: 'Check' }));
	workflow.connections.Yunhu = {
		main: times(output + 1, (n) => (n === output ? [to('Check')] : [])),
	};
	// A call takes no time: its record is there when the node asks.
	provider.options.timeScale = 0;
	const execution = await n8n.runWorkflow(await n8n.createWorkflow(workflow));
	provider.options.timeScale = 0.01;
	expect(provider.dials).toHaveLength(placed + 1);
	expect(itemsOf(execution, 'Check').map(({ json }) => json)).toMatchObject([
		{ customData: `${onError}-0`, placed: true, record: { outcome: 'busy' } },
		{ placed: null, reason: expect.stringContaining('Ask again at'), record: null },
	]);
});

it('lists extensions, groups and caller IDs, and changes a group', async () => {
	expect(await run('extension', 'getAll', { state: 'all' })).toHaveLength(4);
	expect(await run('extension', 'getStatus', { extensions: '20280001，20280003' })).toMatchObject([
		{ extension: '20280001', isFree: true },
		{ extension: '20280003', isFree: true },
	]);
	expect(await run('extensionGroup', 'getAll')).toMatchObject([{ name: 'extGroup-1' }]);
	const group = chosen('extGroup-1');
	const extension = chosen('20280001');
	expect(
		await run('extensionGroup', 'setMemberState', { group, extension, memberState: 'busy' }),
	).toMatchObject([{ group: 'extGroup-1', extension: '20280001', memberState: 'busy' }]);
	expect(await run('extensionGroup', 'getMembers', { group })).toMatchObject([
		{ extension: '20280001', memberState: 'busy' },
		{ extension: '20280003', memberState: 'idle' },
	]);
	await run('extensionGroup', 'removeMember', { group, extension });
	expect(await run('extensionGroup', 'getMembers', { group })).toHaveLength(1);
	await run('extensionGroup', 'addMember', { group, extension });
	expect(await run('extensionGroup', 'getMembers', { group })).toHaveLength(2);
	expect(await run('callerId', 'getAll', { state: 'all' })).toHaveLength(3);
});

describe('the lists of the editor', () => {
	const search = async (method: string, filter?: string) =>
		(
			await n8n.searchList(`${PACKAGE}.yunhuVoice`, method, credentialsOf(credentialId), filter)
		).results.map(({ value }) => value);

	it('hold what the account has', async () => {
		expect(await search('searchExtensions')).toContain('20280001');
		expect(await search('searchGroups')).toEqual(['extGroup-1']);
		expect(await search('searchCallerIds', '0002')).toEqual(['2120280002']);
		expect(await search('searchTransferTargets')).toEqual(
			expect.arrayContaining(['extGroup-1', '20280003']),
		);
		expect(await search('searchServices', 'queue')).toHaveLength(5);
	});

	it('say why they are empty, and that the value can be typed', async () => {
		const other = await startSimulator({ unlicensed: ['Sip_Sipnum'] });
		const credential = await addAccount(n8n, other);
		await expect(
			n8n.searchList(`${PACKAGE}.yunhuVoice`, 'searchExtensions', credentialsOf(credential)),
		).rejects.toThrow(/not licensed.*\(ret 603\)/);
		await other.close();
	});
});

it('keeps SIP passwords out of all that n8n stores and logs, also through Service > Send Request and where an answer cannot be read', async () => {
	const serviceCall = {
		serviceName: chosen('App.Sip_Sipnum.GetSipnumberInfo', 'name'),
		specifyFields: 'json',
		fieldsJson: '{"status": 3}',
	};
	const listed = [
		await run('extension', 'getAll', { state: 'all' }),
		await run('extension', 'getAll', { state: 'all', simplify: false }),
		await run('service', 'call', serviceCall),
		await run('service', 'call', { ...serviceCall, simplify: false }),
	];
	for (const items of listed) expect(JSON.stringify(items)).toContain('20280004');
	for (const items of listed.slice(1)) {
		expect(JSON.stringify(items)).toContain('"password":"***"');
	}
	const data = { status: 0, result: provider.extensions };
	const raw = JSON.stringify({ ret: 200, data }).slice(0, -1);
	provider.answerNext({ service: 'GetSipnumberInfo', times: Infinity, fault: { raw } });
	expect(await run('extension', 'getAll', { state: 'all' })).toEqual([]);
	expect(await run('service', 'call', serviceCall)).toEqual([]);

	const places = {
		// The rows too: in the file, a text can be cut where a page ends.
		rows: JSON.stringify(n8n.database('SELECT data FROM execution_data')),
		files: n8n.storedText(),
		log: n8n.logText(),
	};
	expect(places.rows).toContain('20280004');
	expect(places.files).toContain('20280004');
	expect(places.log).toContain('Yunhu');
	const { token } = provider.requests.at(-1)!.fields;
	const secrets = [
		...provider.extensions.map(({ password }) => password),
		provider.accessKey,
		token!,
	];
	const found = Object.entries(places).flatMap(([place, text]) =>
		secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
	);
	expect(found).toEqual([]);
	provider.reset();
});

it('reads 3,000 call records once each while the provider adds others', async () => {
	const before = provider.bills.length;
	for (const n of times(3000, (index) => index)) {
		provider.addBill({ destnumber: String(13_400_000_000 + n) });
	}
	const arriving = setInterval(() => provider.addBill(), 20);
	const records = await run('callRecord', 'getAll', { returnAll: true });
	clearInterval(arriving);
	const ids = records.map(({ recordId }) => recordId);
	expect(new Set(ids).size).toBe(ids.length);
	const known = provider.bills.slice(0, before + 3000).map(({ id }) => String(id));
	expect(known.filter((id) => !ids.includes(id))).toEqual([]);
});
