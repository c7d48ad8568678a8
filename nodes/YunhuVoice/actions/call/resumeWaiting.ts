import { type IExecuteFunctions, type INodeProperties, sleep } from 'n8n-workflow';
import { failureOfError } from '../../api/request';
import { fail, type Failure, type Result, succeed } from '../../api/result';
import { addressOf, ownAddress } from '../../waiting/address';
import { type Delivery, packDelivery, readReference } from '../../waiting/reference';
import { AWAKE } from '../../waiting/wait';
import { optionsFor, shownFor } from '../descriptions';
import { type Execute, type Operation, optionsOf, textParameter } from '../operation';
import type { ResumeWaitingOutput } from '../outputs';

const description: INodeProperties[] = [
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		required: true,
		default: '={{ $json.waitReference }}',
		displayOptions: shownFor('call', 'resumeWaiting'),
		description:
			'Which workflow waits for the call: waitReference of the item that the Yunhu Voice Trigger gives',
	},
	optionsFor('call', 'resumeWaiting', [
		{
			displayName: 'Time Limit (Seconds)',
			name: 'timeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30,
			description: 'How long to try again while the workflow is not waiting yet',
		},
	]),
];

/** Between two tries. Milliseconds. */
const PAUSE = 500;

/** What became of one try: woken, not to be woken, or worth another try. */
type Outcome = 'awake' | { reason: string } | { again: Failure | string };

const elsewhere = (failure: Pick<Failure, 'code' | 'message'>): Failure => ({
	level: 'transport',
	advice:
		'n8n has to reach itself at the address that WEBHOOK_URL names. Correct it, or ask whoever runs n8n.',
	...failure,
});

/** What n8n or the waiting node answers: see `waiting-webhooks` of n8n. */
function outcomeOf(statusCode: number, body: string): Outcome {
	if (statusCode === 200 && body === AWAKE) return 'awake';
	if (statusCode === 409) {
		if (body.includes('has finished')) return { reason: 'The workflow has already finished' };
		return { again: 'The workflow is running, not waiting' };
	}
	if (statusCode === 404) return { reason: 'No workflow waits for this call any more' };
	if ([401, 403].includes(statusCode)) return { reason: 'The workflow waits for another call' };
	return {
		again: elsewhere({
			code: `HTTP_${statusCode}`,
			message: `n8n’s own waiting address answered with HTTP ${statusCode}`,
		}),
	};
}

async function knock(
	context: IExecuteFunctions,
	url: string,
	delivery: Delivery,
	timeout: number,
): Promise<Outcome> {
	try {
		const { statusCode, body } = await context.helpers.httpRequest({
			method: 'POST',
			url,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(delivery),
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout,
		});
		return outcomeOf(statusCode as number, String(body));
	} catch (error) {
		const { code } = failureOfError(error);
		return {
			again: elsewhere({ code, message: `n8n could not reach its own waiting address (${code})` }),
		};
	}
}

/** The node that waits can be a moment behind the provider: its execution is stored after the call was placed. */
async function insistUntil(
	deadline: number,
	attempt: () => Promise<Outcome>,
	hasEnded: () => boolean,
): Promise<Result<string | undefined>> {
	for (;;) {
		const outcome = await attempt();
		if (outcome === 'awake') return succeed(undefined);
		if ('reason' in outcome) return succeed(outcome.reason);
		if (Date.now() + PAUSE >= deadline || hasEnded()) {
			return typeof outcome.again === 'string' ? succeed(outcome.again) : fail(outcome.again);
		}
		await sleep(PAUSE);
	}
}

/** Wakes the workflow that waits for the call this item is the record of. Talks to this n8n alone. */
const execute: Execute = async (context, { credential: { accessKey } }, index) => {
	const { json, binary } = context.getInputData()[index]!;
	const reply = (outcome: Pick<ResumeWaitingOutput, 'resumed' | 'reason'>) =>
		succeed({ json: { ...json, ...outcome }, ...(binary && { binary }) });
	const notWoken = (reason: string) => reply({ resumed: false, reason });

	const reference = textParameter(context, 'reference', index);
	if (reference === '') return notWoken('No workflow waits for this call');
	if (json.event !== 'callRecord') return notWoken('Only a call record wakes a waiting workflow');
	const waiting = readReference(accessKey, reference);
	if (!waiting) {
		return notWoken('The reference is cut off, changed, or made with another access key');
	}
	const { timeoutSeconds } = optionsOf(context, index);
	const url = addressOf(ownAddress(context).base, waiting);
	const delivery = packDelivery(accessKey, reference, json);
	const deadline = Date.now() + timeoutSeconds * 1000;
	const signal = context.getExecutionCancelSignal();
	const woken = await insistUntil(
		deadline,
		async () => await knock(context, url, delivery, Math.max(1000, deadline - Date.now())),
		() => signal?.aborted === true,
	);
	if (!woken.ok) return woken;
	return woken.value === undefined ? reply({ resumed: true }) : notWoken(woken.value);
};

export const resumeWaiting: Operation = { description, execute, done: 'items done' };
