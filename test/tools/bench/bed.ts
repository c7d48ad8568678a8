import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { type N8nInstance, itemsOf, startN8n } from '../../support/harness/n8n';
import { until } from '../../support/harness/wait';
import { Usage } from './usage';
import { ARM, type ArmNode, REFERENCE_PACKAGE, listWorkflow } from './workflows';

/** n8n cleans up after a run. */
const SETTLE_MS = 2000;
const RUN_TIMEOUT_MS = 300_000;
const MEMORY_RUNS = 2;

/** The measurements of one run of a list. */
export interface ListRun {
	/** Time of the measured node alone, as n8n records it in the execution. */
	nodeMs: number;
	/** CPU time of n8n for the whole run (start, list, node, storing), above its idle usage. */
	cpuMs: number;
	/** Peak memory of n8n's main process during the run, above its memory right before. MB. */
	extraMemory: number;
}

/** A published workflow that makes a list and passes it to the measured node. */
export interface ListArm {
	workflowId: string;
	url: string;
}

/** A real n8n with the package and the reference nodes, and its resource usage. */
export class Bed {
	private constructor(
		readonly n8n: N8nInstance,
		public usage: Usage,
		private readonly userFolder: string,
	) {}

	static async start(tarball: string, env: Record<string, string> = {}): Promise<Bed> {
		const userFolder = await mkdtemp(join(tmpdir(), 'yunhu-voice-bench-'));
		await cp(
			join(__dirname, 'reference'),
			join(userFolder, '.n8n/nodes/node_modules', REFERENCE_PACKAGE),
			{ recursive: true },
		);
		return await Bed.open(tarball, userFolder, env).catch(async (error: Error) => {
			await rm(userFolder, { recursive: true, force: true });
			throw error;
		});
	}

	private static async open(
		tarball: string,
		userFolder: string,
		env: Record<string, string>,
	): Promise<Bed> {
		const n8n = await startN8n({ tarball, userFolder, env });
		const bed = new Bed(n8n, new Usage(n8n.pid), userFolder);
		await bed.usage.measureIdle();
		return bed;
	}

	/**
	 * Measures the memory of a run in an n8n that has just started. An n8n that has already worked has room left over.
	 *
	 * @param warmUp a short run of the same kind, after which n8n has loaded what it needs
	 * @returns the maximum of several runs. MB.
	 */
	async extraMemory(warmUp: () => Promise<unknown>, run: () => Promise<ListRun>): Promise<number> {
		const peaks = [];
		for (let left = MEMORY_RUNS; left > 0; left--) {
			await this.n8n.restart();
			this.usage = new Usage(this.n8n.pid);
			await warmUp();
			await sleep(SETTLE_MS);
			peaks.push((await run()).extraMemory);
		}
		await this.usage.measureIdle();
		return Math.max(...peaks);
	}

	async publishList(node: ArmNode, next?: ArmNode): Promise<ListArm> {
		const path = randomUUID();
		const workflowId = await this.n8n.createWorkflow(listWorkflow(path, node, next));
		await this.n8n.activate(workflowId);
		return { workflowId, url: `${this.n8n.baseUrl}/webhook/${path}` };
	}

	/**
	 * Starts a workflow that makes `count` items. Returns how long n8n takes until it has stored the execution.
	 * Throws if that takes too long or the execution fails.
	 */
	async time({ workflowId, url }: ListArm, count: number, timeoutMs: number): Promise<number> {
		const startedAt = performance.now();
		const { body } = await request(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ count }),
			headersTimeout: timeoutMs,
		});
		await body.dump();
		await this.executionEnded(workflowId, timeoutMs);
		return performance.now() - startedAt;
	}

	/** Runs a list of `count` items. Throws unless every item succeeds. */
	async run(list: ListArm, count: number): Promise<ListRun> {
		const { usage, n8n } = this;
		const memoryBefore = usage.restartPeak();
		const cpuBefore = usage.cpuMs();
		const startedAt = performance.now();
		await this.time(list, count, RUN_TIMEOUT_MS);
		const { id } = await this.executionEnded(list.workflowId, RUN_TIMEOUT_MS);
		const cpuMs = usage.cpuMs() - cpuBefore - usage.idleCpuMs(performance.now() - startedAt);
		const extraMemory = usage.peak() - memoryBefore;

		const execution = await n8n.execution(id);
		const good = itemsOf(execution, ARM).filter(({ json }) => !('error' in json));
		const run = execution.data.resultData.runData[ARM]?.[0];
		if (good.length !== count || !run) {
			throw new Error(`Of ${count} items ${good.length} came out: ${execution.status}`);
		}
		return { nodeMs: run.executionTime, cpuMs, extraMemory };
	}

	/** Returns the number of stored executions of a workflow. */
	executionsOf(workflowId: string): number {
		const sql = 'SELECT count(*) AS count FROM execution_entity WHERE workflowId = ?';
		return Number(this.n8n.database(sql, workflowId)[0]?.count);
	}

	/** Returns the number of executions of a workflow that have not ended. */
	underWay(workflowId: string): number {
		const sql = `SELECT count(*) AS count FROM execution_entity
			WHERE workflowId = ? AND status IN ('new', 'running')`;
		return Number(this.n8n.database(sql, workflowId)[0]?.count);
	}

	/** Deletes the files that executions stored, because recordings soon fill a disk. */
	async deleteFiles(): Promise<void> {
		const folder = join(this.userFolder, '.n8n/storage/workflows');
		const workflows = await readdir(folder).catch(() => []);
		for (const workflow of workflows) {
			await rm(join(folder, workflow), { recursive: true, force: true });
		}
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await rm(this.userFolder, { recursive: true, force: true, maxRetries: 3 });
	}

	/** Polls the database, so that n8n has no extra work. */
	private async executionEnded(workflowId: string, timeoutMs: number): Promise<{ id: string }> {
		const sql = `SELECT id, status FROM execution_entity
			WHERE workflowId = ? ORDER BY id DESC LIMIT 1`;
		return await until(
			async () => {
				const [row] = this.n8n.database(sql, workflowId);
				const { id, status } = row ?? {};
				if (status === 'error' || status === 'crashed') {
					const { data } = await this.n8n.execution(String(id));
					throw new Error(`The run failed (${id}): ${data.resultData.error?.message ?? status}`);
				}
				return status === 'success' ? { id: String(id) } : undefined;
			},
			timeoutMs,
			() => new Error('The run does not end'),
		);
	}
}
