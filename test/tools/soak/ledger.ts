import type { DialRecord } from '../../support/simulator';
import type { Relay } from './relay';

/** What the node said about one number. */
export interface CallItem {
	number: string;
	/** The custom data sent with it. */
	reference: string;
	/** `open`: "the call may have been placed". */
	said: 'accepted' | 'open' | 'refused';
}

function countsOf(values: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return counts;
}

/** How often a number may have been dialled, given what the node said about it. */
const TRUE_OF: Record<CallItem['said'], number[]> = { accepted: [1], open: [0, 1], refused: [0] };

/** Returns one sentence for each call that was lost or doubled, or about which the node did not tell the truth. */
export function problemsOfCalls(items: CallItem[], dials: DialRecord[]): string[] {
	const dialled = countsOf(dials.map(({ destinationNumber }) => destinationNumber));
	const referenceOf = new Map(items.map(({ number, reference }) => [number, reference]));
	return [
		...items
			.filter(({ number, said }) => !TRUE_OF[said].includes(dialled.get(number) ?? 0))
			.map(({ number, said }) => `${number} is ${said}, dialled ${dialled.get(number) ?? 0} times`),
		...dials
			.filter((dial) => referenceOf.get(dial.destinationNumber) !== dial.customuuid)
			.map(({ destinationNumber }) => `${destinationNumber} was dialled but not asked for`),
	];
}

/**
 * Returns one sentence for each callback that does not have exactly one execution. One that n8n received before and after
 * a restart may have two.
 *
 * @param relay the events that n8n received
 * @param executed the event of each execution
 */
export function problemsOfCallbacks(
	{ passedOn, passedOnAgain }: Pick<Relay, 'passedOn' | 'passedOnAgain'>,
	executed: string[],
): string[] {
	const executions = countsOf(executed);
	const isWell = (id: string): boolean => {
		const count = executions.get(id) ?? 0;
		return count === 1 || (count === 2 && passedOnAgain.has(id));
	};
	return [
		...[...passedOn]
			.filter((id) => !isWell(id))
			.map((id) => `Event ${id} has ${executions.get(id) ?? 0} executions`),
		...[...executions.keys()]
			.filter((id) => !passedOn.has(id))
			.map((id) => `Event ${id} was executed, but n8n was not handed it`),
	];
}
