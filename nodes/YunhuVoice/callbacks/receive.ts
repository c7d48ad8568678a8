import type { IHookFunctions, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { checkTimeZone, readCredential, type YunhuCredential } from '../api/account';
import { fail, type Failure, inputFailure, type Result, succeed } from '../shared/result';
import { acknowledge, type Refusal, refuse } from '../shared/respond';
import { isWithin } from './addresses';
import { bringsSecret } from './authorize';
import { classify } from './classify';
import { type CallbackBody, decodeCallback } from './decode';
import { readEvents } from './events';
import { Fields } from '../events/fields';
import { checkFilters, passes } from './filter';
import { claimEvent } from './memory';
import { normalize } from '../events/normalize';
import { checkOptions, type Options, readOptions } from './options';
import { type Collection, FAILED, type Reading, readSwitch } from './settings';
import type { CallbackEvent, CallRecord, ExtensionStatus, RawCallback } from '../events/types';

type Context = IHookFunctions | IWebhookFunctions;

/** A parameter, also where its expression fails: n8n would make a failed execution of it, and lose the callback. */
function parameterOf(context: Context, name: string): unknown {
	try {
		return context.getNodeParameter(name, null);
	} catch {
		return FAILED;
	}
}

/** A collection of parameters. Where one expression in it fails, the others count all the same. */
function collectionOf(context: Context, name: 'filters' | 'options'): Collection {
	const whole = parameterOf(context, name);
	if (typeof whole === 'object') return { ...whole };
	const fields = Object.keys(context.getNode().parameters[name] ?? {});
	return Object.fromEntries(
		fields.map((field) => [field, parameterOf(context, `${name}.${field}`)]),
	);
}

/**
 * The options. A list of allowed addresses that the form leaves blank is none, as with every field of n8n; one that an
 * expression makes blank was meant to hold addresses, and stays a lock.
 */
function optionsOf(context: Context): Collection {
	const written = collectionOf(context, 'options');
	const { allowedIps } = (context.getNode().parameters.options ?? {}) as Collection;
	const isLeftBlank = typeof allowedIps === 'string' && allowedIps.trim() === '';
	if (!isLeftBlank) return written;
	return Object.fromEntries(Object.entries(written).filter(([name]) => name !== 'allowedIps'));
}

/** Nothing but None lets everybody in, whatever an expression makes of it. */
const usesSecret = (context: Context): boolean => parameterOf(context, 'authentication') !== 'none';

const simplifies = (context: Context): Reading<boolean> =>
	readSwitch(
		{ simplify: parameterOf(context, 'simplify') },
		{ name: 'simplify', displayName: 'Simplify' },
		true,
	);

/** The credential, or nothing where n8n cannot give it: it was deleted, or encrypted with another key. */
async function credentialOf(context: Context): Promise<YunhuCredential | undefined> {
	try {
		return await readCredential(context);
	} catch {
		return undefined;
	}
}

/** Looks for settings with which no callback could be taken, or others than the user meant. */
export async function checkTrigger(context: IHookFunctions): Promise<Failure | undefined> {
	const credential = await credentialOf(context);
	if (!credential) {
		return inputFailure(
			'The credential cannot be read',
			'Open the node and choose a credential; if it is there, enter its fields again and save it.',
		);
	}
	if (usesSecret(context) && credential.callbackSecret === '') {
		return inputFailure(
			'The credential has no Callback Secret',
			'Fill in Callback Secret in the credential, or set Authentication to None.',
		);
	}
	return (
		readEvents(parameterOf(context, 'events')).problem ??
		simplifies(context).problem ??
		checkOptions(optionsOf(context)) ??
		checkFilters(collectionOf(context, 'filters')) ??
		checkTimeZone(credential)
	);
}

/** Whether the sender brings the secret, where one is wanted. */
function refusalOf(context: IWebhookFunctions, credential: YunhuCredential): Refusal | undefined {
	if (!usesSecret(context)) return undefined;
	const offered = [
		(context.getQueryData() as { secret?: unknown }).secret,
		context.getHeaderData()['x-callback-secret'],
	];
	return bringsSecret(credential.callbackSecret, offered)
		? undefined
		: { status: 401, reason: 'The callback secret is missing or wrong' };
}

/**
 * n8n reads multipart forms itself, unless their content type is oddly written; else it leaves the bytes.
 *
 * @returns nothing where the body cannot be read: it is not compressed as it says, too large for n8n, or cut off.
 */
async function readBody(context: IWebhookFunctions): Promise<CallbackBody | undefined> {
	const request = context.getRequestObject();
	if (request.is('multipart/form-data')) {
		const form = context.getBodyData() as { data?: unknown; files?: object } | undefined;
		const files = Object.values(form?.files ?? {}).flat() as Array<{ size?: number }>;
		const length = request.headers['content-length'];
		return {
			fields: form?.data,
			size: length === undefined ? undefined : Number(length),
			filesSize: files.reduce((sum, file) => sum + (file?.size ?? 0), 0),
		};
	}
	try {
		await request.readRawBody();
	} catch {
		return undefined;
	}
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
	{ dropDuplicates, rememberHours, rememberAcrossRestarts }: Options,
): Promise<FirstDelivery | undefined> {
	// Who tries things out with the test address sends the same callback again and again.
	if (context.getMode() === 'manual' || !dropDuplicates) return { save: () => {} };
	const claim = await claimEvent(context, eventId, Date.now(), {
		lifetime: rememberHours * 3_600_000,
		acrossRestarts: rememberAcrossRestarts,
	});
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
 *
 * Strangers are turned away before the credential is read: they must not be able to make n8n decrypt it, or to fail on it.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const options = readOptions(optionsOf(context));
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
	const passesAll =
		readEvents(parameterOf(context, 'events')).value.has(event) &&
		passes(item, collectionOf(context, 'filters'));
	const first = passesAll ? await asFirst(context, item.eventId, options) : undefined;
	if (!first) return acknowledge(context, options.acknowledgement);

	const items = [{ json: simplifies(context).value ? { ...item } : body }];
	const statusFirst = event === 'extensionStatus' ? [items, []] : [[], items];
	const outputs = options.separateOutputs ? statusFirst : [items];
	return savedWhenAnswered(acknowledge(context, options.acknowledgement, outputs), first);
}
