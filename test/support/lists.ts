/** Returns an array of `count` values. */
export const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
	Array.from({ length: count }, (_, index) => make(index));

/** People to call, each with a number of their own. */
export const people = (first: number, count: number): Array<{ number: string }> =>
	times(count, (index) => ({ number: String(13_800_000_000 + first + index) }));

/** Call records that differ, as the provider sends them. */
export const records = (
	first: number,
	count: number,
): Array<{ uuid: string; destnumber: string }> =>
	people(first, count).map(({ number }, index) => ({
		id: first + index,
		uuid: `call-${first + index}`,
		destnumber: number,
		hangupcause: 10001,
		billsec: 10,
		type: 'callout',
	}));
