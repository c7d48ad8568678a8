import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { createAccount, publish, statuses } from '../support/cluster/account';
import { type Cluster, startCluster } from '../support/cluster/cluster';
import { send } from '../support/cluster/send';
import { itemsOf } from '../support/harness/n8n';
import { until } from '../support/harness/wait';
import { people } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import { tally } from '../support/statistics';
import {
	chain,
	hubWorkflow,
	noOp,
	PLAY_VOICE,
	splitOut,
	webhook,
	yunhu,
} from '../support/workflows';
import { figure } from './figures';

let cluster: Cluster;
let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ timeScale: 0.05 });
	cluster = await startCluster();
});

afterAll(async () => {
	await cluster?.stop();
	await simulator?.close();
});

it('workflows that wait on any worker are woken through any webhook process, each with its own record', async () => {
	const credentialId = await createAccount(cluster, simulator);
	const hubWebhook = randomUUID();
	const hub = await publish(
		cluster,
		hubWorkflow(credentialId, hubWebhook, { options: { timeoutSeconds: 60 } }),
	);
	const url = cluster.webhookUrl(hubWebhook);
	simulator.options.callbackUrls = { callRecord: url };
	const path = randomUUID();
	const waiting = await publish(
		cluster,
		chain('Waiting', [
			webhook(path),
			splitOut('body.people'),
			yunhu(credentialId, {
				...PLAY_VOICE,
				waitForResult: true,
				options: { customData: '={{ $json.number }}' },
			}),
			noOp(),
		]),
	);

	const called = people(0, 20).map(({ number }) => number);
	const answers = await send(
		`${cluster.balancer.url}/webhook/${path}`,
		called.map((number) => ({ people: [{ number }] })),
	);
	// A webhook process responds before a worker starts the execution.
	await until(
		async () => simulator.dials.length === called.length || undefined,
		120_000,
		() => new Error(`${simulator.dials.length} of ${called.length} calls were placed`),
	);
	await simulator.settled();
	expect(await statuses(cluster, hub)).toEqual({ success: 20 });
	expect(await statuses(cluster, waiting)).toEqual({ success: 20 });

	const executions = await Promise.all(
		[...(await cluster.ended(waiting)).keys()].map(async (id) => await cluster.main.execution(id)),
	);
	const results = executions.map((execution): IDataObject => {
		const [record] = itemsOf(execution, 'After');
		const [person] = itemsOf(execution, 'Items');
		return { asked: person?.json.number, ...record?.json };
	});
	const replies = await Promise.all(
		[...(await cluster.ended(hub)).keys()].map(async (id) => await cluster.main.execution(id)),
	);
	const woken = replies.flatMap((execution) => itemsOf(execution, 'Resume'));
	const [one, two] = cluster.workers.map((worker) => new Set(worker.startedExecutions()));
	const moved = executions.filter(({ id }) => one!.has(id) && two!.has(id)).length;
	figure(
		'waiting: workflows at once, with their own record',
		`20, ${results.filter(({ asked, event, customData }) => event === 'callRecord' && asked === customData).length}`,
	);
	figure('waiting: begun on one worker and ended on the other', moved);
	figure('waiting: calls placed', simulator.dials.length);
	expect(
		Object.keys(tally(answers.map(({ status, servedBy }) => `${status} ${servedBy}`))).sort(),
	).toEqual(['200 webhook-1', '200 webhook-2']);
	expect(results.map(({ asked }) => String(asked)).sort()).toEqual(called);
	expect(results).toMatchObject(
		results.map(({ asked }) => ({
			event: 'callRecord',
			customData: asked,
			destinationNumber: asked,
		})),
	);
	expect(woken.map(({ json }) => json.resumed)).toEqual(called.map(() => true));
	expect(simulator.dials.map(({ destinationNumber }) => destinationNumber).sort()).toEqual(called);
	expect(moved).toBeGreaterThan(0);
});
