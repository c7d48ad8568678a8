import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { postgresDatabase } from '../harness/database';
import { isAlive } from '../harness/lock';
import { LOG_DIRECTORY, type N8nInstance, startN8n } from '../harness/n8n';
import { packTarball } from '../harness/pack';
import { ensureRuntime } from '../harness/runtime';
import { until } from '../harness/wait';
import { type Balancer, startBalancer } from './balancer';
import { Member, type MemberOptions } from './member';
import { Haproxy, Postgres, Redis, type Service } from './services';

/** n8n in queue mode: one main process, two workers, two webhook processes behind a load balancer. */
export interface Cluster {
	main: N8nInstance;
	workers: [Member, Member];
	/** The webhook processes. */
	webhooks: [Member, Member];
	balancer: Balancer;
	postgres: Postgres;
	redis: Redis;
	/** Returns a trigger's URL at the load balancer. */
	webhookUrl(webhookId: string): string;
	/** Starts HAProxy before the webhook processes: it sends the same callback to the same process. Returns its URL. */
	startHaproxy(): Promise<string>;
	/** Starts another main process, with a folder and a port of its own. `main` has to be dead and does not come back. */
	replaceMain(): Promise<void>;
	/** Waits until every execution of a workflow has ended. Returns their status by id. Throws after `timeoutMs`. */
	ended(workflowId: string, timeoutMs?: number): Promise<Map<string, string>>;
	/** Stops everything and deletes its data. */
	stop(): Promise<void>;
}

/** The settings that docs/scaling.md recommends. Tests that need n8n's defaults override them. */
const RECOMMENDED = { N8N_EXPRESSION_ENGINE: 'legacy', DB_POSTGRESDB_POOL_SIZE: '10' };

/** Detects a dead worker sooner than n8n's defaults of 60 and 30 seconds. */
export const WATCHED_CLOSELY = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** The id of the test process and a random suffix follow. */
const FOLDER_PREFIX = 'yunhu-voice-queue-';

const ENDED_TIMEOUT_MS = 240_000;

/**
 * Starts the cluster.
 *
 * @param env settings for every process, in addition to those that queue mode needs
 */
export async function startCluster(env: Record<string, string> = {}): Promise<Cluster> {
	const folder = await mkdtemp(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
	await mkdir(LOG_DIRECTORY, { recursive: true });
	const endings: Array<() => Promise<void>> = [
		async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }),
	];
	const stop = async () => {
		let failure: unknown;
		for (const end of endings.splice(0).reverse()) {
			await end().catch((error: unknown) => {
				failure ??= error;
			});
		}
		if (failure) throw failure;
	};
	const start = async (): Promise<Cluster> => {
		const [runtime, tarball] = await Promise.all([ensureRuntime(), packTarball()]);
		const started = async <Part extends Service>(part: Part) => {
			endings.push(async () => await part.stop());
			await part.start();
			return part;
		};
		const logOf = (name: string) => join(LOG_DIRECTORY, `${basename(folder)}-${name}.log`);
		const postgres = await started(await Postgres.create(folder, logOf('postgres')));
		const redis = await started(await Redis.create(folder, logOf('redis')));
		const balancer = await startBalancer();
		endings.push(async () => await balancer.close());
		const database = postgresDatabase(postgres.server);
		const shared = {
			...RECOMMENDED,
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			...database.settings,
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			WEBHOOK_URL: balancer.url,
			N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
			...env,
		};
		const main = await startN8n({ tarball, env: shared, database });
		endings.push(async () => await main.stop());
		const member = async (name: string, command: MemberOptions['command']) =>
			await Member.create({ name, command, runtime, folder, tarball, env: shared });
		const workers: Cluster['workers'] = [
			await member('worker-1', 'worker'),
			await member('worker-2', 'worker'),
		];
		const webhooks: Cluster['webhooks'] = [
			await member('webhook-1', 'webhook'),
			await member('webhook-2', 'webhook'),
		];
		const members = [...workers, ...webhooks];
		endings.push(async () => {
			await Promise.all(members.map(async (each) => await each.stop()));
		});
		await Promise.all(members.map(async (each) => await each.start()));
		balancer.use(webhooks);
		return {
			main,
			workers,
			webhooks,
			balancer,
			postgres,
			redis,
			startHaproxy: async () => {
				const origins = webhooks.map(({ url }) => url);
				const haproxy = await started(await Haproxy.create(folder, logOf('haproxy'), origins));
				return `http://127.0.0.1:${haproxy.port}`;
			},
			replaceMain: async () => {
				const other = await member('main-2', 'start');
				endings.push(async () => await other.stop());
				await other.start();
			},
			webhookUrl: (webhookId) => `${balancer.url}/webhook/${webhookId}/webhook`,
			ended: async (workflowId, timeoutMs = ENDED_TIMEOUT_MS) =>
				await endedExecutions(postgres, workflowId, timeoutMs),
			stop,
		};
	};
	return await start().catch(async (error: unknown) => {
		await stop();
		throw error;
	});
}

/** Deletes the folders of test processes that were killed. */
export async function removeLeftovers(): Promise<void> {
	for (const name of await readdir(tmpdir())) {
		const [pid] = name.startsWith(FOLDER_PREFIX) ? name.slice(FOLDER_PREFIX.length).split('-') : [];
		if (pid === undefined || isAlive(Number(pid))) continue;
		await rm(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
	}
}

async function endedExecutions(
	postgres: Postgres,
	workflowId: string,
	timeoutMs: number,
): Promise<Map<string, string>> {
	let open = 0;
	return await until(
		async () => {
			const all = await postgres.rows<{ id: number; status: string }>(
				`SELECT id, status FROM execution_entity WHERE "workflowId" = '${workflowId}' ORDER BY id`,
			);
			open = all.filter(({ status }) => ['new', 'running', 'waiting'].includes(status)).length;
			return open ? undefined : new Map(all.map(({ id, status }) => [String(id), status]));
		},
		timeoutMs,
		() => new Error(`${open} executions of workflow ${workflowId} are not over`),
	);
}
