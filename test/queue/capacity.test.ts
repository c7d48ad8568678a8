import { setTimeout as sleep } from 'node:timers/promises';
import { createAccount, publishTrigger, statuses } from '../support/cluster/account';
import { type Cluster, startCluster } from '../support/cluster/cluster';
import type { Member } from '../support/cluster/member';
import { send } from '../support/cluster/send';
import { until } from '../support/harness/wait';
import { records } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import { median, tally } from '../support/statistics';
import { figure } from './figures';

type Usage = Record<'webhooks' | 'worker' | 'postgres' | 'bytes' | 'commits', number>;

/** The measurements take many minutes on a busy machine. */
const TIMEOUT_MS = 1_200_000;
const ROUNDS = 3;
const CALLBACKS = 100;
/** More callbacks, to measure the cost of a single one. */
const MEASURED = 300;
/** PostgreSQL's counters lag by a second or more. */
const COUNTERS_LAG_MS = 3000;

let cluster: Cluster;
let simulator: Simulator;
let sent = 0;

beforeAll(async () => {
	simulator = await startSimulator();
	cluster = await startCluster();
});

afterAll(async () => {
	await cluster?.stop();
	await simulator?.close();
});

/** Sends new callbacks through these webhook processes. Returns the number acknowledged per second. */
async function acknowledged(url: string, webhooks: Member[], count = CALLBACKS): Promise<number> {
	cluster.balancer.use(webhooks);
	const { callbackHeaders: headers } = simulator.options;
	const before = Date.now();
	const answers = await send(url, records(sent, count), { connections: 32, headers });
	const seconds = (Date.now() - before) / 1000;
	sent += count;
	expect(tally(answers.map(({ status, text }) => `${status} ${text}`))).toEqual({ '200 1': count });
	return count / seconds;
}

const rate = (perSecond: number): string => `${perSecond.toFixed(1)} a second`;

it(
	'one and two webhook processes, one and two workers: every callback is taken and executed',
	async () => {
		const credentialId = await createAccount(cluster, simulator);
		const { id, url } = await publishTrigger(cluster, credentialId);
		const { workers, webhooks, postgres } = cluster;
		await acknowledged(url, webhooks);
		await statuses(cluster, id);
		await Promise.all(workers.map(async (worker) => await worker.stop()));

		// The workers are stopped, to measure taking callbacks alone. Rounds alternate, so that other load hits both.
		const byOne: number[] = [];
		const byTwo: number[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			byOne.push(await acknowledged(url, [webhooks[0]]));
			byTwo.push(await acknowledged(url, webhooks));
		}
		figure('capacity: callbacks taken by one webhook process', rate(median(byOne)));
		figure('capacity: callbacks taken by two webhook processes', rate(median(byTwo)));
		figure('capacity: two to one', (median(byTwo) / median(byOne)).toFixed(2));

		/** Returns the number of callbacks taken and executed per second. */
		const through = async (by: Member[]): Promise<number> => {
			await statuses(cluster, id);
			const begin = Date.now();
			await acknowledged(url, by);
			await statuses(cluster, id);
			return (1000 * CALLBACKS) / (Date.now() - begin);
		};
		await workers[0].start();
		const throughOne = median([
			await through([webhooks[0]]),
			await through([webhooks[0]]),
			await through([webhooks[0]]),
		]);
		await workers[1].start();
		const throughTwo = median([
			await through(webhooks),
			await through(webhooks),
			await through(webhooks),
		]);
		await Promise.all(workers.map(async (worker) => await worker.stop()));
		figure('capacity: taken and executed by one process of each kind', rate(throughOne));
		figure('capacity: taken and executed by two processes of each kind', rate(throughTwo));
		figure('capacity: two of each kind to one', (throughTwo / throughOne).toFixed(2));

		/** Returns the totals used and written so far. */
		const used = async (): Promise<Usage> => {
			await sleep(COUNTERS_LAG_MS);
			const [row] = await postgres.rows<{ bytes: number; commits: number }>(
				`SELECT pg_current_wal_lsn() - '0/0' AS bytes, xact_commit AS commits
			 FROM pg_stat_database WHERE datname = current_database()`,
			);
			return {
				webhooks: webhooks[0].cpuMs + webhooks[1].cpuMs,
				worker: workers[0].cpuMs,
				postgres: postgres.cpuMs,
				...row!,
			};
		};
		/** Measures the cost per callback, minus what an idle cluster uses in the same time. */
		const measure = async (what: string, act: () => Promise<unknown>) => {
			const before = await used();
			const begin = Date.now();
			await act();
			const after = await used();
			await sleep(Date.now() - begin - COUNTERS_LAG_MS);
			const idle = await used();
			const each = (name: keyof Usage) =>
				(after[name] - before[name] - (idle[name] - after[name])) / MEASURED;
			figure(
				`capacity: per callback ${what}`,
				[
					`${each('webhooks').toFixed(1)} ms in webhook processes`,
					`${each('worker').toFixed(1)} ms in the worker`,
					`${each('postgres').toFixed(1)} ms in PostgreSQL`,
					`${each('commits').toFixed(1)} commits`,
					`${(each('bytes') / 1000).toFixed(1)} kB written ahead`,
				].join(', '),
			);
		};
		const take = async (address = url) => await acknowledged(address, webhooks, MEASURED);
		await measure('taken', take);
		const filtered = await publishTrigger(cluster, credentialId, undefined, {
			filters: { minTalkSeconds: 60 },
		});
		await acknowledged(filtered.url, webhooks, 20);
		await measure('filtered out', async () => await take(filtered.url));
		expect(await statuses(cluster, filtered.id)).toEqual({});
		await workers[0].start();
		await statuses(cluster, id);
		await measure('taken and executed', async () => {
			const done = workers[0].startedExecutions().length + MEASURED;
			await take();
			// Polls the worker's log, because a query to PostgreSQL would count.
			await until(
				async () => (workers[0].startedExecutions().length >= done ? true : undefined),
				120_000,
				() => new Error('The callbacks are not executed'),
			);
		});
		await workers[0].stop();

		for (const webhook of webhooks) await webhook.stop();
		await Promise.all(
			webhooks.map(async (webhook) => await webhook.start({ N8N_EXPRESSION_ENGINE: 'vm' })),
		);
		await acknowledged(url, webhooks, 20);
		await measure('taken with n8n’s default expression engine', take);
		await workers[0].start();
		expect(await statuses(cluster, id)).toEqual({ success: sent - MEASURED - 20 });
	},
	TIMEOUT_MS,
);
