import {
	type IExecuteFunctions,
	type IN8nHttpFullResponse,
	type INodeProperties,
	sleep,
} from 'n8n-workflow';
import { notStarted, takeTurn } from '../../api/account';
import { failureOfError } from '../../api/http';
import { fail, type Result, succeed } from '../../shared/result';
import { joinSignals } from '../../shared/signals';
import { textOf } from '../../shared/text';
import { addressOf, ownAddress } from '../../waiting/address';
import { type Delivery, packDelivery, readReference } from '../../waiting/reference';
import { AWAKE, NOT_THIS_CALL } from '../../waiting/wait';
import { optionsWith, TIME_LIMIT } from '../descriptions';
import { type Execute, type Operation } from '../operation';
import type { ResumeWaitingOutput } from '../outputs';
import { optionsOf, textParameter } from '../parameters';

const entry = {
	name: 'Resume Waiting',
	value: 'resumeWaiting',
	action: 'Resume waiting workflow',
	description:
		'Resume the workflow that waits for the result of a call; place this after a Yunhu Voice Trigger or a Yunhu Voice Record Trigger',
};

const properties: INodeProperties[] = [
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		required: true,
		default: '={{ $json.waitReference }}',
		description:
			'Identifies the waiting workflow. Keep the default: it takes waitReference from the trigger’s item.',
		builderHint: {
			propertyHint:
				'Keep the default and connect this node directly behind Yunhu Voice Trigger or Yunhu Voice Record Trigger. Calls that nothing waits for pass through.',
		},
	},
	optionsWith([
		{
			...TIME_LIMIT,
			description: 'How many seconds to keep trying if the workflow is not waiting yet, 1 to 3600',
		},
	]),
];

/** Between two tries. Milliseconds. */
const PAUSE_MS = 500;

/** What one try has shown: why the workflow was not woken, `undefined` if it was, and whether another try can succeed. */
type Outcome = Result<{ reason: string | undefined; mayChange: boolean }>;

const woken: Outcome = succeed({ reason: undefined, mayChange: false });
const settled = (reason: string): Outcome => succeed({ reason, mayChange: false });
const open = (reason: string): Outcome => succeed({ reason, mayChange: true });

const unreachable = (code: string, message: string): Outcome =>
	fail({
		level: 'transport',
		code,
		message,
		advice:
			'n8n must be able to reach itself at the address in WEBHOOK_URL. Correct WEBHOOK_URL, or ask your n8n administrator.',
	});

const NOBODY_WAITS = 'No workflow is waiting for this call any longer';
const ANOTHER_CALL = 'The workflow is waiting for another call';

/**
 * What n8n (see its `waiting-webhooks`) or the waiting node answers. A proxy on the way can answer with the same statuses:
 * only with n8n's words they are n8n's.
 */
function outcomeOf(statusCode: number, body: string, location: string): Outcome {
	if (statusCode === 200 && body === AWAKE) return woken;
	if (statusCode === 409) {
		if (body.includes('has finished')) return settled('The workflow has already finished');
		return open('The workflow is running, not waiting');
	}
	if (statusCode === 403 && body === NOT_THIS_CALL) return settled(ANOTHER_CALL);
	// An execution that n8n has handed to a worker has another token until it waits.
	if (statusCode === 401 && body.includes('Invalid token')) return open(ANOTHER_CALL);
	if (statusCode === 404 && /does not exist|waiting webhook|find node/.test(body)) {
		return settled(NOBODY_WAITS);
	}
	// The workflow has moved on to a form.
	if (statusCode === 307 && location.includes('/form-waiting/')) return settled(NOBODY_WAITS);
	return unreachable(
		`HTTP_${statusCode}`,
		`n8n’s own waiting address answered with HTTP ${statusCode}`,
	);
}

async function deliver(
	context: IExecuteFunctions,
	url: string,
	delivery: Delivery,
	timeoutMs: number,
): Promise<Outcome> {
	const cancelSignal = context.getExecutionCancelSignal();
	const timeLimit = AbortSignal.timeout(timeoutMs);
	const { signal: abortSignal, release } = joinSignals(cancelSignal, timeLimit);
	try {
		const { statusCode, body, headers } = (await context.helpers.httpRequest({
			method: 'POST',
			url,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(delivery),
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			abortSignal,
		})) as IN8nHttpFullResponse;
		return outcomeOf(statusCode, String(body), textOf(headers.location));
	} catch (error) {
		const { code } = failureOfError(error);
		// n8n answers when the workflow has begun to run, which can wait for a free place.
		if (timeLimit.aborted || cancelSignal?.aborted)
			return open('n8n did not respond in time; it may still resume the workflow');
		return unreachable(code, `n8n could not reach its own waiting address (${code})`);
	} finally {
		release();
	}
}

/**
 * Tries until a deadline: the execution that waits is stored a moment after its call was placed.
 *
 * @returns `undefined` where the workflow was woken, otherwise why not.
 */
async function deliverUntil(
	deadline: number,
	attempt: () => Promise<Outcome>,
	hasEnded: () => boolean,
): Promise<Result<string | undefined>> {
	for (;;) {
		const outcome = await attempt();
		const isLast = Date.now() + PAUSE_MS >= deadline || hasEnded();
		if (!outcome.ok) {
			if (isLast) return outcome;
		} else if (isLast || !outcome.value.mayChange) return succeed(outcome.value.reason);
		await sleep(PAUSE_MS);
	}
}

/** Wakes the workflow that waits for the call this item is the record of. Talks to this n8n alone. */
const execute: Execute = async (context, account, index) => {
	const { accessKey } = account.credential;
	const { json, binary } = context.getInputData()[index]!;
	const reply = (outcome: Pick<ResumeWaitingOutput, 'resumed' | 'reason'>) =>
		succeed({ json: { ...json, ...outcome }, ...(binary && { binary }) });
	const notWoken = (reason: string) => reply({ resumed: false, reason });

	const { timeoutSeconds } = optionsOf(context, index);
	const reference = textParameter(context, 'reference', index, 'Reference');
	if (reference === '') return notWoken('No workflow is waiting for this call');
	if (json.event !== 'callRecord') return notWoken('Only a call record resumes a waiting workflow');
	const waiting = readReference(accessKey, reference);
	if (!waiting) {
		return notWoken(
			'The reference is incomplete, was changed, or comes from another access key: use the same credential in both workflows',
		);
	}
	if (!(await takeTurn(account))) return fail(notStarted);
	const url = addressOf(ownAddress(context).base, waiting);
	const delivery = packDelivery(accessKey, reference, json);
	const deadline = Date.now() + timeoutSeconds * 1000;
	const signal = context.getExecutionCancelSignal();
	const delivered = await deliverUntil(
		deadline,
		async () => await deliver(context, url, delivery, Math.max(1000, deadline - Date.now())),
		() => signal?.aborted === true,
	);
	if (!delivered.ok) return delivered;
	return delivered.value === undefined ? reply({ resumed: true }) : notWoken(delivered.value);
};

export const resumeWaiting: Operation = { entry, properties, execute, done: 'items done' };
