import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inputFailure } from '../api/errors';
import { openAccount } from '../api/request';
import { fail } from '../api/result';
import * as playVoice from './call/playVoice';
import { nodeErrorOf } from './nodeError';
import type { Execute, ItemFailure, OperationResult } from './operation';
import * as download from './recording/download';
import * as getRecodeFile from './recording/getRecodeFile';
import * as logout from './session/logout';

/** Every operation by resource and name: what the editor shows for it and what it does. */
export const operations = {
	call: { playVoice },
	recording: { getRecodeFile, download },
	session: { logout },
};

const executeOf = (resource: string, operation: string): Execute | undefined =>
	(operations as Record<string, Record<string, { execute: Execute }>>)[resource]?.[operation]
		?.execute;

/** A parameter that cannot be read (an expression that fails) is that item's failure, not the run's. */
async function itemResult(run: () => Promise<OperationResult>): Promise<OperationResult> {
	try {
		return await run();
	} catch (error) {
		return fail(
			inputFailure(
				error instanceof Error ? error.message : String(error),
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
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const execute = executeOf(resource, operation);
	const account = await openAccount(context);
	const output: INodeExecutionData[] = [];
	for (const index of context.getInputData().keys()) {
		const result = !execute
			? fail(
					inputFailure(
						`There is no operation ${operation} of ${resource}`,
						'Choose the operation anew.',
					),
				)
			: !account.ok
				? account
				: await itemResult(async () => await execute(context, account.value, index));
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
