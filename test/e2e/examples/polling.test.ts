import { rowsOf } from '../../support/examples/dataTable';
import { nodeOf } from '../../support/examples/examples';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { type Given, Stage, succeeded } from '../../support/examples/stage';
import { type Execution, type WorkflowJson, itemsOf } from '../../support/harness/n8n';
import { isOnOlderN8n } from '../../support/harness/runtime';
import { until } from '../../support/harness/wait';

/** n8n asks for call records once a minute, and looks for nothing else in between. */
const BY_THE_NEXT_POLL_MS = 100_000;

const ONE_PERSON = '{ "people": [{ "id": "customer-1", "name": "Ann", "number": "12025550101" }] }';

const withoutDelay: Given = {
	edit: (workflow: WorkflowJson) => {
		nodeOf(workflow, 'Callbacks First').parameters.amount = 0.02;
	},
};

/** An example that is published, with an account of its own, and a run that waits for its calls. */
interface Scene {
	stage: Stage;
	workflowId: string;
	runId: string;
}

let hub: Scene;
let gaps: Scene;
let firewall: Scene;

/** One call whose callbacks arrive, then a run that waits for a call whose callbacks are lost. */
async function loseTheSecondCall(stage: Stage, workflowId: string): Promise<Scene> {
	const { provider, n8n } = stage;
	const before = (await n8n.executions({ workflowId })).length;
	provider.placeCall({ destnumber: '12025550101', customuuid: 'first', userid: '1@extGroup-1' });
	await provider.settled();
	await stage.worked(workflowId, before + 1);
	provider.options.callbacksLost = 1;
	const caller = await stage.import('call-one-by-one', {
		edit: (workflow) => {
			nodeOf(workflow, 'People').parameters.jsonOutput = ONE_PERSON;
		},
	});
	return { stage, workflowId, runId: await n8n.startWorkflow(caller) };
}

/** Everything waits for the same minute. */
beforeAll(async () => {
	const stage = await Stage.start();
	hub = await loseTheSecondCall(stage, await stage.publish('callback-hub', withoutDelay));
	if (isOnOlderN8n) return;

	const second = await stage.withAnotherAccount();
	const fills = await second.publish('fill-the-gaps', withoutDelay);
	await second.worked(fills, 1);
	gaps = await loseTheSecondCall(second, fills);

	const third = await stage.withAnotherAccount();
	third.provider.answerNext({ service: 'PlayVoice', after: 1, fault: { code: 1019 } });
	const list = await third.import('behind-a-firewall');
	await third.n8n.activate(list);
	firewall = { stage: third, workflowId: list, runId: await third.n8n.startWorkflow(list) };
}, 240_000);

afterAll(async () => await hub?.stage.stop());

async function resultsOf({ stage, runId }: Scene, timeoutMs: number): Promise<unknown[]> {
	const run = succeeded(await stage.n8n.waitForExecution(runId, { timeoutMs }));
	return itemsOf(run, 'All Results').map(({ json }) => json);
}

/** What a node gave in all executions of the published workflow, once `count` items are there and all have ended. */
async function outputsOf({ stage, workflowId }: Scene, name: string, count: number) {
	const { n8n } = stage;
	const isOver = ({ status }: { status: string }) => status === 'success';
	const outputs = async () => {
		const runs = await n8n.executions({ workflowId });
		if (!runs.every(isOver)) return undefined;
		const whole: Execution[] = [];
		for (const { id } of runs) whole.push(await n8n.execution(id));
		const items = whole.flatMap((run) => itemsOf(run, name).map(({ json }) => json));
		return items.length >= count ? items : undefined;
	};
	return await until(outputs, BY_THE_NEXT_POLL_MS, () => new Error(`“${name}” gave too little`));
}

const ANN = {
	name: 'Ann',
	number: '12025550101',
	result: 'answered',
	answered: true,
	seconds: 20,
	key: '',
};

describe('callback-hub', () => {
	it('wakes whoever still waits for a call whose callback was lost', async () => {
		expect(await resultsOf(hub, BY_THE_NEXT_POLL_MS)).toEqual([ANN]);
		expect(await outputsOf(hub, 'Resume What Still Waits', 2)).toMatchObject([
			{ customData: 'first', source: 'query', resumed: false },
			{ customData: 'customer-1', source: 'query', resumed: true },
		]);
		expect(await outputsOf(hub, 'Workflows to Tell', 1)).toMatchObject([
			{ customData: 'first', source: 'callback', pressedKey: '1' },
		]);
	});
});

describeOnNewerN8n('fill-the-gaps', () => {
	const rows = () => rowsOf(gaps.stage.n8n, 'Yunhu call records');

	it('wakes whoever waits for a call whose callback was lost', async () => {
		expect(await resultsOf(gaps, BY_THE_NEXT_POLL_MS)).toEqual([ANN]);
	});

	it('keeps one row per call, and what the callback told', async () => {
		await outputsOf(gaps, 'Keep It', 3);
		const [first, second] = gaps.stage.provider.dials;

		expect(rows()).toMatchObject([
			{
				customData: 'first',
				outcome: 'answered',
				talkSeconds: 20,
				pressedKey: '1',
				callId: first!.callId,
				recording: `${first!.callId}.wav`,
				callbackAt: expect.any(String),
				askedForAt: expect.any(String),
			},
			{
				customData: 'customer-1',
				outcome: 'answered',
				talkSeconds: 20,
				pressedKey: null,
				callId: null,
				recording: `${second!.callId}.wav`,
				callbackAt: null,
				askedForAt: expect.any(String),
			},
		]);
	});

	it('hands each call record on once, as it came first', async () => {
		await outputsOf(gaps, 'Keep It', 3);

		expect(await outputsOf(gaps, 'The Whole Record', 2)).toMatchObject([
			{ event: 'callRecord', customData: 'first', source: 'callback', pressedKey: '1' },
			{ event: 'callRecord', customData: 'customer-1', source: 'query', pressedKey: null },
		]);
		expect(rows().map(({ handedOnAt }) => typeof handedOnAt)).toEqual(['string', 'string']);
	});
});

describeOnNewerN8n('behind-a-firewall', () => {
	it('calls one after the other and has each result, without a callback', async () => {
		const results = [
			{
				name: 'Ann Example',
				number: '12025550101',
				result: 'answered',
				answered: true,
				seconds: 20,
				recording: `${firewall.stage.provider.dials[0]!.callId}.wav`,
			},
			{
				name: 'Ben Example',
				number: '12025550102',
				result: expect.stringContaining('Number Disabled'),
				answered: false,
				seconds: 0,
				recording: '',
			},
			{
				name: 'Cleo Example',
				number: '12025550103',
				result: 'noAnswer',
				answered: false,
				seconds: 0,
				recording: '',
			},
		];

		expect(await resultsOf(firewall, 2 * BY_THE_NEXT_POLL_MS)).toMatchObject(results);
		expect(rowsOf(firewall.stage.n8n, 'Yunhu results')).toMatchObject(
			results.map((result) => ({ ...result, answered: Number(result.answered) })),
		);
		expect(firewall.stage.provider.callbacks).toEqual([]);
	}, 240_000);
});
