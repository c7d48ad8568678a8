import fc from 'fast-check';

/** Checks a property with the same cases each time. fast-check prints the counterexample if it fails. */
export const holds = <Values>(property: fc.IProperty<Values>, numRuns: number): void =>
	fc.assert(property, { numRuns, seed: 20_201_115 });
