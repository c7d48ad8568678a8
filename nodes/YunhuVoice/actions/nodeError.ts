import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../api/result';

/**
 * A failure as n8n shows it, for the item it belongs to. The only place where n8n's errors are made: built from our
 * words alone, never from another error, whose request holds the token.
 */
export function nodeErrorOf(
	node: INode,
	{ level, code, message, advice, httpStatus }: Failure,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	if (level === 'input')
		return new NodeOperationError(node, message, { description: advice, itemIndex });
	return new NodeApiError(
		node,
		{ level, reason: code },
		{
			message,
			description: advice,
			itemIndex,
			...(httpStatus && { httpCode: String(httpStatus) }),
		},
	);
}
