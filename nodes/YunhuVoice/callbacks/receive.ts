import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { YunhuCredential } from '../api/account';
import { passes } from '../events/filter';
import type { CallbackEvent } from '../events/types';
import { acknowledge, type Refusal, refuse } from '../shared/respond';
import { isWithin } from './addresses';
import { bringsSecret } from './authorize';
import { credentialForCallback } from './credential';
import { asFirst, savedWhenAnswered } from './deduplicate';
import { readBody, readCallback } from './read';
import { settings } from './settings';

/** Whether the sender gave the secret, or none is required. */
function refusalOf(context: IWebhookFunctions, credential: YunhuCredential): Refusal | undefined {
	if (!settings.usesSecret(context)) return undefined;
	const offered = [
		(context.getQueryData() as { secret?: unknown }).secret,
		context.getHeaderData()['x-callback-secret'],
	];
	return bringsSecret(credential.callbackSecret, offered)
		? undefined
		: { status: 401, reason: 'The callback secret is missing or wrong' };
}

/** The outputs in their order. Without one of its own, a campaign status leaves by the second one rather than getting lost. */
function separated(
	event: CallbackEvent,
	items: INodeExecutionData[],
	hasCampaignOutput: boolean,
): INodeExecutionData[][] {
	const order: CallbackEvent[] = ['extensionStatus', 'callRecord', 'campaignStatus'];
	const outputs: INodeExecutionData[][] = hasCampaignOutput ? [[], [], []] : [[], []];
	outputs[Math.min(order.indexOf(event), outputs.length - 1)] = items;
	return outputs;
}

/**
 * Receives a callback: checks the sender, what it is, and whether it is wanted and new; then makes an item of it.
 *
 * The sender's address is checked before the credential is read, so that a stranger can neither make n8n decrypt it nor cause a
 * failed execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const options = settings.options(context);
	if (options.allowedIps && !isWithin(options.allowedIps, context.getRequestObject().ip ?? '')) {
		return refuse(context, { status: 403, reason: 'This address may not send callbacks' });
	}
	const credential = await credentialForCallback(context);
	if (!credential) {
		return refuse(context, { status: 500, reason: 'The credential of the trigger cannot be read' });
	}
	const refusal = refusalOf(context, credential);
	if (refusal) return refuse(context, refusal);
	const received = await readBody(context);
	if (!received) return refuse(context, { status: 400, reason: 'The body cannot be read' });
	const callback = readCallback(received, credential.serverTimeZone);
	if (!callback.ok) return refuse(context, callback.failure);

	const { event, body, item } = callback.value;
	const passesAll = settings.wantsEvent(context, event) && passes(item, settings.filters(context));
	const first = passesAll ? await asFirst(context, item.eventId, options) : undefined;
	if (!first) return acknowledge(context, options.acknowledgement);

	const items = [{ json: settings.simplifies(context) ? { ...item } : body }];
	const outputs = options.separateOutputs
		? separated(event, items, settings.hasCampaignOutput(context))
		: [items];
	return savedWhenAnswered(acknowledge(context, options.acknowledgement, outputs), first);
}
