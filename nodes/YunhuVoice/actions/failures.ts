import {
	getActiveCredentialTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { type NodeError, nodeErrorOf } from '../shared/nodeErrors';
import type { ItemFailure, Outcome } from './operation';

/*
 * What becomes of failures: an item under Continue On Fail, otherwise the error that ends the run.
 */

/**
 * Since 2.36 n8n takes an item with `details` for a failed one, as it does one of `error` and `message` alone; before, it would
 * leave by the output for success. n8n does not tell its version, but this function of its came with 2.37.
 */
const TAKES_DETAILS = typeof getActiveCredentialTypes === 'function';

/**
 * The item that stands for a failed one under Continue On Fail. It has no `error` beside its `json`: n8n would reduce such an
 * item to the message. To the error output n8n also sends items whose `json` has these three keys and no other; it adds the
 * input item to them.
 */
export function failedItem(
	context: IExecuteFunctions,
	{ message, code, level, advice, mayHaveHappened = false, requestedAt = null, call }: ItemFailure,
	placesCalls: boolean,
): Pick<INodeExecutionData, 'json'> {
	const details = {
		code,
		level,
		advice,
		...(placesCalls && { mayHaveBeenPlaced: mayHaveHappened, requestedAt }),
		...call,
	};
	const json =
		context.getNode().onError === 'continueErrorOutput'
			? { error: message, message, ...(TAKES_DETAILS && { details }) }
			: { error: message, ...details };
	return { json };
}

/** The most refused numbers that an error names. */
const MOST_NAMED = 10;

/** Names the numbers that were refused beside a failure of all items. */
function withRefused(failure: ItemFailure): ItemFailure {
	const rejected = failure.call?.rejected ?? [];
	if (rejected.length === 0) return failure;
	const named = rejected
		.slice(0, MOST_NAMED)
		.map(({ destinationNumber, item }) => `“${destinationNumber}” of item ${item}`);
	const others = rejected.length - named.length;
	const refused = [...named, ...(others > 0 ? [`${others} more`] : [])].join(', ');
	return { ...failure, advice: `${failure.advice} Refused: ${refused}.` };
}

/**
 * The error that ends the run: for a list it says what has been done and what has not.
 *
 * @param count how many items the list has.
 */
export function runError(
	context: IExecuteFunctions,
	outcomes: Outcome[],
	count: number,
	done: string,
): NodeError | undefined {
	const failures = outcomes.flatMap(({ items, result }) =>
		result.ok ? [] : { items, failure: result.failure },
	);
	const [first, ...others] = failures;
	if (!first) return undefined;
	const { failure, items } = first;
	const [index] = items;
	// All items together are no item of a list.
	if (items.length > 1) return nodeErrorOf(context.getNode(), withRefused(failure));
	if (count === 1) return nodeErrorOf(context.getNode(), failure, index);
	const notStarted = count - outcomes.flatMap((outcome) => outcome.items).length;
	const inDoubt = others.flatMap(({ items: [other], failure: { mayHaveHappened, call } }) =>
		mayHaveHappened ? [call?.customData ?? call?.campaignId ?? `of item ${other}`] : [],
	);
	const counts = [
		`${outcomes.length - failures.length} ${done}`,
		inDoubt.length > 0 && `${inDoubt.length} more in doubt (custom data ${inDoubt.join(', ')})`,
		// Others that were under way when this one failed.
		others.length > inDoubt.length && `${others.length - inDoubt.length} more failed`,
		`${notStarted} items not started`,
	].filter(Boolean);
	const message = `${failure.message} (item ${index}; ${counts.join(', ')})`;
	return nodeErrorOf(context.getNode(), { ...failure, message }, index);
}
