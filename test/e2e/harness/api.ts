import type {
	ExecutionStatus,
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	IPinData,
	ITaskData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { ALL_STATUSES, ENDED, type Execution, type ExecutionSummary } from './execution';
import type { N8nRest } from './rest';
import { until } from './wait';

const DEFAULT_TIMEOUT_MS = 60_000;
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** A workflow as the editor exports it. */
export interface WorkflowJson {
	name: string;
	nodes: Array<Partial<INode> & Pick<INode, 'name' | 'type' | 'parameters'>>;
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

interface StoredWorkflow {
	versionId: string;
	nodes: INode[];
}

interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; errorMessage: string | null }>;
}

/** A trigger's run as the editor makes one up. */
const runOf = (json: IDataObject): ITaskData => ({
	startTime: Date.now(),
	executionIndex: 0,
	executionTime: 0,
	executionStatus: 'success',
	source: [null],
	data: { main: [[{ json }]] },
});

/**
 * What a person does in n8n's editor, done through the same REST calls.
 *
 * All methods throw N8nRestError when n8n refuses, and an error with the end of n8n's log when it takes too long.
 * Times are milliseconds.
 */
export abstract class N8nApi {
	/** @param parseFlatted the reverse of how n8n flattens the data of executions */
	constructor(
		protected readonly rest: N8nRest,
		private readonly parseFlatted: (text: string) => unknown,
	) {}

	/** The error for what should not have happened, with the end of n8n's log. */
	protected abstract failure(message: string): Error;

	/** @returns the id */
	async createCredential(
		name: string,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<string> {
		const { id } = await this.rest.call<StoredCredential>('POST', '/credentials', {
			name,
			type,
			data,
		});
		return id;
	}

	/** Changes the given fields and leaves the others, as a person does who edits a saved credential. */
	async updateCredential(id: string, changes: ICredentialDataDecryptedObject): Promise<void> {
		const { name, type, data } = await this.credential(id);
		await this.rest.call('PATCH', `/credentials/${id}`, {
			name,
			type,
			data: { ...data, ...changes },
		});
	}

	/**
	 * Presses the Test button of a saved credential.
	 *
	 * @param changes fields edited but not saved
	 */
	async testCredential(
		id: string,
		changes: ICredentialDataDecryptedObject = {},
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const { name, type, data } = await this.credential(id);
		return await this.rest.call('POST', '/credentials/test', {
			credentials: { id, name, type, data: { ...data, ...changes } },
		});
	}

	/**
	 * Imports a workflow. Like the editor it gives it a new id and does not publish it.
	 *
	 * @returns the id
	 */
	async createWorkflow(workflow: WorkflowJson): Promise<string> {
		const { name, nodes, connections, settings = {}, pinData } = workflow;
		const { id } = await this.rest.call<{ id: string }>('POST', '/workflows', {
			name,
			nodes,
			connections,
			settings,
			pinData,
		});
		return id;
	}

	/**
	 * Publishes a workflow as it is saved now, and waits until its triggers listen.
	 *
	 * @throws an error with the trigger's own message when a trigger refuses
	 */
	async activate(workflowId: string): Promise<void> {
		const { versionId } = await this.workflow(workflowId);
		await this.rest.call('POST', `/workflows/${workflowId}/activate`, { versionId });
		const { status, triggers } = await this.publication(
			workflowId,
			(now) => now.status !== 'not_published',
		);
		if (status === 'published') return;
		const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(`Workflow ${workflowId} was not published (${status}): ${reasons.join('; ')}`);
	}

	/** Unpublishes a workflow, and waits until its triggers listen no longer. */
	async deactivate(workflowId: string): Promise<void> {
		await this.rest.call('POST', `/workflows/${workflowId}/deactivate`, {});
		await this.publication(workflowId, ({ status }) => status === 'not_published');
	}

	/**
	 * Starts a workflow by hand.
	 *
	 * @param trigger the trigger's name; without it the workflow's Manual Trigger
	 * @param item what the trigger puts out, for a trigger that waits for something, such as a chat
	 * @returns the id of the execution, which has only just begun
	 */
	async startWorkflow(workflowId: string, trigger?: string, item?: IDataObject): Promise<string> {
		const name = trigger ?? (await this.manualTrigger(workflowId));
		const { executionId } = await this.rest.call<{ executionId?: string }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name, ...(item && { data: runOf(item) }) } },
		);
		if (executionId !== undefined) return executionId;
		throw new Error(`Workflow ${workflowId} did not start: "${name}" waits for a test call`);
	}

	/**
	 * Presses "Listen for test event": the trigger takes one call at `testWebhookUrl`.
	 *
	 * @param trigger the trigger's name
	 */
	async listenForTestCall(workflowId: string, trigger: string): Promise<void> {
		const { waitingForWebhook } = await this.rest.call<{ waitingForWebhook?: boolean }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name: trigger } },
		);
		if (!waitingForWebhook) throw new Error(`"${trigger}" does not wait for a test call`);
	}

	/**
	 * Starts a workflow by hand and waits for its end, good or bad: `errorOf` tells which.
	 *
	 * @param options.trigger as in `startWorkflow`
	 */
	async runWorkflow(
		workflowId: string,
		options: { trigger?: string; timeoutMs?: number } = {},
	): Promise<Execution> {
		const id = await this.startWorkflow(workflowId, options.trigger);
		return await this.waitForExecution(id, options);
	}

	/**
	 * Waits until an execution has one of the given statuses.
	 *
	 * @param options.status default: those of an execution that is over
	 */
	async waitForExecution(
		id: string,
		options: { status?: ExecutionStatus[]; timeoutMs?: number } = {},
	): Promise<Execution> {
		const { status = ENDED, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
		let last = '';
		return await until(
			async () => {
				const execution = await this.execution(id);
				last = execution.status;
				return status.includes(execution.status) ? execution : undefined;
			},
			timeoutMs,
			() =>
				this.failure(`Execution ${id} is ${last} after ${timeoutMs} ms, not ${status.join('/')}`),
		);
	}

	/** Presses the stop button of a running execution. */
	async stopExecution(id: string): Promise<void> {
		await this.rest.call('POST', `/executions/${id}/stop`, {});
	}

	/** The executions of a workflow, oldest first, all of them or those of the given statuses. */
	async executions(filter: {
		workflowId: string;
		status?: ExecutionStatus[];
	}): Promise<ExecutionSummary[]> {
		// Without a status n8n mixes two lists into the first page.
		const { workflowId, status = ALL_STATUSES } = filter;
		const query = `limit=100&filter=${encodeURIComponent(JSON.stringify({ workflowId, status }))}`;
		const found: ExecutionSummary[] = [];
		let cursor: string | null | undefined;
		do {
			const page: { results: ExecutionSummary[]; nextCursor?: string | null } =
				await this.rest.call('GET', `/executions?${query}${cursor ? `&cursor=${cursor}` : ''}`);
			found.push(...page.results);
			cursor = page.nextCursor;
		} while (cursor);
		return found.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/**
	 * Waits until a workflow has at least `count` executions of the given statuses, and returns all of these, oldest
	 * first.
	 *
	 * @param options.status default: those of an execution that is over
	 */
	async waitForExecutions(
		workflowId: string,
		count: number,
		options: { status?: ExecutionStatus[]; timeoutMs?: number } = {},
	): Promise<ExecutionSummary[]> {
		const { status = ENDED, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
		let last = 0;
		return await until(
			async () => {
				const found = await this.executions({ workflowId, status });
				last = found.length;
				return last >= count ? found : undefined;
			},
			timeoutMs,
			() =>
				this.failure(
					`Workflow ${workflowId} has ${last} executions (${status.join('/')}) after ${timeoutMs} ms, not ${count}`,
				),
		);
	}

	/** One execution with its data. */
	async execution(id: string): Promise<Execution> {
		const stored = await this.rest.call<Omit<Execution, 'data'> & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		return { ...stored, data: this.parseFlatted(stored.data) as Execution['data'] };
	}

	/** The content of a file, by the `id` in an item's binary data. */
	async binary(id: string): Promise<Buffer> {
		return await this.rest.bytes(`/binary-data?action=download&id=${encodeURIComponent(id)}`);
	}

	/** The address at which a published trigger listens whose path is not a full path. */
	webhookUrl(webhookId: string, path = 'webhook'): string {
		return `${this.rest.baseUrl}/webhook/${webhookId}/${path}`;
	}

	/** The address of the same trigger while it listens for a test call. */
	testWebhookUrl(webhookId: string, path = 'webhook'): string {
		return `${this.rest.baseUrl}/webhook-test/${webhookId}/${path}`;
	}

	/** Passwords come blanked out; n8n puts the stored ones back when it gets them so. */
	private async credential(id: string): Promise<StoredCredential> {
		return await this.rest.call('GET', `/credentials/${id}?includeData=true`);
	}

	private async workflow(id: string): Promise<StoredWorkflow> {
		return await this.rest.call('GET', `/workflows/${id}`);
	}

	private async manualTrigger(workflowId: string): Promise<string> {
		const { nodes } = await this.workflow(workflowId);
		const trigger = nodes.find((node) => node.type === MANUAL_TRIGGER);
		if (!trigger) throw new Error(`Workflow ${workflowId} has no Manual Trigger: name its trigger`);
		return trigger.name;
	}

	private async publication(
		workflowId: string,
		isSettled: (publication: PublicationStatus) => boolean,
	): Promise<PublicationStatus> {
		let last: PublicationStatus | undefined;
		return await until(
			async () => {
				last = await this.rest.call('GET', `/workflows/${workflowId}/publication-status`);
				return last && last.status !== 'in_progress' && isSettled(last) ? last : undefined;
			},
			DEFAULT_TIMEOUT_MS,
			() =>
				this.failure(`The publication of workflow ${workflowId} is ${last?.status} for too long`),
		);
	}
}
