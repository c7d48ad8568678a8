import type { IExecuteFunctions } from 'n8n-workflow';
import type { NodeLimits } from '../../limits/nodeLimits';
import { emptyTally, giveBack, takePlace, type Tally } from '../../limits/tally';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';

/*
 * The places of calls, in n8n's context of the node: n8n keeps it for one execution of the workflow, also while the execution waits.
 */

/** Where the tally is kept. A rehearsal has one of its own: it takes no place from a call. */
const KEPT = { call: 'yunhuCalls', rehearsal: 'yunhuRehearsedCalls' };

/** A place that a call has taken. */
export interface Place {
	/** For a call of which nothing was sent. */
	giveBack(): void;
}

/** n8n throws where there is no execution, such as for a tool of an MCP Server Trigger. */
function tallyOf(context: IExecuteFunctions, kept: string): Tally | undefined {
	try {
		const node = context.getContext('node');
		return (node[kept] ??= emptyTally()) as Tally;
	} catch {
		return undefined;
	}
}

/**
 * Takes a place among the calls of this node, if its options count them. Without a pause in between, so that no other item can take
 * the same place.
 *
 * @param number as it is sent.
 */
export function takePlaceIn(
	context: IExecuteFunctions,
	limits: NodeLimits,
	number: string,
	isRehearsal: boolean,
): Result<Place> {
	if (!limits.countsCalls) return succeed({ giveBack: () => undefined });
	const tally = tallyOf(context, isRehearsal ? KEPT.rehearsal : KEPT.call);
	if (!tally) {
		return fail(
			inputFailure(
				'Calls cannot be counted here, because n8n runs this node outside of an execution',
				'Nobody was called. Offer a workflow with this node as the tool instead of the node itself, or remove the options Max Calls and Once per Number.',
			),
		);
	}
	const refusal = takePlace(tally, number, limits);
	return refusal ? fail(refusal) : succeed({ giveBack: () => giveBack(tally, number) });
}
