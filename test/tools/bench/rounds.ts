import { median } from '../../support/statistics';

/** How much a section may measure. */
export interface Effort {
	rounds: number;
	/** Returns the length of a list or a burst, shortened for a quick run. */
	size(full: number): number;
}

type Arms<Name extends string, Result> = Record<Name, () => Promise<Result>>;

/**
 * Measures several arms in turn, round after round, so that other load on the machine hits all of them. Every second
 * round runs in reverse order.
 */
export async function alternate<Name extends string, Result>(
	rounds: number,
	arms: Arms<Name, Result>,
): Promise<Record<Name, Result[]>> {
	const names = Object.keys(arms) as Name[];
	const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
		Name,
		Result[]
	>;
	for (let round = 0; round < rounds; round++) {
		for (const name of round % 2 ? [...names].reverse() : names) {
			results[name].push(await arms[name]());
		}
	}
	return results;
}

/** Returns the median of the ratios of all rounds: what disturbs a round disturbs both sides. */
export const ratioOf = (values: number[], others: number[]): number =>
	median(values.map((value, round) => value / (others[round] ?? Number.NaN)));
