import { setTimeout as sleep } from 'node:timers/promises';
import { createAccount, executionsWith, publish, statuses } from '../support/cluster/account';
import { type Cluster, startCluster } from '../support/cluster/cluster';
import { times } from '../support/lists';
import { polls } from '../support/recordTrigger';
import { type Simulator, startSimulator } from '../support/simulator';
import { recordsWorkflow } from '../support/workflows';
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

/** The trigger polls every 5 seconds. */
const OBSERVED_MS = 60_000;
const POLLS = 12;

const RECORDS = 30;

it('one process polls; another main process goes on without missing a record', async () => {
	const credentialId = await createAccount(cluster, simulator);
	const id = await publish(cluster, recordsWorkflow(credentialId));
	await polls(simulator, 1);
	const before = simulator.count('GetBill');
	await sleep(OBSERVED_MS);
	const inAMinute = simulator.count('GetBill') - before;

	const orders = times(3 * RECORDS, (n) => `order ${n};`);
	const add = (first: number) =>
		orders.slice(first, first + RECORDS).forEach((customuuid) => simulator.addBill({ customuuid }));
	add(0);
	await polls(simulator, 2);
	await cluster.main.kill();
	add(RECORDS);
	await cluster.replaceMain();
	await polls(simulator, 2);
	add(2 * RECORDS);
	await polls(simulator, 2);

	const outcome = await statuses(cluster, id);
	const given = await executionsWith(cluster, id, orders);
	figure('record trigger: polls in a minute, one every 5 seconds', inAMinute);
	figure('record trigger: main process replaced, executions by status', JSON.stringify(outcome));
	figure(
		'record trigger: records, given, given twice',
		`${orders.length}, ${given.filter(Boolean).length}, ${given.filter((n) => n > 1).length}`,
	);
	expect(inAMinute).toBeLessThanOrEqual(POLLS + 1);
	// The last batch of the first main process comes again.
	expect(given).toEqual(orders.map((_, n) => (n < RECORDS ? 2 : 1)));
});
