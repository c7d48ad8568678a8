import type {
	ExecutionStatus,
	IBinaryData,
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeListSearchResult,
	IPinData,
	ITaskData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { type Dialect, type Page, type StoredWorkflow, dialectOf } from './dialect';
import { ALL_STATUSES, ENDED, type Execution, type ExecutionSummary, isWhole } from './execution';
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

/** Returns a trigger's output as the editor builds it. */
const outputOf = (json: IDataObject): ITaskData => ({
	startTime: Date.now(),
	executionIndex: 0,
	executionTime: 0,
	executionStatus: 'success',
	source: [null],
	data: { main: [[{ json }]] },
});

/**
 * Does what a user does in n8n's editor, through the same REST calls.
 *
 * All methods throw N8nRestError if n8n refuses, and an error with the end of n8n's log on timeout. Times are in ms.
 */
export abstract class N8nApi {
	/** n8n's major version. */
	readonly major: number;
	/** The requests that differ between versions of n8n. */
	protected readonly dialect: Dialect;
	/** Imports run one at a time: n8n 1 with SQLite mixes up overlapping transactions. */
	private lastImport: Promise<unknown> = Promise.resolve();

	/**
	 * @param version n8n's version
	 * @param parseFlatted parses execution data as n8n flattens it
	 */
	constructor(
		protected readonly rest: N8nRest,
		version: string,
		protected readonly parseFlatted: (text: string) => unknown,
	) {
		this.major = Number.parseInt(version, 10);
		this.dialect = dialectOf(version, { rest, failure: (message) => this.failure(message) });
	}

	/** Returns the error for a failure, with the end of n8n's log. */
	protected abstract failure(message: string): Error;

	/** @returns the credential id */
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

	/** Changes the given fields and keeps the others, as a user does who edits a saved credential. */
	async updateCredential(id: string, changes: ICredentialDataDecryptedObject): Promise<void> {
		const { name, type, data } = await this.credential(id);
		await this.rest.call('PATCH', `/credentials/${id}`, {
			name,
			type,
			data: { ...data, ...changes },
		});
	}

	/**
	 * Tests a saved credential, as its Test button does.
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
	 * Opens a list of a node's locator, as the editor does. Returns what it shows.
	 *
	 * @param type the node's full type
	 * @throws N8nRestError with n8n's words if the list cannot be shown
	 */
	async searchList(
		type: string,
		methodName: string,
		credentials: NonNullable<INode['credentials']>,
		filter?: string,
	): Promise<INodeListSearchResult> {
		return await this.rest.call('POST', '/dynamic-node-parameters/resource-locator-results', {
			path: 'parameters.list',
			methodName,
			credentials,
			currentNodeParameters: {},
			nodeTypeAndVersion: { name: type, version: 1 },
			...(filter !== undefined && { filter }),
		});
	}

	/**
	 * Imports a workflow. As in the editor, it gets a new id and is not published.
	 *
	 * @returns the workflow id
	 */
	async createWorkflow(workflow: WorkflowJson): Promise<string> {
		const { name, nodes, connections, settings = {}, pinData } = workflow;
		const stored = this.lastImport.then(
			async () =>
				await this.rest.call<{ id: string }>('POST', '/workflows', {
					name,
					nodes,
					connections,
					settings,
					pinData,
					active: false,
				}),
		);
		this.lastImport = stored.catch(() => undefined);
		return (await stored).id;
	}

	/** Saves changed nodes of a workflow, as the editor does. The published version stays as it is. */
	async changeNodes(workflowId: string, change: (nodes: INode[]) => void): Promise<void> {
		const { nodes, versionId } = await this.workflow(workflowId);
		change(nodes);
		await this.rest.call('PATCH', `/workflows/${workflowId}`, { nodes, versionId });
	}

	/**
	 * Publishes the saved version of a workflow and waits until its triggers listen.
	 *
	 * @throws an error with the trigger's own message if a trigger refuses
	 */
	async activate(workflowId: string): Promise<void> {
		await this.dialect.activate(await this.workflow(workflowId));
	}

	/** Unpublishes a workflow and waits until its triggers no longer listen. */
	async deactivate(workflowId: string): Promise<void> {
		await this.dialect.deactivate(await this.workflow(workflowId));
	}

	/**
	 * Starts a workflow manually.
	 *
	 * @param trigger the trigger's name; default: the workflow's Manual Trigger
	 * @param item the trigger's output, for a trigger that waits for input, such as a chat
	 * @returns the id of the execution, which has only just started
	 */
	async startWorkflow(workflowId: string, trigger?: string, item?: IDataObject): Promise<string> {
		const { executionId, name } = await this.requestRun(workflowId, trigger, item);
		if (executionId !== undefined) return executionId;
		throw new Error(`Workflow ${workflowId} did not start: "${name}" waits for a test call`);
	}

	/**
	 * Clicks "Listen for test event". The trigger then takes one call at `testWebhookUrl`.
	 *
	 * @param trigger the trigger's name
	 */
	async listenForTestCall(workflowId: string, trigger: string): Promise<void> {
		const { waitingForWebhook } = await this.requestRun(workflowId, trigger);
		if (!waitingForWebhook) throw new Error(`"${trigger}" does not wait for a test call`);
	}

	/**
	 * Starts a workflow manually and waits until it ends, with or without an error: see `errorOf`.
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
	 * @param options.status default: the final ones
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

	/** Stops a running execution, as its stop button does. */
	async stopExecution(id: string): Promise<void> {
		await this.rest.call('POST', `/executions/${id}/stop`, {});
	}

	/** Retries a failed execution, as the list of executions offers it. Returns the id of the new execution. */
	async retryExecution(id: string): Promise<string> {
		const retried = await this.rest.call<{ executionId?: string; id?: string }>(
			'POST',
			`/executions/${id}/retry`,
			{ loadWorkflow: false },
		);
		return String(retried.executionId ?? retried.id);
	}

	/** Returns the executions of a workflow, oldest first: all of them, or those with the given statuses. */
	async executions(filter: {
		workflowId: string;
		status?: ExecutionStatus[];
	}): Promise<ExecutionSummary[]> {
		// Without a status, n8n mixes two lists into the first page.
		const { workflowId, status = ALL_STATUSES } = filter;
		const query = `limit=100&filter=${encodeURIComponent(JSON.stringify({ workflowId, status }))}`;
		const found: ExecutionSummary[] = [];
		let next: string | undefined = '';
		do {
			const page: Page & { results: ExecutionSummary[] } = await this.rest.call(
				'GET',
				`/executions?${query}&${next}`,
			);
			found.push(...page.results);
			next = this.dialect.nextPage(page);
		} while (next !== undefined);
		return found.sort((a, b) => Number(a.id) - Number(b.id));
	}

	/**
	 * Waits until a workflow has at least `count` executions with the given statuses. Returns all of these, oldest first.
	 *
	 * @param options.status default: the final ones
	 */
	async waitForExecutions(
		workflowId: string,
		count: number,
		options: { status?: ExecutionStatus[]; timeoutMs?: number } = {},
	): Promise<ExecutionSummary[]> {
		const { status = ENDED, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
		let last = 0;
		const executions = await until(
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
		if (this.dialect.storesDataLast) {
			// An execution that a crash cut off may never get data.
			const whole = executions.filter((execution) => execution.status !== 'crashed');
			for (const { id } of whole) await this.execution(id);
		}
		return executions;
	}

	/** Returns one execution with its data. */
	async execution(id: string): Promise<Execution> {
		return await until(
			async () => {
				const { data, ...stored } = await this.rest.call<
					Omit<Execution, 'data'> & { data: string }
				>('GET', `/executions/${id}`);
				const execution = { ...stored, data: this.parseFlatted(data) as Execution['data'] };
				return !this.dialect.storesDataLast || isWhole(execution) ? execution : undefined;
			},
			DEFAULT_TIMEOUT_MS,
			() => this.failure(`Execution ${id} has an end but no data after ${DEFAULT_TIMEOUT_MS} ms`),
		);
	}

	/** Returns the content of a file in an item. With n8n 1's default settings, the item itself contains it. */
	async binary({ id, data }: IBinaryData): Promise<Buffer> {
		if (id === undefined) return Buffer.from(data, 'base64');
		return await this.rest.bytes(`/binary-data?action=download&id=${encodeURIComponent(id)}`);
	}

	/** Returns the URL of a published trigger whose path is not a full path. */
	webhookUrl(webhookId: string, path = 'webhook'): string {
		return `${this.rest.baseUrl}/webhook/${webhookId}/${path}`;
	}

	/** Returns the URL of the same trigger while it listens for a test call. */
	testWebhookUrl(webhookId: string, path = 'webhook'): string {
		return `${this.rest.baseUrl}/webhook-test/${webhookId}/${path}`;
	}

	/** n8n blanks out passwords. If it receives a blanked password, it keeps the stored one. */
	private async credential(id: string): Promise<StoredCredential> {
		return await this.rest.call('GET', `/credentials/${id}?includeData=true`);
	}

	private async workflow(id: string): Promise<StoredWorkflow> {
		return await this.rest.call('GET', `/workflows/${id}`);
	}

	/** @param trigger default: the workflow's Manual Trigger */
	private async requestRun(
		workflowId: string,
		trigger?: string,
		item?: IDataObject,
	): Promise<{ executionId?: string; waitingForWebhook?: boolean; name: string }> {
		const workflow = await this.workflow(workflowId);
		const name = trigger ?? workflow.nodes.find(({ type }) => type === MANUAL_TRIGGER)?.name;
		if (!name) throw new Error(`Workflow ${workflowId} has no Manual Trigger: name its trigger`);
		const start = { name, ...(item && { data: outputOf(item) }) };
		const run = this.dialect.runOf(workflow, start);
		const answer: { executionId?: string; waitingForWebhook?: boolean } = await this.rest.call(
			'POST',
			`/workflows/${workflowId}/run`,
			run,
		);
		return { ...answer, name };
	}
}
