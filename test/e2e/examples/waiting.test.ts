import { itemsOf } from '../harness/n8n';
import { Stage } from '../support/stage';

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
	it('call one person after the other and collect each result', async () => {
		await stage.publish('callback-hub');
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
			change: { 'Play Voice': { waitLimitMinutes: 0.02 }, People: { jsonOutput: TWO_PEOPLE } },
		});
		// n8n looks for waits that are over once a minute.
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
