import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nInstance } from '../../support/harness/n8n';

const WITHIN_MS = 120_000;

const UNFINISHED = "'new', 'running', 'waiting'";
/** Callbacks go on coming: executions after it are counted later, so that it is not passed over. */
const FIRST_UNFINISHED = `SELECT min(id) FROM execution_entity WHERE workflowId = ? AND status IN (${UNFINISHED})`;

/** Counts a workflow's executions as they come, so that n8n may prune them afterwards. */
export class Executions {
	/** The event id of each execution that succeeded. */
	readonly events: string[] = [];
	/** One sentence for each execution that did not succeed. */
	readonly problems: string[] = [];
	private lastId = 0;

	constructor(
		private readonly n8n: N8nInstance,
		private readonly workflowId: string,
	) {}

	/**
	 * Waits until no execution is under way and counts those since the last call.
	 *
	 * @param sent ids of the events that can have started an execution
	 * @returns `false` if some executions do not end; the others are counted
	 */
	async count(sent: ReadonlySet<string>): Promise<boolean> {
		const areOver = await this.over();
		const rows = this.n8n.database(
			`SELECT e.id, e.status, d.data FROM execution_entity e
			 JOIN execution_data d ON d.executionId = e.id
			 WHERE e.workflowId = ? AND e.id > ? AND e.id < coalesce((${FIRST_UNFINISHED}), e.id + 1)
			 ORDER BY e.id`,
			this.workflowId,
			this.lastId,
			this.workflowId,
		);
		for (const { id, status, data } of rows) {
			this.lastId = Number(id);
			const hashes = new Set(String(data).match(/(?<=")[0-9a-f]{64}(?=")/g));
			const found = [...hashes].filter((hash) => sent.has(hash));
			const [event] = found;
			if (status === 'success' && event && found.length === 1) this.events.push(event);
			else this.problems.push(`Execution ${id} is ${status} and holds ${found.length} events`);
		}
		return areOver;
	}

	private async over(): Promise<boolean> {
		const deadline = Date.now() + WITHIN_MS;
		for (;;) {
			const left = this.n8n.database(
				`SELECT id, status FROM execution_entity WHERE workflowId = ? AND status IN (${UNFINISHED})`,
				this.workflowId,
			);
			if (left.length === 0) return true;
			if (Date.now() > deadline) {
				left.forEach(({ id, status }) => this.problems.push(`Execution ${id} stays ${status}`));
				return false;
			}
			await sleep(500);
		}
	}
}
