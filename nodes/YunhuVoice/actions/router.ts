import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inputFailure } from '../api/errors';
import { openAccount } from '../api/request';
import { fail, type Result, succeed } from '../api/result';
import { playVoice } from './call/playVoice';
import { nodeErrorOf } from './nodeError';
import type { ItemFailure, Operation, OperationResult } from './operation';
import { download } from './recording/download';
import { getRecodeFile } from './recording/getRecodeFile';
import { logout } from './session/logout';

/** Every operation by resource and name: what the editor shows for it and what it does. */
export const operations: Record<string, Record<string, Operation>> = {
	call: { playVoice },
	recording: { getRecodeFile, download },
	session: { logout },
};

type RunItem = (index: number) => Promise<OperationResult>;

/** What to do with each item, or why nothing can be done with any. */
async function openOperation(context: IExecuteFunctions): Promise<Result<RunItem>> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const execute = operations[resource]?.[operation]?.execute;
	if (!execute) {
		return fail(
			inputFailure(
				`There is no operation ${operation} of ${resource}`,
				'Choose the operation anew.',
			),
		);
	}
	const account = await openAccount(context);
	if (!account.ok) return account;
	return succeed(async (index) => await execute(context, account.value, index));
}

/** A parameter that cannot be read (an expression that fails) is that item's failure, not the run's. */
async function resultOf(runItem: RunItem, index: number): Promise<OperationResult> {
	try {
		return await runItem(index);
	} catch (error) {
		return fail(
			inputFailure(
				(error as Error).message,
				'Correct this item’s values or the expressions that make them.',
			),
		);
	}
}

/**
 * The item that stands for a failed one under Continue On Fail. n8n sends an item to the error output by its `error`, and
 * reduces such an item to the message; so only there it is set.
 */
function failedItem(
	context: IExecuteFunctions,
	failure: ItemFailure,
	item: number,
): INodeExecutionData {
	const { message, code, level, advice, call } = failure;
	const node = context.getNode();
	return {
		json: { error: message, code, level, advice, ...call },
		...(node.onError === 'continueErrorOutput' && { error: nodeErrorOf(node, failure, item) }),
		pairedItem: { item },
	};
}

/**
 * Carries out the node's operation for every input item, in order.
 *
 * @throws NodeApiError or NodeOperationError at the first failed item, unless Continue On Fail is on.
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = await openOperation(context);
	const output: INodeExecutionData[] = [];
	for (const index of context.getInputData().keys()) {
		const result = operation.ok ? await resultOf(operation.value, index) : operation;
		if (result.ok) {
			output.push({ ...result.value, pairedItem: { item: index } });
		} else if (context.continueOnFail()) {
			output.push(failedItem(context, result.failure, index));
		} else {
			throw nodeErrorOf(context.getNode(), result.failure, index);
		}
	}
	return [output];
}
