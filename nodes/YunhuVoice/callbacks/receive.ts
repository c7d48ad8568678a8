import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { checkTimeZone, readCredential, type YunhuCredential } from '../api/account';
import { inputFailure } from '../api/errors';
import { fail, type Failure, type Result, succeed } from '../api/result';
import { acknowledge, refuse } from './acknowledge';
import { type AddressRange, isWithin, parseAddresses } from './addresses';
import { bringsSecret } from './authorize';
import { classify } from './classify';
import { type CallbackBody, decodeCallback, type Refusal } from './decode';
import { asText, Fields } from './fields';
import { type Filters, passes } from './filter';
import { claimEvent } from './memory';
import { normalize } from './normalize';
import type { CallbackEvent, CallRecord, ExtensionStatus, RawCallback } from './types';

/** The trigger's "Options" collection. What should be text can be anything where an expression makes it. */
interface Options {
	acknowledgement?: unknown;
	allowedIps?: unknown;
	dropDuplicates?: boolean;
	separateOutputs?: boolean;
}

type Context = IHookFunctions | IWebhookFunctions;

const EVENTS: CallbackEvent[] = ['callRecord', 'extensionStatus'];

/** The provider does not document which answer it wants; systems in production give this one. */
const DEFAULT_ACKNOWLEDGEMENT = '1';

const optionsOf = (context: Context): Options => context.getNodeParameter('options', {}) as Options;

/** Nothing but None lets everybody in, whatever an expression makes of it. */
const usesSecret = (context: Context): boolean =>
	context.getNodeParameter('authentication') !== 'none';

const isWanted = (context: Context, event: CallbackEvent): boolean =>
	[context.getNodeParameter('events')].flat().includes(event);

const filtersOf = (context: Context): Filters => context.getNodeParameter('filters', {}) as Filters;

/** The ranges of Allowed IP Addresses, none where everybody may send, or the entry that is no address. */
function allowedAddresses(context: Context): Result<AddressRange[], string> {
	const options = optionsOf(context);
	if (!('allowedIps' in options)) return succeed([]);
	const { allowedIps } = options;
	return typeof allowedIps === 'string' ? parseAddresses(allowedIps) : fail(String(allowedIps));
}

/** Looks for settings with which no callback could be taken, or others than the user meant. */
export async function checkTrigger(context: IHookFunctions): Promise<Failure | undefined> {
	const credential = await readCredential(context);
	if (usesSecret(context) && credential.callbackSecret === '') {
		return inputFailure(
			'The credential has no Callback Secret',
			'Fill in Callback Secret in the credential, or set Authentication to None.',
		);
	}
	const addresses = allowedAddresses(context);
	if (!addresses.ok) {
		return inputFailure(
			`Allowed IP Addresses holds “${addresses.failure.slice(0, 60)}”, which is no address`,
			'Write addresses like 203.0.113.7 and ranges like 203.0.113.0/24, separated by commas.',
		);
	}
	if (!EVENTS.some((event) => isWanted(context, event))) {
		return inputFailure('Events holds no event', 'Choose Call Record, Extension Status, or both.');
	}
	const talkSeconds = filtersOf(context).minTalkSeconds;
	if (talkSeconds !== undefined && Number.isNaN(Number(talkSeconds))) {
		return inputFailure(
			'Minimum Talk Time (Seconds) is not a number',
			'Write a number of seconds, or remove this filter.',
		);
	}
	return checkTimeZone(credential);
}

/** Whether the sender may send at all: its address, then its secret. */
function refusalOf(context: IWebhookFunctions, credential: YunhuCredential): Refusal | undefined {
	const allowed = allowedAddresses(context);
	const mayAnybody = allowed.ok && allowed.value.length === 0;
	if (
		!mayAnybody &&
		!(allowed.ok && isWithin(allowed.value, context.getRequestObject().ip ?? ''))
	) {
		return { status: 403, reason: 'This address may not send callbacks' };
	}
	if (!usesSecret(context)) return undefined;
	const offered = [
		(context.getQueryData() as { secret?: unknown }).secret,
		context.getHeaderData()['x-callback-secret'],
	];
	return bringsSecret(credential.callbackSecret, offered)
		? undefined
		: { status: 401, reason: 'The callback secret is missing or wrong' };
}

/** n8n reads multipart forms itself, unless their content type is oddly written; else it leaves the bytes. */
async function readBody(context: IWebhookFunctions): Promise<CallbackBody> {
	const request = context.getRequestObject();
	if (request.is('multipart/form-data')) {
		const form = context.getBodyData() as { data?: unknown } | undefined;
		return { fields: form?.data };
	}
	await request.readRawBody();
	return { bytes: request.rawBody };
}

interface Callback {
	event: CallbackEvent;
	body: RawCallback;
	item: ExtensionStatus | CallRecord;
}

/** Makes an item of a body, whichever of the two callbacks it is. */
export function readCallback(body: CallbackBody, zone: string): Result<Callback, Refusal> {
	const decoded = decodeCallback(body);
	if (!decoded.ok) return decoded;
	const event = classify(new Fields(decoded.value));
	if (!event) {
		return fail({
			status: 400,
			reason: 'The body is neither an extension status nor a call record',
		});
	}
	return succeed({ event, body: decoded.value, item: normalize(event, decoded.value, zone) });
}

/** A delivery that is the one to take. */
interface FirstDelivery {
	/** To be called when n8n has stored its execution. */
	save(): void;
}

/** Whether this delivery is the one to take: not while or after another delivery of the same event is taken. */
async function asFirst(
	context: IWebhookFunctions,
	eventId: string,
): Promise<FirstDelivery | undefined> {
	// Who tries things out with the test address sends the same callback again and again.
	if (context.getMode() === 'manual' || optionsOf(context).dropDuplicates === false) {
		return { save: () => {} };
	}
	const claim = await claimEvent(context, eventId, Date.now());
	const response = context.getResponseObject();
	// n8n answers after it has stored the execution. No answer, or another status, means it may not have.
	const settle = () => claim?.settle(response.writableFinished && response.statusCode === 200);
	// A sender that has given up already closes nothing any more.
	if (response.closed) settle();
	else response.once('close', settle);
	return claim;
}

/**
 * n8n 2 reads the answer when it has stored the execution, and saves the workflow's static data right after. What was
 * written before is not saved: to store the execution n8n makes another workflow of the same data, which takes the mark of
 * change off it.
 */
const savedWhenAnswered = (
	{ webhookResponse, ...data }: IWebhookResponseData,
	{ save }: FirstDelivery,
): IWebhookResponseData => ({
	...data,
	get webhookResponse() {
		save();
		return webhookResponse;
	},
});

/**
 * Takes a callback in: who sent it, what it is, whether it is wanted and new; then makes an item of it.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const credential = await readCredential(context);
	const refusal = refusalOf(context, credential);
	if (refusal) return refuse(context, refusal);
	const callback = readCallback(await readBody(context), credential.serverTimeZone);
	if (!callback.ok) return refuse(context, callback.failure);

	const { event, body, item } = callback.value;
	const { separateOutputs, ...options } = optionsOf(context);
	const acknowledgement = asText(options.acknowledgement ?? DEFAULT_ACKNOWLEDGEMENT);
	const passesAll = isWanted(context, event) && passes(item, filtersOf(context));
	const first = passesAll ? await asFirst(context, item.eventId) : undefined;
	if (!first) return acknowledge(context, acknowledgement);

	const items = [{ json: context.getNodeParameter('simplify') ? { ...item } : body }];
	const statusFirst = event === 'extensionStatus' ? [items, []] : [[], items];
	const outputs = separateOutputs ? statusFirst : [items];
	return savedWhenAnswered(acknowledge(context, acknowledgement, outputs), first);
}
