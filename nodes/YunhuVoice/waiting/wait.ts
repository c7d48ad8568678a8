import {
	type IDataObject,
	type IExecuteFunctions,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { type Account, readCredential } from '../api/account';
import { refuse } from '../shared/respond';
import { fail, inputFailure, type Result, succeed } from '../shared/result';
import { isTool } from '../shared/tool';
import { ownAddress, WAITING_PATH } from './address';
import { isDeliveryFor, makeReference } from './reference';

/**
 * Open only while an execution waits. n8n itself opens and closes it: nothing is registered with the provider, so there are
 * no webhook methods.
 */
export const waitingWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Without it n8n answers with the words "firstEntryJson".
		responseData: '',
		path: WAITING_PATH,
		restartWebhook: true,
	},
];

/**
 * What the editor shows at a node that waits: without it the workflow looks dead. The limit may be an expression that cannot be
 * read there.
 */
export const WAITING_TOOLTIP = `={{ ((parameters) => {
	if (parameters.waitForResult !== true) return '';
	let limit = 'the Wait Limit';
	try {
		const minutes = Number(parameters.waitLimitMinutes);
		if (minutes > 0) limit = minutes + ' minutes';
	} catch {}
	return 'Waiting until the call has ended. Its call record wakes this workflow: a second, published workflow with a Yunhu Voice Trigger or Yunhu Voice Record Trigger, followed by Resume Waiting, has to bring it. After ' + limit + ' this workflow continues without it, with the input item.';
})($parameter) }}`;

/** What a waiting execution answers to the record it has taken. */
export const AWAKE = 'awake';

/** Under this name the reference is kept with the execution, in n8n's store. */
const KEPT = 'yunhuWaitReference';

/** A year. Minutes. */
const LONGEST_WAIT_MINUTES = 365 * 24 * 60;

/** A wait that is possible but has not begun. */
export interface Wait {
	/** To be sent with the call. */
	reference: string;
	/** Puts the execution to sleep once the node has ended. */
	begin(): Promise<void>;
}

/**
 * Prepares to wait for the result of a call that is yet to be placed.
 *
 * @returns the wait, or why waiting is not possible here.
 */
export function prepareWait(
	context: IExecuteFunctions,
	{ credential }: Account,
	index: number,
): Result<Wait> {
	if (isTool(context.getNode())) {
		return fail(
			inputFailure(
				'A tool cannot wait for the result of a call',
				'Turn off Wait for Result. A workflow with a Yunhu Voice Trigger receives the call record instead.',
			),
		);
	}
	if (context.getInputData().length > 1) {
		return fail(
			inputFailure(
				'Wait for Result takes one item at a time',
				'Put a Loop Over Items node with batch size 1 before this one, or turn off Wait for Result.',
			),
		);
	}
	const written = context.getNodeParameter('waitLimitMinutes', index);
	const minutes = ['number', 'string'].includes(typeof written) ? Number(written) : NaN;
	if (!(minutes > 0 && minutes <= LONGEST_WAIT_MINUTES)) {
		return fail(
			inputFailure(
				'Wait Limit (Minutes) is out of range or not a number',
				`Enter a number above 0, at most ${LONGEST_WAIT_MINUTES}.`,
			),
		);
	}
	const reference = makeReference(credential.accessKey, ownAddress(context));
	if (reference === undefined) {
		return fail(
			inputFailure(
				'n8n cannot resume this execution later',
				'Start the workflow in the n8n editor or with a trigger, or turn off Wait for Result.',
			),
		);
	}
	return succeed({
		reference,
		begin: async () => {
			context.getContext('node')[KEPT] = reference;
			await context.putExecutionToWait(new Date(Date.now() + minutes * 60_000));
		},
	});
}

/** A node's name as part of an expression: braces would end the expression. */
const quoted = (name: string): string =>
	JSON.stringify(name).replace(/[{}]/g, (brace) => (brace === '{' ? '\\u007b' : '\\u007d'));

/** What the waiting node answers to anything but the record it waits for. */
export const NOT_THIS_CALL = 'The workflow does not wait for this call';

/**
 * Takes the record of the call an execution waits for; it becomes the node's output.
 *
 * Never throws: n8n would wake the execution all the same, with nothing.
 */
export async function wake(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const { accessKey } = await readCredential(context);
		const reference = context.evaluateExpression(
			`{{ $node[${quoted(context.getNode().name)}].context.${KEPT} }}`,
		);
		const delivery: unknown = context.getBodyData();
		if (typeof reference !== 'string' || !isDeliveryFor(accessKey, reference, delivery)) {
			return refuse(context, { status: 403, reason: NOT_THIS_CALL });
		}
		const record = JSON.parse(delivery.record) as IDataObject;
		return { webhookResponse: AWAKE, workflowData: [[{ json: record }]] };
	} catch {
		return refuse(context, { status: 500, reason: 'The waiting node could not be read' });
	}
}
