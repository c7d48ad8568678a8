/** Which leg of a call rings when: the steps that the extension status tells of. */

import type { Outcome } from './outcomes';

/** Who is called first, and by which service. */
export type CallForm = 'voiceMenu' | 'message' | 'fromExtension' | 'twoPhones' | 'predictive';

/** common-api, "method". */
export const CALL_METHODS: Readonly<Record<CallForm, number>> = {
	voiceMenu: 6,
	message: 6,
	fromExtension: 3,
	twoPhones: 4,
	predictive: 5,
};

export interface StatusStep {
	/** Simulated seconds after dialling. */
	at: number;
	status: 'ring' | 'answer' | 'hangup';
	/** The customer's leg is the B side, `isbleg` "true" (common-api, extension status). */
	leg: 'customer' | 'agent';
	/** Whether the call already has an agent's extension. */
	withAgent: boolean;
}

const KEY_PRESSED_AFTER = 4;
const AGENT_ANSWERS_AFTER = 7;
/** The shortest outcome waits one second, and the agent has to answer before the customer. */
const AGENT_PICKS_UP_AFTER = 1;

const customer = (at: number, status: StatusStep['status'], withAgent: boolean): StatusStep => ({
	at,
	status,
	leg: 'customer',
	withAgent,
});

const seat = (at: number, status: StatusStep['status']): StatusStep => ({
	at,
	status,
	leg: 'agent',
	withAgent: true,
});

/** services.md 3b and 3c: the extension, or the agent's phone, is first. */
function agentFirst({ waitSeconds, talkSeconds }: Outcome): StatusStep[] {
	const end = waitSeconds + talkSeconds;
	return [
		seat(0, 'ring'),
		seat(AGENT_PICKS_UP_AFTER, 'answer'),
		customer(AGENT_PICKS_UP_AFTER, 'ring', true),
		...(talkSeconds ? [customer(waitSeconds, 'answer', true)] : []),
		customer(end, 'hangup', true),
		seat(end, 'hangup'),
	];
}

/** services.md 2b, "order": a predictive call tells of the agent's side only. */
function predictive({ waitSeconds, talkSeconds, agent }: Outcome): StatusStep[] {
	if (!agent) return [];
	return [
		seat(waitSeconds, 'ring'),
		seat(waitSeconds + AGENT_PICKS_UP_AFTER, 'answer'),
		seat(waitSeconds + talkSeconds, 'hangup'),
	];
}

function customerFirst({ waitSeconds, talkSeconds, agent }: Outcome): StatusStep[] {
	const end = waitSeconds + talkSeconds;
	// `conntime` may end the call before.
	const agentAt = (after: number) => Math.min(waitSeconds + after, end);
	return [
		customer(0, 'ring', false),
		...(talkSeconds ? [customer(waitSeconds, 'answer', false)] : []),
		...(agent
			? [seat(agentAt(KEY_PRESSED_AFTER), 'ring'), seat(agentAt(AGENT_ANSWERS_AFTER), 'answer')]
			: []),
		customer(end, 'hangup', agent),
		...(agent ? [seat(end, 'hangup')] : []),
	];
}

/** Returns the extension status events of a call, in order. */
export function statusSteps(form: CallForm, outcome: Outcome): StatusStep[] {
	if (form === 'predictive') return predictive(outcome);
	if (form === 'fromExtension' || form === 'twoPhones') return agentFirst(outcome);
	return customerFirst(outcome);
}
