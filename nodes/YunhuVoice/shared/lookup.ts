/**
 * The entry of a table for a text that came from outside: `constructor` is no entry of any table.
 */
export const lookUp = <Value>(
	table: Readonly<Record<string, Value>>,
	key: string,
): Value | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
