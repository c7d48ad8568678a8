import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventIdOf } from '../../nodes/YunhuVoice/events/eventId';
import {
	createAccount,
	executionsWith,
	publish,
	publishTrigger,
	statuses,
} from '../support/cluster/account';
import { type Cluster, startCluster, WATCHED_CLOSELY } from '../support/cluster/cluster';
import { send } from '../support/cluster/send';
import { until } from '../support/harness/wait';
import { people, records, times } from '../support/lists';
import { polls } from '../support/recordTrigger';
import { type Simulator, startSimulator } from '../support/simulator';
import { tally } from '../support/statistics';
import { callbacks, callWorkflow, chain, noOp, withRecords } from '../support/workflows';
import { figure } from './figures';

let cluster: Cluster;
let simulator: Simulator;
let credentialId: string;

beforeAll(async () => {
	simulator = await startSimulator();
	cluster = await startCluster(WATCHED_CLOSELY);
	credentialId = await createAccount(cluster, simulator);
});

afterAll(async () => {
	await cluster?.stop();
	await simulator?.close();
});

beforeEach(() => simulator.reset());

const dialled = () => simulator.dials.map(({ destinationNumber }) => destinationNumber);

it('a worker that is killed in a list: nobody is called twice, no batch begins twice', async () => {
	simulator.options.latencyMs = 200;
	const path = randomUUID();
	const id = await publish(cluster, callWorkflow(credentialId, path, { concurrency: 1 }));
	const batches = times(40, (index) => ({ people: people(10 * index, 10) }));
	await send(`${cluster.balancer.url}/webhook/${path}`, batches);

	const victim = cluster.workers[0];
	await until(
		async () =>
			dialled().length > 100 && victim.startedExecutions().length > 0 ? true : undefined,
		60_000,
		() => new Error(`Only ${dialled().length} calls were placed`),
	);
	await victim.kill();
	const outcome = await statuses(cluster, id);
	const placed = dialled().length;
	await victim.start();
	await sleep(10_000);

	const begun = cluster.workers.flatMap((worker) => worker.startedExecutions());
	const { success = 0, ...others } = outcome;
	const cut = Object.values(others).reduce((sum, count) => sum + count, 0);
	figure('killed worker: batches of 10 by status', JSON.stringify(outcome));
	figure(
		'killed worker: batches begun, begun twice',
		`${begun.length}, ${begun.length - new Set(begun).size}`,
	);
	figure(
		'killed worker: calls placed, placed twice',
		`${placed}, ${placed - new Set(dialled()).size}`,
	);
	figure(
		'killed worker: people of cut batches, of these called',
		`${10 * cut}, ${placed - 10 * success}`,
	);
	expect(success + cut).toBe(40);
	expect(cut).toBeGreaterThan(0);
	expect(success).toBeGreaterThan(0);
	expect(new Set(begun).size).toBe(begun.length);
	expect(new Set(dialled()).size).toBe(placed);
	expect(dialled()).toHaveLength(placed);
	expect(placed).toBeGreaterThanOrEqual(10 * success);
});

/** Shorter than the 10 seconds without Redis after which n8n exits. */
const OUTAGE_MS = 3_000;
const CONNECTIONS = 4;
/** Sooner than n8n takes callbacks. */
const BETWEEN_CALLS_MS = 5;
const SETTLE_MS = 10_000;

interface Outage {
	begin(): Promise<void>;
	end(): Promise<void>;
}

/**
 * Sends 300 callbacks around an outage of OUTAGE_MS. Every acknowledged callback must be stored and executed.
 *
 * @returns the number answered before, during and after the outage
 */
async function expectNoLossDuring(
	name: string,
	{ begin, end }: Outage,
): Promise<[number, number, number]> {
	const { id, url } = await publishTrigger(cluster, credentialId);
	const { callbackHeaders: headers } = simulator.options;
	const bodies = records(0, 300);
	const answers = send(url, bodies, { connections: CONNECTIONS, headers });
	await until(
		async () => ((await executionsWith(cluster, id, ['call-20"']))[0] ? true : undefined),
		60_000,
		() => new Error('No callback was taken'),
	);
	await begin();
	const from = Date.now();
	await sleep(OUTAGE_MS);
	const to = Date.now();
	const [taken] = await Promise.all([answers, end()]);

	const before = taken.filter(({ at }) => at < from).length;
	const after = taken.filter(({ at }) => at > to).length;
	const during = taken.length - before - after;
	const byAnswer = tally(taken.map(({ status, text }) => `${status} ${text}`));
	const outcome = await statuses(cluster, id);
	const found = await executionsWith(cluster, id, bodies.map(eventIdOf));
	figure(`${name}: 300 callbacks by answer`, JSON.stringify(byAnswer));
	figure(`${name}: answered before, during, after`, `${before}, ${during}, ${after}`);
	figure(`${name}: their executions by status`, JSON.stringify(outcome));
	expect(byAnswer).toEqual({ '200 1': 300 });
	expect(outcome).toEqual({ success: 300 });
	expect(found).toEqual(bodies.map(() => 1));
	return [before, during, after];
}

it.each<[string, () => Promise<void>]>([
	['Redis restarted', async () => await cluster.redis.stop()],
	['Redis killed', async () => await cluster.redis.kill()],
])(
	'%s: callbacks wait for their answer, what was acknowledged is executed',
	async (name, begin) => {
		const end = async () => await cluster.redis.start();
		const [before, during, after] = await expectNoLossDuring(name, { begin, end });
		expect(before).toBeGreaterThan(0);
		// Callbacks that were already in the queue when Redis went down.
		expect(during).toBeLessThanOrEqual(CONNECTIONS);
		expect(after).toBeGreaterThan(0);
	},
);

const CALLS = 300;

it('PostgreSQL restarted in a burst: of what n8n loses, the record trigger brings every record', async () => {
	const webhookId = randomUUID();
	const both = withRecords(
		chain('Both', [callbacks(credentialId, webhookId), noOp()]),
		credentialId,
	);
	const id = await publish(cluster, both);
	await polls(simulator, 1);
	simulator.options.callbackUrls = { callRecord: cluster.webhookUrl(webhookId) };
	simulator.options.callbackRetries = 3;
	const orders = times(CALLS, (n) => `order ${n};`);
	for (const customuuid of orders) {
		simulator.placeCall({ destnumber: '13300000001', customuuid });
		await sleep(BETWEEN_CALLS_MS);
	}
	await until(
		async () => simulator.callbacks.length >= CALLS / 5 || undefined,
		60_000,
		() => new Error(`${simulator.callbacks.length} callbacks`),
	);
	await cluster.postgres.stop();
	await sleep(OUTAGE_MS);
	await cluster.postgres.start();
	await simulator.settled();
	await polls(simulator, 4);
	// Executions that n8n does not end are not waited for.
	await sleep(SETTLE_MS);

	const given = await executionsWith(cluster, id, orders);
	const rows = await cluster.postgres.rows<{ status: string }>(
		`SELECT status FROM execution_entity WHERE "workflowId" = '${id}'`,
	);
	const taken = simulator.callbacks.filter(({ status }) => status === 200);
	figure(
		'PostgreSQL restarted: callbacks, acknowledged, attempts',
		`${CALLS}, ${taken.length}, ${simulator.callbacks.length}`,
	);
	figure(
		'PostgreSQL restarted: executions by status',
		JSON.stringify(tally(rows.map(({ status }) => status))),
	);
	figure(
		'PostgreSQL restarted: records given by both triggers, by the record trigger alone',
		`${given.filter((count) => count > 1).length}, ${given.filter((count) => count === 1).length}`,
	);
	expect(given.filter((count) => count === 0)).toEqual([]);
	expect(taken.length).toBeGreaterThan(CALLS / 2);
});

it('main process killed: callbacks are taken and executed without it', async () => {
	const begin = async () => await cluster.main.kill();
	const [, during] = await expectNoLossDuring('main process down', { begin, end: async () => {} });
	expect(during).toBeGreaterThan(0);
	await cluster.main.restart();
});

it('main process started again: what was acknowledged meanwhile is executed', async () => {
	const begin = async () => await cluster.main.kill();
	const end = async () => await cluster.main.restart();
	const [before, during] = await expectNoLossDuring('main process restarted', { begin, end });
	expect(before).toBeGreaterThan(0);
	expect(during).toBeGreaterThan(0);

	const path = randomUUID();
	const id = await publish(cluster, callWorkflow(credentialId, path));
	await send(`${cluster.balancer.url}/webhook/${path}`, [{ people: people(0, 10) }]);
	expect(await statuses(cluster, id)).toEqual({ success: 1 });
	expect(dialled().sort()).toEqual(people(0, 10).map(({ number }) => number));
});
