import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from './result';

/**
 * A failure as n8n shows it, for the item it belongs to, if it belongs to one. The only place where n8n's errors are made: built from our
 * words alone, never from another error, whose request holds the token.
 */
export function nodeErrorOf(
	node: INode,
	{ level, code, message, advice, httpStatus }: Failure,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const words = { message, description: advice, ...(itemIndex !== undefined && { itemIndex }) };
	const error =
		level === 'input'
			? new NodeOperationError(node, message, words)
			: new NodeApiError(
					node,
					{ level, reason: code },
					{ ...words, ...(httpStatus && { httpCode: String(httpStatus) }) },
				);
	// n8n replaces a message in which it finds the letters of a system error, such as EPERM in "approvePermissions".
	error.message = message;
	return error;
}

/** One of n8n's errors, made by `nodeErrorOf`. */
export type NodeError = ReturnType<typeof nodeErrorOf>;
