/** What the record trigger does in a real n8n: counted in n8n's database and at the provider. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { N8nInstance } from './harness/n8n';
import { isOnOlderN8n } from './harness/runtime';
import { until } from './harness/wait';
import type { Simulator } from './simulator';

/** Settings with which n8n 2 commits the position of a polling trigger together with the execution. */
const DURABLE_CURSORS = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
};

interface Mode {
	name: string;
	env: Record<string, string>;
	/** How often the trigger gives its last batch again after a restart. */
	repeats: 0 | 1;
}

/** How n8n can store the position of a polling trigger. n8n 1 and 2.0 know one way. */
export const MODES: Mode[] = [
	{ name: 'default installation', env: {}, repeats: 1 },
	...(isOnOlderN8n
		? []
		: [{ name: 'durable poll cursors', env: DURABLE_CURSORS, repeats: 0 as const }]),
];

/** An execution that a trigger has started, with what it was started with, even if it never ran. */
export interface Start {
	id: string;
	status: string;
	trigger: string;
	items: IDataObject[];
}

/** Returns all executions of a published workflow, oldest first, from n8n's database. */
export function startsOf(n8n: N8nInstance, workflowId: string): Start[] {
	// n8n 1 stores an execution in two steps: a crash can leave one without data.
	const rows = n8n.database(
		`SELECT e.id, e.status FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id
		 WHERE e."workflowId" = ? AND e.mode IN ('trigger', 'webhook') ORDER BY e.id`,
		workflowId,
	);
	return rows.map(({ id, status }) => {
		const { data } = n8n.storedExecution(String(id));
		const [started] = data.executionData?.nodeExecutionStack ?? [];
		const [name, runs] = Object.entries(data.resultData.runData)[0] ?? [];
		const items: INodeExecutionData[] = runs?.[0]?.data?.main?.[0] ?? started?.data.main?.[0] ?? [];
		return {
			id: String(id),
			status: String(status),
			trigger: name ?? started?.node.name ?? '',
			items: items.map(({ json }) => json),
		};
	});
}

/** Returns the ids of the records that each execution of a published workflow was started with, oldest first. */
export const batchesOf = (n8n: N8nInstance, workflowId: string): string[][] =>
	startsOf(n8n, workflowId)
		.map(({ items }) => items.flatMap(({ recordId }) => (recordId ? String(recordId) : [])))
		.filter((ids) => ids.length > 0);

/** Waits until n8n has polled so many times from now on and is done with it. Each poll of a short list is one request. */
export async function polls(provider: Simulator, count: number, timeoutMs = 60_000): Promise<void> {
	// The answer to the last but one is processed when the last one comes.
	const wanted = provider.count('GetBill') + count + 1;
	await until(
		async () => provider.count('GetBill') >= wanted || undefined,
		timeoutMs,
		() => new Error(`${provider.count('GetBill')} polls, not ${wanted}`),
	);
}
