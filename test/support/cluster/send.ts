import { Pool } from 'undici';
import { SERVED_BY_HEADER } from './balancer';

export interface Answer {
	status: number;
	text: string;
	/** The webhook process that responded. */
	servedBy: string;
	/** Time of the response, in milliseconds since the epoch. */
	at: number;
}

export interface SendOptions {
	/** Maximum number of requests in flight; default 16. */
	connections?: number;
	headers?: Record<string, string>;
}

/** Posts bodies as JSON to one URL. Returns the responses in the order of the bodies. */
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
					servedBy: String(answer.headers[SERVED_BY_HEADER] ?? ''),
					at: Date.now(),
				};
			}),
		);
	} finally {
		await pool.close();
	}
}
