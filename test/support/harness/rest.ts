import { Agent, request } from 'undici';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** n8n refused a request. */
export class N8nRestError extends Error {
	constructor(
		method: Method,
		path: string,
		readonly statusCode: number,
		/** n8n's own message. */
		readonly reason: string,
	) {
		super(`${method} ${path}: HTTP ${statusCode}: ${reason}`);
		this.name = 'N8nRestError';
	}
}

/** Calls the REST interface of n8n's editor, with the session cookie of whoever signed in. */
export class N8nRest {
	private cookie = '';
	/** One connection per request: one that is kept open breaks when n8n is restarted. */
	private readonly dispatcher = new Agent({ pipelining: 0 });

	/** @param baseUrl without a slash at the end */
	constructor(readonly baseUrl: string) {}

	/**
	 * Sends a request and returns the `data` of the answer.
	 *
	 * @param path below `/rest`, with the query
	 * @throws N8nRestError for any status from 400 on; undici's error when n8n cannot be reached
	 */
	async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const text = (await this.send(method, path, body)).toString();
		return (JSON.parse(text) as { data: T }).data;
	}

	/** The same for an answer that is not JSON. */
	async bytes(path: string): Promise<Buffer> {
		return await this.send('GET', path);
	}

	/** The status of an address outside `/rest`, 0 when nobody answers within some seconds. */
	async status(path: string): Promise<number> {
		try {
			const { statusCode, body } = await request(`${this.baseUrl}${path}`, {
				dispatcher: this.dispatcher,
				headersTimeout: 5000,
			});
			await body.dump();
			return statusCode;
		} catch {
			return 0;
		}
	}

	private async send(method: Method, path: string, payload?: unknown): Promise<Buffer> {
		const { statusCode, headers, body } = await request(`${this.baseUrl}/rest${path}`, {
			method,
			dispatcher: this.dispatcher,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
		});
		const answer = Buffer.from(await body.arrayBuffer());
		if (statusCode >= 400) {
			throw new N8nRestError(method, path, statusCode, reasonIn(answer.toString()));
		}
		const cookies = [headers['set-cookie'] ?? []].flat();
		const session = cookies.find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';')[0] ?? '';
		return answer;
	}
}

function reasonIn(answer: string): string {
	try {
		return (JSON.parse(answer) as { message?: string }).message ?? answer;
	} catch {
		return answer;
	}
}
