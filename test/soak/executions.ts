import type { N8nInstance } from '../e2e/harness/n8n';
import { until } from '../e2e/harness/wait';

const WITHIN_MS = 300_000;

/** Counts a workflow's executions as they come, so that n8n may prune them afterwards. */
export class Executions {
	/** The event of each execution that succeeded. */
	readonly events: string[] = [];
	/** One sentence for each execution that did not succeed. */
	readonly problems: string[] = [];
	private lastId = 0;

	constructor(
		private readonly n8n: N8nInstance,
		private readonly workflowId: string,
	) {}

	/**
	 * Counts what has come since the last time, when all of it is over.
	 *
	 * @param sent the events that can have started an execution
	 */
	async count(sent: Set<string>): Promise<void> {
		await until(
			async () => {
				const [row] = this.n8n.database(
					`SELECT count(*) AS n FROM execution_entity
					 WHERE workflowId = ? AND status IN ('new', 'running', 'waiting')`,
					this.workflowId,
				);
				return row?.n === 0 ? true : undefined;
			},
			WITHIN_MS,
			() => new Error(`Executions are not over after ${WITHIN_MS} ms`),
		);
		const rows = this.n8n.database(
			`SELECT e.id, e.status, d.data FROM execution_entity e
			 JOIN execution_data d ON d.executionId = e.id
			 WHERE e.workflowId = ? AND e.id > ? ORDER BY e.id`,
			this.workflowId,
			this.lastId,
		);
		for (const { id, status, data } of rows) {
			this.lastId = Number(id);
			const hashes = new Set(String(data).match(/(?<=")[0-9a-f]{64}(?=")/g));
			const found = [...hashes].filter((hash) => sent.has(hash));
			const [event] = found;
			if (status === 'success' && event && found.length === 1) this.events.push(event);
			else this.problems.push(`Execution ${id} is ${status} and holds ${found.length} events`);
		}
	}
}
