import { eventIdOf } from '../../../nodes/YunhuVoice/events/eventId';
import type { FaultKind, RequestRecord, Simulator } from '../../support/simulator';
import type { Executions } from './executions';
import { type CallItem, problemsOfCallbacks, problemsOfCalls } from './ledger';
import type { SoakLines } from './lines';
import { ALLOWED_GROWTH_PERCENT, isFlat, quartersOf } from './memory';
import type { Records } from './records';
import type { Relay } from './relay';
import { LONGEST_LIST, type Tally } from './round';

/** Everything that a soak records. */
export interface Evidence {
	tally: Tally;
	provider: Simulator;
	relay: Relay;
	executions: Executions;
	records: Pick<Records, 'batches' | 'problems'>;
	lines: Pick<SoakLines, 'has' | 'problems' | 'states'>;
	restarts: number;
	/** n8n's resident memory in MB. */
	memory: number[];
	elapsedMs: number;
}

const isLogin = ({ service }: RequestRecord): boolean => service.endsWith('.Login');
const isCall = ({ service }: RequestRecord): boolean => service.endsWith('.PlayVoice');
const isLookup = ({ service }: RequestRecord): boolean => service.endsWith('.GetRecodeFile');

/** Returns how many logins can have been needed: the first, one per token that ended, one per failed login. */
function loginsAllowed({ tally, provider, elapsedMs }: Evidence): number {
	const hit = provider.requests.filter((request) => {
		const { fault } = request.answeredWith;
		if (!fault) return false;
		return isLogin(request) || ('ret' in fault && fault.ret === 600) || isExtensionFault(fault);
	});
	const expiries = Math.floor(elapsedMs / 1000 / provider.options.tokenLifeSeconds);
	return 1 + tally.revocations + tally.extensions + expiries + hit.length;
}

const isExtensionFault = (fault: FaultKind): boolean => 'code' in fault && fault.code === 1010;

/** Returns one sentence for each problem. */
export function problemsOf(evidence: Evidence): string[] {
	const { tally, provider, relay, executions, records, lines, memory } = evidence;
	const problems = [
		...tally.problems,
		...executions.problems,
		...problemsOfCalls(
			[...tally.calls, ...tally.inCampaigns],
			provider.dials.filter(({ destinationNumber }) => !lines.has(destinationNumber)),
		),
		...lines.problems(),
		...records.problems(),
		...problemsOfCallbacks(relay, executions.events),
		...nothingOf({
			'call was accepted': saying(tally.calls, 'accepted').length,
			'number of a campaign was called': saying(tally.inCampaigns, 'accepted').length,
			'number was kept back by a limit': tally.keptBack,
			'token was ended': tally.revocations,
			'recording was looked up': tally.lookups.asked,
			'recording was saved': tally.downloads.asked,
			'callback was executed': executions.events.length,
		}),
	];
	const sent = sentEvents(provider);
	if (relay.passedOn.size < 0.99 * sent) {
		problems.push(`Of ${sent} events n8n was handed ${relay.passedOn.size}`);
	}
	const notAccepted = tally.calls.length - saying(tally.calls, 'accepted').length;
	const callFaults = provider.requests.filter(isCall).filter(hadFault).length;
	// All calls of a list can be waiting for the login that fails.
	if (notAccepted > callFaults + LONGEST_LIST * loginFaults(provider)) {
		problems.push(`${notAccepted} calls were not accepted, with ${callFaults} faults`);
	}
	if (tally.calls.length !== tally.numbers) {
		problems.push(`${tally.numbers - tally.calls.length} numbers have no answer`);
	}
	const logins = provider.requests.filter(isLogin).length;
	if (logins > loginsAllowed(evidence)) {
		problems.push(`${logins} logins, at most ${loginsAllowed(evidence)} were needed`);
	}
	const lookupFaults = provider.requests.filter(isLookup).filter(hadFault).length;
	const failed = tally.lookups.failed + tally.downloads.failed;
	if (failed > lookupFaults + loginFaults(provider)) {
		problems.push(`${failed} recordings failed, with ${lookupFaults} faults`);
	}
	if (!isFlat(memory)) problems.push('The memory of n8n is not flat');
	return problems;
}

/** Reports what never happened: the soak proves nothing about it. */
const nothingOf = (counts: Record<string, number>): string[] =>
	Object.entries(counts).flatMap(([what, count]) => (count === 0 ? `No ${what}` : []));

const sentEvents = ({ callbacks }: Simulator): number =>
	new Set(callbacks.map(({ body }) => eventIdOf(body))).size;

const hadFault = ({ answeredWith }: RequestRecord): boolean => answeredWith.fault !== undefined;

const loginFaults = ({ requests }: Simulator): number =>
	requests.filter(isLogin).filter(hadFault).length;

const saying = (calls: CallItem[], said: CallItem['said']): CallItem[] =>
	calls.filter((item) => item.said === said);

/** Returns every n-th value, at most 40, so that the series fits on a line or two. */
function thinned(series: number[]): number[] {
	const step = Math.max(1, Math.ceil(series.length / 40));
	return series.filter((_, index) => index % step === 0);
}

/** Returns the counts, line by line. */
export function linesOf(evidence: Evidence): string[] {
	const { tally, provider, relay, executions, records, lines, memory, elapsedMs, restarts } =
		evidence;
	const { calls, inCampaigns, lookups, downloads, keptBack } = tally;
	const batches = records.batches();
	const dialled = new Set(provider.dials.map(({ destinationNumber }) => destinationNumber));
	const open = saying(calls, 'open');
	const openDialled = open.filter(({ number }) => dialled.has(number)).length;
	const taken = provider.callbacks.filter(({ status }) => status === 200);
	const { lostOnTheWay, badGateway, answerLost } = relay.troubles;
	const { second, last } = quartersOf(memory);
	return [
		`Time        ${Math.round(elapsedMs / 1000)} s; n8n restarted ${restarts} times`,
		`Calls       ${calls.length} numbers: ${saying(calls, 'accepted').length} accepted, ${open.length} "may have been placed" (${openDialled} were), ${saying(calls, 'refused').length} refused`,
		`Campaigns   ${inCampaigns.length} numbers: ${saying(inCampaigns, 'accepted').length} accepted, ${saying(inCampaigns, 'open').length} "may have been placed", ${saying(inCampaigns, 'refused').length} refused`,
		`On lines    ${JSON.stringify(lines.states())}`,
		`Limits      ${keptBack} numbers kept back`,
		`Dialled     ${provider.dials.length} times, ${dialled.size} numbers`,
		`Recordings  ${lookups.asked} looked up (${lookups.failed} failed), ${downloads.asked} saved (${downloads.failed} failed)`,
		`Faults      ${provider.requests.filter(hadFault).length} of ${provider.requests.length} requests; ${tally.revocations} times all tokens ended, ${tally.extensions} extensions added`,
		`Logins      ${provider.requests.filter(isLogin).length}, at most ${loginsAllowed(evidence)} needed`,
		`Callbacks   ${provider.callbacks.length} sent, ${taken.length} answered 200; ${sentEvents(provider)} different, ${relay.passedOn.size} of them handed to n8n; ${lostOnTheWay} lost on the way, ${badGateway} answered 502, ${answerLost} answers lost`,
		`Executions  ${executions.events.length} of ${new Set(executions.events).size} events; ${relay.passedOnAgain.size} events were handed to n8n before and after a restart`,
		`Records     ${new Set(batches.flat()).size} of ${provider.bills.length} in ${batches.length} batches, ${batches.flat().length} given`,
		`Memory      ${second} MB in the second quarter, ${last} MB in the last (medians; ${ALLOWED_GROWTH_PERCENT} % growth allowed)`,
		`            ${thinned(memory).join(' ')}`,
	];
}
