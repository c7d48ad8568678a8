import { Pool } from 'undici';
import { DOOR_HEADER } from '../harness/balancer';

export interface Answer {
	status: number;
	text: string;
	/** The webhook process that answered. */
	door: string;
	/** When, in milliseconds. */
	at: number;
}

export interface SendOptions {
	/** So many requests are under way at once; default 16. */
	connections?: number;
	headers?: Record<string, string>;
}

/** Posts bodies as JSON to one address, and gives the answers in the order of the bodies. */
export async function send(
	url: string,
	bodies: unknown[],
	options: SendOptions = {},
): Promise<Answer[]> {
	const { connections = 16, headers = {} } = options;
	const { origin, pathname } = new URL(url);
	const pool = new Pool(origin, { connections });
	try {
		return await Promise.all(
			bodies.map(async (body) => {
				const answer = await pool.request({
					method: 'POST',
					path: pathname,
					headers: { 'content-type': 'application/json', ...headers },
					body: JSON.stringify(body),
				});
				return {
					status: answer.statusCode,
					text: await answer.body.text(),
					door: String(answer.headers[DOOR_HEADER] ?? ''),
					at: Date.now(),
				};
			}),
		);
	} finally {
		await pool.close();
	}
}

/** How often each value is there. */
export function tally(values: string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
	return counts;
}

/** As many values as told. */
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
