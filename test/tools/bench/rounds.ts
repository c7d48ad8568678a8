import { median } from '../../support/statistics';

/** What a section may spend. */
export interface Effort {
	rounds: number;
	/** A list or a burst of so many, shortened for a quick run. */
	size(full: number): number;
}

type Arms<Name extends string, Result> = Record<Name, () => Promise<Result>>;

/**
 * Measures several things in turn, round after round, so that what else runs on the machine meets all of them; every
 * second round in the opposite order.
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

/** The median of the rounds' ratios: what disturbs a round disturbs both sides of it. */
export const ratioOf = (values: number[], others: number[]): number =>
	median(values.map((value, round) => value / (others[round] ?? Number.NaN)));
