import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { type Failure, inOneLine } from './result';
import { isTool } from './tool';

/**
 * Makes n8n's error of a failure, with the item it belongs to, if any. This is the only place that makes n8n errors. They contain this
 * package's own words, never another error, whose request contains the token.
 */
export function nodeErrorOf(
	node: INode,
	failure: Failure,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const { level, code, message, advice, httpStatus } = failure;
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
	// An agent passes the message of a tool's error on to its model, and not the description.
	error.message = isTool(node) ? inOneLine(failure) : message;
	return error;
}

/** The error of a workflow that cannot be published. There n8n shows the message only, so it says what to do as well. */
export const publishErrorOf = (node: INode, failure: Failure): NodeApiError | NodeOperationError =>
	nodeErrorOf(node, { ...failure, message: inOneLine(failure) });

/** One of n8n's errors, made by `nodeErrorOf`. */
export type NodeError = ReturnType<typeof nodeErrorOf>;
