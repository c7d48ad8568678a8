import fc from 'fast-check';

/** Runs a property with the same cases each time; fast-check prints the counterexample when it fails. */
export const holds = <Values>(property: fc.IProperty<Values>, numRuns: number): void =>
	fc.assert(property, { numRuns, seed: 20_201_115 });
