import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { addAccount } from '../account';
import type { WorkflowJson } from '../harness/api';
import type { Simulator } from '../simulator';
import { tally } from '../statistics';
import { callbacks, chain, noOp } from '../workflows';
import type { Cluster } from './cluster';

/** Creates a credential for the simulator's account, whose callbacks then send its secret. Returns its id. */
export async function createAccount(cluster: Cluster, simulator: Simulator): Promise<string> {
	const callbackSecret = randomUUID();
	simulator.options.callbackHeaders = { 'x-callback-secret': callbackSecret };
	return await addAccount(cluster.main, simulator, { callbackSecret });
}

/** Imports and publishes a workflow. Returns its id. */
export async function publish(cluster: Cluster, workflow: WorkflowJson): Promise<string> {
	const id = await cluster.main.createWorkflow(workflow);
	await cluster.main.activate(id);
	return id;
}

/** Publishes a workflow of the package's trigger and the nodes in `after`. Returns its id and its webhook URL. */
export async function publishTrigger(
	cluster: Cluster,
	credentialId: string,
	after: WorkflowJson['nodes'] = [noOp()],
	parameters: INodeParameters = {},
): Promise<{ id: string; url: string }> {
	const webhookId = randomUUID();
	const nodes = [callbacks(credentialId, webhookId, parameters), ...after];
	const id = await publish(cluster, chain('Callbacks', nodes));
	return { id, url: cluster.webhookUrl(webhookId) };
}

/** Waits until all executions of a workflow have ended. Returns their number per status. */
export const statuses = async (
	cluster: Cluster,
	workflowId: string,
): Promise<Record<string, number>> => tally([...(await cluster.ended(workflowId)).values()]);

/** Waits until all executions of a workflow have ended. Returns the number that each worker started. */
export async function shares(cluster: Cluster, workflowId: string): Promise<[number, number]> {
	const ids = await cluster.ended(workflowId);
	const [one, two] = cluster.workers.map(
		(worker) => worker.startedExecutions().filter((id) => ids.has(id)).length,
	);
	return [one!, two!];
}

/** Returns the number of executions of a workflow that contain each text. */
export async function executionsWith(
	cluster: Cluster,
	workflowId: string,
	texts: string[],
): Promise<number[]> {
	const executions = await cluster.postgres.rows<{ data: string }>(
		`SELECT d.data FROM execution_entity e JOIN execution_data d ON d."executionId" = e.id
		 WHERE e."workflowId" = '${workflowId}'`,
	);
	return texts.map((text) => executions.filter(({ data }) => data.includes(text)).length);
}
