import { randomUUID } from 'node:crypto';
import { createAccount, publish, shares, statuses } from '../support/cluster/account';
import { type Cluster, startCluster } from '../support/cluster/cluster';
import { send } from '../support/cluster/send';
import { people, times } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import { tally } from '../support/statistics';
import {
	callWorkflow,
	chain,
	manualTrigger,
	node,
	PLAY_VOICE,
	splitOut,
	webhook,
	yunhu,
} from '../support/workflows';
import { figure } from './figures';

let cluster: Cluster;
let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
	cluster = await startCluster();
});

afterAll(async () => {
	await cluster?.stop();
	await simulator?.close();
});

beforeEach(() => {
	simulator.reset();
	simulator.options.singleSession = false;
});

/** Publishes a workflow that calls the people in its webhook body. */
async function publishCalls(credentialId: string): Promise<{ id: string; url: string }> {
	const path = randomUUID();
	const id = await publish(cluster, callWorkflow(credentialId, path));
	return { id, url: `${cluster.balancer.url}/webhook/${path}` };
}

/** Starts `count` executions at once, each with one call, and waits until they end. */
async function run(workflow: { id: string; url: string }, count: number): Promise<void> {
	const before = (await cluster.ended(workflow.id)).size;
	const answers = await send(
		workflow.url,
		times(count, (index) => ({ people: people(before + index, 1) })),
		{ connections: count },
	);
	expect(tally(answers.map(({ status }) => String(status)))).toEqual({ 200: count });
	expect(await statuses(cluster, workflow.id)).toEqual({ success: before + count });
}

const dialled = () => simulator.dials.map(({ destinationNumber }) => destinationNumber).sort();

const tokensOfCalls = () =>
	simulator.requests.flatMap(({ service, fields }) =>
		service.endsWith('PlayVoice') ? fields.token : [],
	);

describe('the login token', () => {
	it('of one login serves both workers and the main process', async () => {
		const credentialId = await createAccount(cluster, simulator);
		const workflow = await publishCalls(credentialId);
		await run(workflow, 1);
		await run(workflow, 40);
		const byHand = await cluster.main.createWorkflow(
			chain('By hand', [
				manualTrigger(),
				node(
					'Person',
					'n8n-nodes-base.set',
					{ mode: 'raw', jsonOutput: '{ "number": "13900000000" }' },
					{ typeVersion: 3.4 },
				),
				yunhu(credentialId, PLAY_VOICE),
			]),
		);
		const { id, status } = await cluster.main.runWorkflow(byHand);
		const begun = cluster.workers.flatMap((worker) => worker.startedExecutions());

		const onWorkers = await shares(cluster, workflow.id);
		figure('token: calls from worker 1, worker 2, main process', `${onWorkers.join(', ')}, 1`);
		figure('token: logins', simulator.count('Login'));
		expect(status).toBe('success');
		expect(begun).not.toContain(id);
		expect(Math.min(...onWorkers)).toBeGreaterThan(0);
		expect(simulator.count('Login')).toBe(1);
		expect(tokensOfCalls()).toHaveLength(42);
		expect(new Set(tokensOfCalls()).size).toBe(1);
	});

	it('is fetched at most once per worker when all begin without one', async () => {
		const workflow = await publishCalls(await createAccount(cluster, simulator));

		await run(workflow, 40);

		figure(
			'token: logins when 40 executions on two workers begin without one',
			simulator.count('Login'),
		);
		expect(simulator.count('Login')).toBeLessThanOrEqual(2);
		expect(dialled()).toHaveLength(40);
	});

	it('is renewed at most once per worker when the provider ends it', async () => {
		const workflow = await publishCalls(await createAccount(cluster, simulator));
		await run(workflow, 1);
		const before = simulator.count('Login');
		simulator.revokeTokens();

		await run(workflow, 40);

		const logins = simulator.count('Login') - before;
		figure('token: logins after the provider ended it, 40 executions', logins);
		expect(before).toBe(1);
		expect([1, 2]).toContain(logins);
		expect(new Set(dialled()).size).toBe(41);
		expect(dialled()).toHaveLength(41);
	});

	it('settles where a login ends the tokens of earlier logins; a call can fail until then', async () => {
		simulator.options.singleSession = true;
		const credentialId = await createAccount(cluster, simulator);
		const first = await publishCalls(credentialId);
		await send(
			first.url,
			times(40, (index) => ({ people: people(1000 + index, 1) })),
			{ connections: 40 },
		);
		const { success = 0, error = 0 } = await statuses(cluster, first.id);
		const placed = simulator.dials.length;
		const later = await publishCalls(credentialId);
		await run(later, 1);
		const before = simulator.count('Login');
		await run(later, 40);

		const name = 'token: where a login ends earlier tokens:';
		figure(`${name} first 40 executions, failed, logins`, `40, ${error}, ${before}`);
		figure(`${name} next 40, failed, logins`, `40, 0, ${simulator.count('Login') - before}`);
		expect(success + error).toBe(40);
		expect(success).toBeGreaterThan(0);
		expect(placed).toBe(success);
		expect(simulator.count('Login')).toBe(before);
		expect(new Set(dialled()).size).toBe(placed + 41);
		expect(dialled()).toHaveLength(placed + 41);
	});
});

describe('a list', () => {
	it('split into batches over the workers calls every number exactly once', async () => {
		const workflow = await publishCalls(await createAccount(cluster, simulator));
		const path = randomUUID();
		const splitter = await publish(
			cluster,
			chain('Split', [
				webhook(path),
				splitOut('body.batches'),
				node(
					'One Execution per Batch',
					'n8n-nodes-base.httpRequest',
					{
						method: 'POST',
						url: workflow.url,
						sendBody: true,
						specifyBody: 'json',
						jsonBody: '={{ { people: $json.people } }}',
					},
					{ typeVersion: 4.2 },
				),
			]),
		);

		const batches = times(40, (index) => ({ people: people(10 * index, 10) }));
		await send(`${cluster.balancer.url}/webhook/${path}`, [{ batches }]);

		expect(await statuses(cluster, splitter)).toEqual({ success: 1 });
		expect(await statuses(cluster, workflow.id)).toEqual({ success: 40 });
		const onWorkers = await shares(cluster, workflow.id);
		figure(
			'list: numbers, dials, numbers dialled',
			`400, ${dialled().length}, ${new Set(dialled()).size}`,
		);
		figure('list: batches on worker 1, worker 2', onWorkers.join(', '));
		expect(dialled()).toEqual(people(0, 400).map(({ number }) => number));
		expect(onWorkers[0] + onWorkers[1]).toBe(40);
		expect(Math.min(...onWorkers)).toBeGreaterThan(0);
	});
});
