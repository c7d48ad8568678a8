import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { checkTimeZone, CREDENTIAL_NAME, type YunhuCredential } from '../api/account';
import { inputFailure } from '../api/errors';
import type { Failure } from '../api/result';
import { bringsSecret } from './authorize';
import { classify } from './classify';
import { decodeCallback, type Refusal } from './decode';
import { Fields } from './fields';
import { normalize } from './normalize';

/** What the provider is answered. It does not document what it wants; systems in production answer this. */
const ACKNOWLEDGEMENT = '1';

const readCredential = async (context: IHookFunctions | IWebhookFunctions) =>
	await context.getCredentials<YunhuCredential>(CREDENTIAL_NAME);

/** Without the blanks that copying can add. */
const secretOf = ({ callbackSecret }: YunhuCredential): string => callbackSecret.trim();

const usesSecret = (context: IHookFunctions | IWebhookFunctions): boolean =>
	context.getNodeParameter('authentication') === 'secret';

/** Looks for settings with which no callback could be taken. */
export async function checkTrigger(context: IHookFunctions): Promise<Failure | undefined> {
	const credential = await readCredential(context);
	if (usesSecret(context) && secretOf(credential) === '') {
		return inputFailure(
			'The credential has no Callback Secret',
			'Fill in Callback Secret in the credential, or set Authentication to None.',
		);
	}
	return checkTimeZone(credential);
}

/** n8n sets no status for a node that refuses, and throwing would start a failed execution. */
function refuse(context: IWebhookFunctions, { status, reason }: Refusal): IWebhookResponseData {
	context.getResponseObject().status(status).type('text/plain').send(reason);
	return { noWebhookResponse: true };
}

const acknowledge = (
	context: IWebhookFunctions,
	response: IWebhookResponseData,
): IWebhookResponseData => {
	context.getResponseObject().type('text/plain');
	return { ...response, webhookResponse: ACKNOWLEDGEMENT };
};

/**
 * Takes a callback in: who sent it, what it is, whether it is wanted; then makes an item of it. n8n sends the
 * acknowledgement after it has stored the execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const credential = await readCredential(context);
	if (usesSecret(context)) {
		const offered = [
			(context.getQueryData() as { secret?: unknown }).secret,
			context.getHeaderData()['x-callback-secret'],
		];
		if (!bringsSecret(secretOf(credential), offered)) {
			return refuse(context, { status: 401, reason: 'The callback secret is missing or wrong' });
		}
	}

	const request = context.getRequestObject();
	await request.readRawBody();
	const body = decodeCallback(request.rawBody.toString('utf8'));
	if (!body.ok) return refuse(context, body.failure);

	const event = classify(new Fields(body.value));
	if (!event) {
		return refuse(context, {
			status: 400,
			reason: 'The body is neither an extension status nor a call record',
		});
	}
	const events = context.getNodeParameter('events') as string[];
	if (!events.includes(event)) return acknowledge(context, {});

	const json = context.getNodeParameter('simplify')
		? normalize(event, body.value, credential.serverTimeZone)
		: body.value;
	return acknowledge(context, { workflowData: [[{ json: { ...json } }]] });
}
