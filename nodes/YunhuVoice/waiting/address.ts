import type { IExecuteFunctions } from 'n8n-workflow';
import type { WaitReference } from './reference';

/** Where this node listens while it waits. A path of its own: no other node of the workflow takes a call record for its own. */
export const WAITING_PATH = 'call-record';

/** The address at which n8n wakes waiting executions, and which execution this one is. */
interface OwnAddress extends WaitReference {
	/** `https://n8n.example.com/webhook-waiting`, of this instance. */
	base: string;
}

/** `<base>/<execution id>`, with n8n's token as `signature`, which n8n 1.x does not have. */
export function ownAddress(context: IExecuteFunctions): OwnAddress {
	const url = new URL(context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string);
	const address = url.origin + url.pathname;
	const slash = address.lastIndexOf('/');
	return {
		base: address.slice(0, slash),
		executionId: address.slice(slash + 1),
		resumeToken: url.searchParams.get('signature') ?? '',
	};
}

/** The address that wakes another execution of the same n8n. */
export const addressOf = (base: string, { executionId, resumeToken }: WaitReference): string =>
	`${base}/${executionId}/${WAITING_PATH}${resumeToken && `?signature=${resumeToken}`}`;
