import { randomUUID } from 'node:crypto';
import { eventIdOf } from '../../nodes/YunhuVoice/events/eventId';
import {
	createAccount,
	executionsWith,
	publishTrigger,
	shares,
	statuses,
} from '../support/cluster/account';
import { type Cluster, startCluster } from '../support/cluster/cluster';
import { send } from '../support/cluster/send';
import type { WorkflowJson } from '../support/harness/api';
import { people, records } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import { tally } from '../support/statistics';
import { node, PLAY_VOICE, yunhu } from '../support/workflows';
import { figure } from './figures';

let cluster: Cluster;
let simulator: Simulator;
let credentialId: string;

beforeAll(async () => {
	simulator = await startSimulator();
	cluster = await startCluster();
	credentialId = await createAccount(cluster, simulator);
});

afterAll(async () => {
	await cluster?.stop();
	await simulator?.close();
});

beforeEach(() => {
	simulator.reset();
	simulator.options.callbackUrls = {};
	cluster.balancer.use(cluster.webhooks);
});

const sendCallbacks = async (url: string, bodies: unknown[], connections = 16) =>
	await send(url, bodies, { connections, headers: simulator.options.callbackHeaders });

it('takes the callbacks of 100 calls by both webhook processes and loses none', async () => {
	const { id, url } = await publishTrigger(cluster, credentialId);
	simulator.options.callbackUrls = { extensionStatus: url, callRecord: url };
	// Twenty calls at a time, each of which sends its callbacks one after another.
	for (let first = 0; first < 100; first += 20) {
		for (const { number } of people(first, 20)) {
			simulator.placeCall({ destnumber: number, customuuid: randomUUID() });
		}
		await simulator.settled();
	}

	const sent = simulator.callbacks;
	expect(sent.length).toBeGreaterThan(500);
	expect(tally(sent.map(({ status, answer }) => `${status} ${answer}`))).toEqual({
		'200 1': sent.length,
	});
	expect(await statuses(cluster, id)).toEqual({ success: sent.length });
	const eventIds = sent.map(({ body }) => eventIdOf(body));
	const found = await executionsWith(cluster, id, eventIds);
	const ids = await cluster.ended(id);
	const byWebhook = cluster.webhooks.map(
		(webhook) => webhook.enqueuedExecutions().filter((execution) => ids.has(execution)).length,
	);
	figure('callbacks: acknowledged', sent.length);
	figure('callbacks: with exactly one execution', found.filter((count) => count === 1).length);
	figure('callbacks: taken by webhook process 1, 2', byWebhook.join(', '));
	figure('callbacks: executed by worker 1, 2', (await shares(cluster, id)).join(', '));
	expect(found).toEqual(sent.map(() => 1));
	expect(Math.min(...byWebhook)).toBeGreaterThan(0);
});

describe('the same callback twice', () => {
	it('is dropped by the webhook process that took it, not by the other one', async () => {
		const { id, url } = await publishTrigger(cluster, credentialId);
		const twice = records(0, 100).flatMap((record) => [record, record]);

		cluster.balancer.use([cluster.webhooks[0]]);
		await sendCallbacks(url, twice, 1);
		const byOne = (await cluster.ended(id)).size;
		cluster.balancer.use([cluster.webhooks[1]]);
		const answers = await sendCallbacks(url, twice, 1);
		const byOther = (await cluster.ended(id)).size - byOne;

		figure('duplicates: 100 repeated to the process that took them, let through', byOne - 100);
		figure('duplicates: 100 repeated to the other process, let through', byOther);
		expect(tally(answers.map(({ status, servedBy }) => `${status} ${servedBy}`))).toEqual({
			'200 webhook-2': 200,
		});
		expect(byOne).toBe(100);
		expect(byOther).toBeGreaterThan(0);
		expect(byOther).toBeLessThanOrEqual(100);
	});

	it('never passes where the load balancer chooses the process by the body', async () => {
		const { id, url } = await publishTrigger(cluster, credentialId);
		const { pathname } = new URL(url);
		const behind = `${await cluster.startHaproxy()}${pathname}`;

		const answers = [
			...(await sendCallbacks(
				behind,
				records(0, 100).flatMap((record) => [record, record]),
			)),
			...(await sendCallbacks(behind, records(0, 100))),
		];

		const executions = await cluster.ended(id);
		const byWebhook = cluster.webhooks.map(
			(webhook) =>
				webhook.enqueuedExecutions().filter((execution) => executions.has(execution)).length,
		);
		figure('duplicates: of 100 behind HAProxy by body, let through', executions.size - 100);
		figure('duplicates: taken by webhook process 1, 2 behind HAProxy', byWebhook.join(', '));
		expect(tally(answers.map(({ status, text }) => `${status} ${text}`))).toEqual({ '200 1': 300 });
		expect(executions.size).toBe(100);
		expect(Math.min(...byWebhook)).toBeGreaterThan(0);
	});

	const ORDERS = ['after each other', 'at once'] as const;

	/**
	 * Sends 100 callbacks twice, to both webhook processes. Each one that passes the given node places a call.
	 *
	 * @returns the number of calls per number
	 */
	async function callsBehind(
		filter: WorkflowJson['nodes'][number],
		order: (typeof ORDERS)[number],
	): Promise<number[]> {
		const number = node(
			'Number',
			'n8n-nodes-base.set',
			{
				mode: 'raw',
				jsonOutput: "={{ { number: $('Callbacks').item.json.destinationNumber } }}",
			},
			{ typeVersion: 3.4 },
		);
		const behind = [filter, number, yunhu(credentialId, PLAY_VOICE)];
		const { id, url } = await publishTrigger(cluster, credentialId, behind);
		await sendCallbacks(url, records(100, 1));
		await cluster.ended(id);
		if (order === 'at once') {
			await sendCallbacks(
				url,
				records(0, 100).flatMap((record) => [record, record]),
			);
		} else {
			for (const webhook of cluster.webhooks) {
				cluster.balancer.use([webhook]);
				await sendCallbacks(url, records(0, 100));
				await cluster.ended(id);
			}
		}
		expect(Object.keys(await statuses(cluster, id))).toEqual(['success']);
		const calls = tally(simulator.dials.map(({ destinationNumber }) => destinationNumber));
		return people(0, 100).map((person) => calls[person.number] ?? 0);
	}

	const twiceIn = (calls: number[]) => calls.filter((count) => count > 1).length;

	// It reads, extends and rewrites its history without a lock: concurrent executions overwrite each other's entries.
	it.each(ORDERS)('is not always dropped by Remove Duplicates: %s', async (order) => {
		const calls = await callsBehind(
			node(
				'Remove Duplicates',
				'n8n-nodes-base.removeDuplicates',
				{
					operation: 'removeItemsSeenInPreviousExecutions',
					logic: 'removeItemsWithAlreadySeenKeyValues',
					dedupeValue: '={{ $json.eventId }}',
					options: {},
				},
				{ typeVersion: 2 },
			),
			order,
		);

		figure(`duplicates: of 100 behind Remove Duplicates, ${order}, let through`, twiceIn(calls));
		expect(Math.min(...calls)).toBe(1);
		expect(twiceIn(calls)).toBeLessThan(100);
	});

	it.each(ORDERS)('never passes a unique key in a database: %s', async (order) => {
		const { port, database: name, user } = cluster.postgres.server;
		const database = await cluster.main.createCredential('Database', 'postgres', {
			host: '127.0.0.1',
			port,
			database: name,
			user,
			password: '',
			ssl: 'disable',
		});
		// As in docs/scaling.md.
		await cluster.postgres.execute(
			'CREATE TABLE callbacks_taken (event_id text PRIMARY KEY, at timestamptz DEFAULT now())',
		);
		const query = `
			WITH taken AS (
				INSERT INTO callbacks_taken (event_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING event_id
			)
			SELECT event_id FROM taken`;

		const calls = await callsBehind(
			node(
				'Take Once',
				'n8n-nodes-base.postgres',
				{
					operation: 'executeQuery',
					query,
					options: { queryReplacement: '={{ [$json.eventId] }}' },
				},
				{ typeVersion: 2.6, credentials: { postgres: { id: database, name: 'Database' } } },
			),
			order,
		);
		await cluster.postgres.execute('DROP TABLE callbacks_taken');

		figure(`duplicates: of 100 behind a unique key, ${order}, let through`, twiceIn(calls));
		expect(calls).toEqual(calls.map(() => 1));
	});
});
