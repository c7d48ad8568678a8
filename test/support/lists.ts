/** Returns an array of `count` values. */
export const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
	Array.from({ length: count }, (_, index) => make(index));

/** Returns people to call, each with a different number. */
export const people = (first: number, count: number): Array<{ number: string }> =>
	times(count, (index) => ({ number: String(13_800_000_000 + first + index) }));

/** Returns a call record as the provider sends it. Each id is a different call. */
export const record = (id: number, talkSeconds = 10) => ({
	id,
	uuid: `call-${id}`,
	destnumber: String(13_800_000_000 + id),
	hangupcause: talkSeconds > 0 ? 10001 : 10005,
	hangupdirection: 10040,
	billsec: talkSeconds,
	duration: 5,
	starttime: '2026-01-02 03:04:05',
	type: 'callout',
});

/** Returns call records of different calls. */
export const records = (first: number, count: number): Array<ReturnType<typeof record>> =>
	times(count, (index) => record(first + index));
