import type { Bed, ListArm, ListRun } from './bed';
import type { Provider } from './providerProcess';

/** A run of a list, and what the provider saw. */
export interface CallsRun extends ListRun {
	maxInFlight: number;
}

/** Runs a list. Throws unless the provider placed the expected number of calls. */
export async function runCalls(
	bed: Bed,
	provider: Provider,
	list: ListArm,
	count: number,
	expected = count,
): Promise<CallsRun> {
	const run = await bed.run(list, count);
	const { maxInFlight, calls } = await provider.tell({ forget: true });
	if (calls !== expected) throw new Error(`${calls} calls were placed instead of ${expected}`);
	return { ...run, maxInFlight };
}
