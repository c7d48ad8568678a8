import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { claimEvent } from './memory';
import type { Options } from './options';

/** The delivery of an event that is to be taken. */
interface FirstDelivery {
	/** To be called when n8n has stored its execution. */
	save(): void;
}

/** Claims the event for this delivery. Returns `undefined` if another delivery of the same event was taken or is being taken. */
export async function asFirst(
	context: IWebhookFunctions,
	eventId: string,
	{ dropDuplicates, rememberHours, rememberAcrossRestarts }: Options,
): Promise<FirstDelivery | undefined> {
	// With the test URL, users send the same callback again and again.
	if (context.getMode() === 'manual' || !dropDuplicates) return { save: () => {} };
	const claim = await claimEvent(context, eventId, Date.now(), {
		lifetime: rememberHours * 3_600_000,
		acrossRestarts: rememberAcrossRestarts,
	});
	const response = context.getResponseObject();
	// n8n answers after it has stored the execution. No answer, or another status, means it may not have.
	const settle = () => claim?.settle(response.writableFinished && response.statusCode === 200);
	// If the sender has hung up already, `close` has been emitted.
	if (response.closed) settle();
	else response.once('close', settle);
	return claim;
}

/**
 * n8n 2 reads the answer when it has stored the execution, and saves the workflow's static data right after. What was
 * written before is not saved: to store the execution n8n makes another workflow of the same data, which takes the mark of
 * change off it.
 */
export const savedWhenAnswered = (
	{ webhookResponse, ...data }: IWebhookResponseData,
	{ save }: FirstDelivery,
): IWebhookResponseData => ({
	...data,
	get webhookResponse() {
		save();
		return webhookResponse;
	},
});
