import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { YunhuCredential } from '../api/account';
import { acknowledge, type Refusal, refuse } from '../shared/respond';
import { isWithin } from './addresses';
import { bringsSecret } from './authorize';
import { asFirst, savedWhenAnswered } from './deduplicate';
import { passes } from './filter';
import { readBody, readCallback } from './read';
import { credentialOf, settings } from './settings';

/** Whether the sender brings the secret, where one is wanted. */
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

/**
 * Takes a callback in: who sent it, what it is, whether it is wanted and new; then makes an item of it.
 *
 * Strangers are turned away before the credential is read: they must not be able to make n8n decrypt it, or to fail on it.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const options = settings.options(context);
	if (options.allowedIps && !isWithin(options.allowedIps, context.getRequestObject().ip ?? '')) {
		return refuse(context, { status: 403, reason: 'This address may not send callbacks' });
	}
	const credential = await credentialOf(context);
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
	const statusFirst = event === 'extensionStatus' ? [items, []] : [[], items];
	const outputs = options.separateOutputs ? statusFirst : [items];
	return savedWhenAnswered(acknowledge(context, options.acknowledgement, outputs), first);
}
