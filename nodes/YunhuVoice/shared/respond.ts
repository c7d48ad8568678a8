import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { parseJson } from './json';

/** Why a request is refused: the HTTP status and the one line of text that its sender gets. */
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

/** Answers a callback that is accepted, filtered out or a duplicate, always in the same way. n8n sends status 200. */
export function acknowledge(
	context: IWebhookFunctions,
	text: string,
	workflowData: IWebhookResponseData['workflowData'] = undefined,
): IWebhookResponseData {
	context.getResponseObject().type(contentTypeOf(text));
	return { webhookResponse: text, ...(workflowData && { workflowData }) };
}

/** Answers a callback that is refused. Writes the status itself, since throwing would start a failed execution. */
export function refuse(
	context: IWebhookFunctions,
	{ status, reason }: Refusal,
): IWebhookResponseData {
	context.getResponseObject().status(status).type('text/plain').send(reason);
	return { noWebhookResponse: true };
}
