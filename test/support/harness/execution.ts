import type {
	ExecutionStatus,
	IDataObject,
	INodeExecutionData,
	IRunExecutionData,
	IWorkflowBase,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** An execution as n8n lists it, without its data. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: WorkflowExecuteMode;
	status: ExecutionStatus;
	/** ISO 8601; null while the execution is queued. */
	startedAt: string | null;
	/** ISO 8601; null until the execution ends. */
	stoppedAt: string | null;
}

/** An execution with the output of all its nodes. */
export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
	workflowData: IWorkflowBase;
}

/** An error as n8n stores it: a plain object, because it comes from the database. */
export interface ExecutionError extends IDataObject {
	message: string;
	/** Missing if the error is not one of n8n's own. */
	name?: string;
}

export const ALL_STATUSES: ExecutionStatus[] = [
	'new',
	'running',
	'waiting',
	'success',
	'error',
	'canceled',
	'crashed',
	'unknown',
];

/** The final statuses of an execution. */
export const ENDED: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** Whether the data of an execution is as new as its status. */
export function isWhole({ status, data }: Execution): boolean {
	if (status === 'success') return data?.executionData?.nodeExecutionStack.length === 0;
	if (status === 'error') return data?.resultData.error !== undefined;
	return status !== 'waiting' || data?.waitTill !== undefined;
}

/**
 * Returns the items that a node output, over all its runs in order (a node in a loop runs more than once).
 *
 * @param output the index of the node's output, from 0
 * @returns an empty list if the node did not run or sent nothing to this output
 * @throws if the workflow has no node with this name
 */
export function itemsOf(
	execution: Pick<Execution, 'data' | 'workflowData'>,
	nodeName: string,
	output = 0,
): INodeExecutionData[] {
	const names = execution.workflowData.nodes.map((node) => node.name);
	if (!names.includes(nodeName)) {
		throw new Error(`The workflow has no node "${nodeName}", only ${names.join(', ')}`);
	}
	const runs = execution.data.resultData.runData[nodeName] ?? [];
	return runs.flatMap((run) => run.data?.main?.[output] ?? []);
}

/** Returns the error that ended an execution, or undefined. With Continue On Fail, the item holds the error instead. */
export function errorOf(execution: Execution): ExecutionError | undefined {
	return execution.data.resultData.error as unknown as ExecutionError | undefined;
}
