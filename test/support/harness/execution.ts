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
	/** ISO 8601; null for an execution that waits for its turn. */
	startedAt: string | null;
	/** ISO 8601; null while the execution is not over. */
	stoppedAt: string | null;
}

/** One execution with everything its nodes put out. */
export interface Execution extends ExecutionSummary {
	data: IRunExecutionData;
	workflowData: IWorkflowBase;
}

/** What n8n keeps of an error: a plain object, since it comes out of the database. */
export interface ExecutionError extends IDataObject {
	message: string;
	/** Missing for an error that is none of n8n's own. */
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

/** The statuses of an execution that will not change any more. */
export const ENDED: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** Whether the data of an execution is as new as its status. */
export function isWhole({ status, data }: Execution): boolean {
	if (status === 'success') return data?.executionData?.nodeExecutionStack.length === 0;
	if (status === 'error') return data?.resultData.error !== undefined;
	return status !== 'waiting' || data?.waitTill !== undefined;
}

/**
 * The items a node put out, of all its runs in their order (a node in a loop runs more than once).
 *
 * @param output the number of the node's output, from 0
 * @returns an empty list when the node did not run or sent nothing to this output
 * @throws when the workflow has no node of this name
 */
export function itemsOf(execution: Execution, nodeName: string, output = 0): INodeExecutionData[] {
	const names = execution.workflowData.nodes.map((node) => node.name);
	if (!names.includes(nodeName)) {
		throw new Error(`The workflow has no node "${nodeName}", only ${names.join(', ')}`);
	}
	const runs = execution.data.resultData.runData[nodeName] ?? [];
	return runs.flatMap((run) => run.data?.main?.[output] ?? []);
}

/** The error an execution ended with, or undefined. Under Continue On Fail the error is in the item instead. */
export function errorOf(execution: Execution): ExecutionError | undefined {
	return execution.data.resultData.error as unknown as ExecutionError | undefined;
}
