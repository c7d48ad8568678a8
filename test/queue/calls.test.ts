import { randomUUID } from 'node:crypto';
import { type Simulator, startSimulator } from '../simulator';
import { figure } from './figures';
import { type Cluster, startCluster } from './harness/cluster';
import { send, tally, times } from './support/send';
import { callWorkflow, chain, node, splitOut, webhook } from './support/workflows';

let cluster: Cluster;
let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ timeScale: 0.001 });
	cluster = await startCluster();
});

afterAll(async () => {
	await cluster?.stop();
	await simulator?.close();
});

beforeEach(() => simulator.reset());

const people = (first: number, count: number) =>
	times(count, (index) => ({ number: String(13_800_000_000 + first + index) }));

const newCredential = async () =>
	await cluster.main.createCredential('Yunhu Voice account', 'yunhuVoiceApi', {
		apiUrl: simulator.url,
		appId: simulator.appId,
		accessKey: simulator.accessKey,
	});

/** A published workflow that calls the people it is sent. */
async function publishCalls(credentialId: string): Promise<{ id: string; url: string }> {
	const path = randomUUID();
	const id = await cluster.main.createWorkflow(callWorkflow(credentialId, path));
	await cluster.main.activate(id);
	return { id, url: `${cluster.balancer.url}/webhook/${path}` };
}

/** Starts so many runs at once, each with one call. */
async function runs(url: string, first: number, count: number): Promise<void> {
	const answers = await send(
		url,
		times(count, (index) => ({ people: people(first + index, 1) })),
		{ connections: count },
	);
	expect(tally(answers.map(({ status }) => String(status)))).toEqual({ 200: count });
}

const statuses = async (workflowId: string) =>
	tally([...(await cluster.ended(workflowId)).values()]);

/** How many executions of a workflow each worker began. */
async function shares(workflowId: string): Promise<number[]> {
	const ids = await cluster.ended(workflowId);
	return cluster.workers.map(
		(worker) => worker.startedExecutions().filter((id) => ids.has(id)).length,
	);
}

const tokens = () =>
	new Set(
		simulator.requests.flatMap(({ service, fields }) =>
			service.endsWith('PlayVoice') ? fields.token : [],
		),
	);

describe('the login token', () => {
	it('is shared by main process and workers through the database', async () => {
		const credentialId = await newCredential();
		const { id, url } = await publishCalls(credentialId);
		await runs(url, 0, 1);
		expect(await statuses(id)).toEqual({ success: 1 });

		await runs(url, 1, 40);
		expect(await statuses(id)).toEqual({ success: 41 });
		const byHand = await cluster.main.createWorkflow(
			chain('By hand', [
				node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
				...callWorkflow(credentialId, '').nodes.slice(2),
			]),
		);
		expect(byHand).not.toBe('');

		const [one, two] = await shares(id);
		figure('shared token: executions on worker 1', one!);
		figure('shared token: executions on worker 2', two!);
		figure('shared token: logins', simulator.count('Login'));
		expect(one).toBeGreaterThan(0);
		expect(two).toBeGreaterThan(0);
		expect(simulator.count('Login')).toBe(1);
		expect(tokens().size).toBe(1);
	});
});

describe('a list', () => {
	it('split into batches over the workers calls every number exactly once', async () => {
		const { id, url } = await publishCalls(await newCredential());
		const path = randomUUID();
		const splitter = await cluster.main.createWorkflow(
			chain('Split', [
				webhook(path),
				splitOut('body.batches'),
				node('One Execution per Batch', 'n8n-nodes-base.httpRequest', 4.2, {
					method: 'POST',
					url,
					sendBody: true,
					specifyBody: 'json',
					jsonBody: '={{ { people: $json.people } }}',
				}),
			]),
		);
		await cluster.main.activate(splitter);

		const batches = times(40, (index) => ({ people: people(1000 + 10 * index, 10) }));
		await send(`${cluster.balancer.url}/webhook/${path}`, [{ batches }]);

		expect(await statuses(splitter)).toEqual({ success: 1 });
		expect(await statuses(id)).toEqual({ success: 40 });
		const dialled = simulator.dials.map(({ destinationNumber }) => destinationNumber);
		expect(dialled.sort()).toEqual(people(1000, 400).map(({ number }) => number));
		const [one, two] = await shares(id);
		figure('list: numbers', 400);
		figure('list: numbers dialled exactly once', new Set(dialled).size);
		figure('list: batches on worker 1', one!);
		figure('list: batches on worker 2', two!);
		expect(one! + two!).toBe(40);
		expect(Math.min(one!, two!)).toBeGreaterThan(0);
	});
});
