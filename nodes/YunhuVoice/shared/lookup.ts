/**
 * The entry of a table for a text from outside. Inherited properties such as `constructor` do not count.
 */
export const lookUp = <Value>(
	table: Readonly<Record<string, Value>>,
	key: string,
): Value | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
