import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '../../support/examples/csv';
import { rowsOf } from '../../support/examples/dataTable';
import { handOnTo, nodeOf } from '../../support/examples/examples';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { Stage } from '../../support/examples/stage';
import { errorOf, itemsOf } from '../../support/harness/n8n';

const TWO_PEOPLE = JSON.stringify({
	people: [
		{ name: 'Ann', number: '12025550101' },
		{ name: 'Ben', number: '12025550101' },
	],
});

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
});

afterEach(() => stage.provider.reset());

afterAll(async () => await stage?.stop());

describe('callback-hub and call-one-by-one', () => {
	let hub: string;

	beforeAll(async () => {
		hub = await stage.publish('callback-hub');
	});

	afterAll(async () => await stage.n8n.deactivate(hub));

	it('call one person after the other and collect each result', async () => {
		const execution = await stage.run(await stage.import('call-one-by-one'));

		expect(itemsOf(execution, 'All Results').map(({ json }) => json)).toEqual([
			{
				name: 'Ann Example',
				number: '12025550101',
				result: 'answered',
				answered: true,
				seconds: 20,
				key: '1',
			},
			{
				name: 'Ben Example',
				number: '12025550102',
				result: 'busy',
				answered: false,
				seconds: 0,
				key: '',
			},
			{
				name: 'Cleo Example',
				number: '12025550103',
				result: 'noAnswer',
				answered: false,
				seconds: 0,
				key: '',
			},
		]);
	});

	it('go on with the next person when a call cannot be placed or its result does not come', async () => {
		const { provider } = stage;
		provider.options.callbackUrls = {};
		provider.answerNext({ service: 'PlayVoice', fault: { code: 1019 } });
		const id = await stage.import('call-one-by-one', {
			edit: (workflow) => {
				nodeOf(workflow, 'Play Voice').parameters.waitLimitMinutes = 0.02;
				nodeOf(workflow, 'People').parameters.jsonOutput = TWO_PEOPLE;
			},
		});
		// n8n looks for expired waits once a minute.
		const execution = await stage.n8n.runWorkflow(id, { timeoutMs: 150_000 });

		expect(itemsOf(execution, 'All Results').map(({ json }) => json)).toEqual([
			{
				name: 'Ann',
				number: '12025550101',
				result: expect.stringContaining('Number Disabled'),
				answered: false,
				seconds: 0,
				key: '',
			},
			{
				name: 'Ben',
				number: '12025550101',
				result: 'No result in time',
				answered: false,
				seconds: 0,
				key: '',
			},
		]);
		expect(provider.dials).toHaveLength(1);
	});
});

/** The hub, published with other workflows in its list: the id of each by name. */
const publishHub = async (others: Record<string, string>): Promise<string> =>
	await stage.publish('callback-hub', {
		edit: (workflow) => {
			for (const [name, id] of Object.entries(others)) {
				handOnTo(workflow, name, `https://n8n.example.com/workflow/${id}?from=the%20browser`);
			}
		},
	});

describe('callback-hub with save-results-and-recordings', () => {
	const EXAMPLE = 'Save results and recordings';
	let results: string;
	let hub: string;

	const numbers = () =>
		parseCsv(readFileSync(join(stage.folder, 'calls.csv'), 'utf8')).map(([number]) => number);

	beforeAll(async () => {
		results = await stage.import('save-results-and-recordings', {
			settings: { folder: stage.folder },
		});
		await stage.n8n.activate(results);
		await stage.worked(results, 1);
	});

	afterEach(async () => await stage.n8n.deactivate(hub));

	afterAll(async () => await stage.n8n.deactivate(results));

	it('hands each call record to a workflow whose address is in its list', async () => {
		hub = await publishHub({ [EXAMPLE]: results });
		stage.provider.placeCall({ destnumber: '12025550102' });
		await stage.worked(results, 2);

		expect(numbers()).toEqual(['number', '12025550102']);
		expect(stage.provider.callbacks.some(({ kind }) => kind === 'extensionStatus')).toBe(true);
	});

	it('names a workflow that cannot be started, and tells the others all the same', async () => {
		hub = await publishHub({ [EXAMPLE]: results, 'Follow up missed calls': 'gone' });
		stage.provider.placeCall({ destnumber: '12025550103' });
		await stage.worked(results, 3);
		const [failed] = await stage.n8n.waitForExecutions(hub, 1, { status: ['error'] });

		expect(errorOf(await stage.n8n.execution(failed!.id))?.message).toMatch(
			/^Not handed on: Follow up missed calls: \S/,
		);
		expect(numbers()).toEqual(['number', '12025550102', '12025550103']);
	});
});

describeOnNewerN8n('callback-hub with receive-callbacks and follow-up-missed-calls', () => {
	it('takes over the address of the one, and hands call records to both', async () => {
		const { provider, n8n } = stage;
		const receive = await stage.publish('receive-callbacks');
		await stage.worked(receive, 1);
		provider.placeCall({ destnumber: '12025550106' });
		await stage.worked(receive, 2);
		const followUp = await stage.import('follow-up-missed-calls', {
			settings: { minutes: '0.02' },
		});
		await n8n.activate(followUp);
		await stage.worked(followUp, 1);
		await publishHub({ 'Receive callbacks': receive, 'Follow up missed calls': followUp });
		provider.placeCall({ destnumber: '12025550102' });
		await stage.worked(followUp, 3);
		await stage.worked(receive, 4);

		expect(provider.dials.map(({ customuuid }) => customuuid)).toEqual(['', '', 'follow-up']);
		expect(rowsOf(n8n, 'Yunhu calls')).toMatchObject([
			{ number: '12025550106', answered: 1, outcome: 'answered', seconds: 10 },
			{ number: '12025550102', answered: 0, outcome: 'busy', seconds: 0 },
			{ number: '12025550102', answered: 0, customData: 'follow-up' },
		]);
	});
});
