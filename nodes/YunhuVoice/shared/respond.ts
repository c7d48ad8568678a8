import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { parseJson } from './json';

/** Why a request is not taken: the HTTP status and the one line its sender is given. */
export interface Refusal {
	status: number;
	reason: string;
}

/** Objects and lists are JSON; `1` and `success` are words. */
function contentTypeOf(text: string): string {
	const parsed = parseJson(text);
	return parsed.ok && typeof parsed.value === 'object' && parsed.value !== null
		? 'application/json'
		: 'text/plain';
}

/** Answers a callback that is taken, filtered or a duplicate, always the same way; n8n sends it with status 200. */
export function acknowledge(
	context: IWebhookFunctions,
	text: string,
	workflowData: IWebhookResponseData['workflowData'] = undefined,
): IWebhookResponseData {
	context.getResponseObject().type(contentTypeOf(text));
	return { webhookResponse: text, ...(workflowData && { workflowData }) };
}

/** Answers a callback that is not taken. n8n sets no status for a node, and throwing would start a failed execution. */
export function refuse(
	context: IWebhookFunctions,
	{ status, reason }: Refusal,
): IWebhookResponseData {
	context.getResponseObject().status(status).type('text/plain').send(reason);
	return { noWebhookResponse: true };
}
