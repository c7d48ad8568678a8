import { handOnAt, makeSubWorkflow, nodeOf } from '../../support/examples/examples';
import { describeOnN8n2 } from '../../support/examples/examplesOnN8n1';
import { Stage } from '../../support/examples/stage';
import { itemsOf } from '../../support/harness/n8n';

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
				outcome: 'Hang Up Normally',
				answered: true,
				seconds: 20,
				key: '1',
			},
			{
				name: 'Ben Example',
				number: '12025550102',
				outcome: 'User Is Busy',
				answered: false,
				seconds: 0,
				key: '',
			},
			{
				name: 'Cleo Example',
				number: '12025550103',
				outcome: 'User Timed Out',
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
				outcome: expect.stringContaining('Number Disabled'),
				answered: false,
				seconds: 0,
				key: '',
			},
			{
				name: 'Ben',
				number: '12025550101',
				outcome: 'No result in time',
				answered: false,
				seconds: 0,
				key: '',
			},
		]);
		expect(provider.dials).toHaveLength(1);
	});
});

describeOnN8n2('callback-hub with follow-up-missed-calls', () => {
	it('hands call records to another example, as its note says', async () => {
		const { provider } = stage;
		const followUp = await stage.import('follow-up-missed-calls', {
			settings: { minutes: '0.02' },
			edit: makeSubWorkflow,
		});
		await stage.n8n.activate(followUp);
		await stage.worked(followUp, 1);
		await stage.publish('callback-hub', {
			edit: (workflow) => handOnAt(workflow, 'After a Call', followUp),
		});
		provider.placeCall({ destnumber: '12025550102' });
		await stage.worked(followUp, 3);

		expect(provider.dials.map(({ customuuid }) => customuuid)).toEqual(['', 'follow-up']);
		expect(provider.callbacks.some(({ kind }) => kind === 'extensionStatus')).toBe(true);
	});
});
