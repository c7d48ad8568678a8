import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { request } from 'undici';
import { addAccount } from '../support/account';
import { answerAsModel } from '../support/examples/model';
import { startStandIn, type StandIn } from '../support/examples/standIn';
import {
	errorOf,
	type Execution,
	itemsOf,
	type N8nInstance,
	startN8n,
	type WorkflowJson,
} from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { times } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import {
	actionWorkflow,
	agentWorkflow,
	loopWorkflow,
	node,
	PLAY_VOICE,
	to,
	toolWorkflow,
} from '../support/workflows';

const CONTINUE = { onError: 'continueRegularOutput' as const };
const [A, B, C, D] = ['13300000001', '13300000002', '13300000003', '13300000004'];

let provider: Simulator;
let n8n: N8nInstance;
let model: StandIn;
let credentialId: string;
let modelId: string;

beforeAll(async () => {
	model = await startStandIn(answerAsModel);
	n8n = await startN8n({ tarball: await packTarball() });
	modelId = await n8n.createCredential('OpenAI account', 'openAiApi', {
		apiKey: 'an-api-key',
		url: `${model.url}/v1`,
	});
});

beforeEach(async () => {
	provider = await startSimulator();
	credentialId = await addAccount(n8n, provider);
});

afterEach(async () => await provider.close());

afterAll(async () => {
	await n8n?.stop();
	await model?.close();
});

const run = async (workflow: WorkflowJson): Promise<Execution> =>
	await n8n.runWorkflow(await n8n.createWorkflow(workflow), { timeoutMs: 120_000 });

const numbered = (...numbers: string[]) => numbers.map((number) => ({ number }));

const fates = (items: Array<{ json: IDataObject }>) =>
	items.map(({ json: { accepted, code } }) => code ?? accepted);

const dialled = () => provider.dials.map(({ destinationNumber }) => destinationNumber).sort();

const callEach = (options: INodeParameters) => ({ ...PLAY_VOICE, options });
const LIMITED = callEach({ oncePerNumber: true, maxCalls: 3 });

it('numbers and calls are counted over the rounds of a loop', async () => {
	const list = numbered(A, B, A, C, D);
	const execution = await run(loopWorkflow(credentialId, LIMITED, list, CONTINUE));
	expect(fates(itemsOf(execution, 'Yunhu'))).toEqual([
		true,
		true,
		'SAME_NUMBER',
		true,
		'CALL_LIMIT',
	]);
	expect(dialled()).toEqual([A, B, C]);
});

/** A loop in which the execution is put to sleep after each call, until somebody opens its address. */
function sleepingLoop(list: IDataObject[]): WorkflowJson {
	const workflow = loopWorkflow(credentialId, LIMITED, list, CONTINUE);
	const address = node(
		'Address',
		'n8n-nodes-base.set',
		{
			mode: 'raw',
			jsonOutput: '={{ JSON.stringify({ url: $execution.resumeUrl }) }}',
			options: {},
		},
		{ typeVersion: 3.4 },
	);
	const wait = node(
		'Wait',
		'n8n-nodes-base.wait',
		{ resume: 'webhook', options: {} },
		{ typeVersion: 1.1, webhookId: 'sleeping-loop' },
	);
	return {
		...workflow,
		nodes: [...workflow.nodes, address, wait],
		connections: {
			...workflow.connections,
			Yunhu: { main: [[to('Address')]] },
			Address: { main: [[to('Wait')]] },
			Wait: { main: [[to('Loop')]] },
		},
	};
}

it('they are counted over waits, for which n8n takes the execution out of memory', async () => {
	const id = await n8n.startWorkflow(
		await n8n.createWorkflow(sleepingLoop(numbered(A, A, B, C, D))),
	);
	for (const round of [1, 2, 3, 4, 5]) {
		const asleep = await n8n.waitForExecution(id, { status: ['waiting'] });
		const addresses = itemsOf(asleep, 'Address');
		expect(addresses).toHaveLength(round);
		const { statusCode, body } = await request(String(addresses.at(-1)!.json.url));
		await body.dump();
		expect(statusCode).toBe(200);
		if (round < 5) await n8n.waitForExecution(id, { status: ['running', 'waiting'] });
	}
	const execution = await n8n.waitForExecution(id);
	expect(errorOf(execution)).toBeUndefined();
	expect(fates(itemsOf(execution, 'Yunhu'))).toEqual([
		true,
		'SAME_NUMBER',
		true,
		true,
		'CALL_LIMIT',
	]);
	expect(dialled()).toEqual([A, B, C]);
}, 120_000);

it('they are counted on when somebody retries the execution', async () => {
	const list = numbered(A, 'x', B, C, D);
	const parameters = callEach({ oncePerNumber: true, maxCalls: 3, concurrency: 1 });
	const failed = await run(actionWorkflow(credentialId, parameters, list));
	expect(errorOf(failed)?.message).toContain('not a phone number');
	expect(dialled()).toEqual([A]);
	const id = await n8n.retryExecution(failed.id);
	const retried = await n8n.waitForExecution(id);
	expect(errorOf(retried)?.message).toContain(`had the number ${A} already`);
	expect(dialled()).toEqual([A]);
});

const AS_TOOL = {
	...LIMITED,
	destinationNumber: "={{ $fromAI('number', 'The number to call', 'string') }}",
};

it('they are counted over the tool calls of an agent, which come all at once, and the agent is told', async () => {
	const texts = [`Call ${A} ${A} ${B} ${A}`, `Call ${B} ${C} ${D} ${D}`];
	const execution = await run(agentWorkflow(credentialId, modelId, AS_TOOL, texts, CONTINUE));
	expect(errorOf(execution)).toBeUndefined();
	const told = itemsOf(execution, 'Agent').map(({ json }) => String(json.output));
	expect(dialled()).toHaveLength(3);
	expect(new Set(dialled()).size).toBe(3);
	const reports = told.join('\n');
	expect(reports.match(/"accepted":true/g)).toHaveLength(3);
	expect(reports.match(/SAME_NUMBER|CALL_LIMIT/g)).toHaveLength(5);
	expect(reports).toMatch(/Do not try this number again/);
	expect(reports).toMatch(/in this execution nobody else will be: do not try again/);
}, 120_000);

it('a tool tells a model what to do when the hours are over', async () => {
	const now = new Date();
	const hour = (offset: number) => String((now.getUTCHours() + offset) % 24).padStart(2, '0');
	const options = {
		callingHours: `${hour(2)}:00-${hour(3)}:00`,
		callingTimeZone: 'UTC',
	};
	const execution = await run(toolWorkflow(credentialId, { ...AS_TOOL, options }, { number: A }));
	const all = JSON.stringify(execution.data.resultData);
	expect(all).toContain('Calling Hours in the options of this node allow no calls at this time');
	expect(provider.requests).toEqual([]);
});

it('hours that end in the middle of a slow list: no call after them', async () => {
	const SECOND = 1_000;
	const MINUTE = 60 * SECOND;
	const workflow = (parameters: INodeParameters) =>
		actionWorkflow(
			credentialId,
			parameters,
			times(20, (n) => ({ number: String(13_300_000_100 + n) })),
			CONTINUE,
		);
	// So that the list begins some seconds before the end of a minute, however long n8n takes to begin.
	const until = MINUTE - 12 * SECOND - (Date.now() % MINUTE);
	await new Promise((resolve) => setTimeout(resolve, (until + MINUTE) % MINUTE));
	const end = Math.ceil(Date.now() / MINUTE) * MINUTE;
	const clock = (moment: number) => new Date(moment).toISOString().slice(11, 16);
	const execution = await run(
		workflow(
			callEach({
				callingHours: `${clock(end - 5 * MINUTE)}-${clock(end)}`,
				callingTimeZone: 'UTC',
				concurrency: 20,
				requestsPerSecond: 1,
			}),
		),
	);
	const items = itemsOf(execution, 'Yunhu').map(({ json }) => json);
	const accepted = items.filter((item) => item.accepted === true);
	const refused = items.filter((item) => item.accepted !== true);
	expect(accepted.length).toBeGreaterThan(0);
	expect(refused.length).toBeGreaterThan(5);
	for (const item of refused) {
		expect(item).toMatchObject({
			code: 'OUTSIDE_CALLING_HOURS',
			mayHaveBeenPlaced: false,
			requestedAt: null,
		});
	}
	expect(provider.dials).toHaveLength(accepted.length);
	expect(provider.count('PlayVoice')).toBe(accepted.length);
	for (const { at } of provider.dials) expect(at.getTime()).toBeLessThan(end + SECOND);
}, 180_000);

it('a rehearsal refuses what the real run refuses, sends nothing, and shows a hint', async () => {
	const list = [
		...times(40, (n) => ({ number: String(13_300_000_100 + (n % 30)) })),
		...numbered('my neighbour', '110', ''),
	];
	const options = { oncePerNumber: true, maxCalls: 25, customData: '={{ "order " + $itemIndex }}' };
	const wanted = callEach(options);
	const rehearsal = await run(
		actionWorkflow(credentialId, { ...wanted, rehearse: true, waitForResult: true }, list),
	);
	expect(errorOf(rehearsal)).toBeUndefined();
	expect(provider.requests).toEqual([]);
	const rehearsed = itemsOf(rehearsal, 'Yunhu').map(({ json }) => json);
	expect(rehearsed.slice(0, 25)).toEqual(
		times(25, (n) => ({
			accepted: false,
			rehearsal: true,
			destinationNumber: String(13_300_000_100 + n),
			customData: `order ${n}`,
			message: null,
			requestedAt: null,
			respondedAt: null,
		})),
	);
	const [taskData] = rehearsal.data.resultData.runData.Yunhu!;
	expect(taskData!.hints).toEqual([
		{
			message: expect.stringMatching(
				/^Rehearsal: nothing was sent\. 25 numbers would be called, 18 items refused: .*A real run would end/,
			),
			location: 'outputPane',
			type: 'info',
		},
	]);

	const real = await run(actionWorkflow(credentialId, wanted, list, CONTINUE));
	expect(provider.dials).toHaveLength(25);
	const called = itemsOf(real, 'Yunhu').map(({ json }) => json);
	expect(rehearsed.slice(25)).toEqual(called.slice(25));
});
