import { Agent, request } from 'undici';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Thrown if n8n refuses a request. */
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

/** Calls the REST API of n8n's editor, with the session cookie of the signed-in user. */
export class N8nRest {
	private cookie = '';
	/** One connection per request: a connection that is kept open breaks when n8n restarts. */
	private readonly dispatcher = new Agent({ pipelining: 0 });

	/** @param baseUrl without a trailing slash */
	constructor(readonly baseUrl: string) {}

	/**
	 * Sends a request. Returns the `data` of the response.
	 *
	 * @param path below `/rest`, including the query
	 * @throws N8nRestError for a status of 400 or above; undici's error if n8n cannot be reached
	 */
	async call<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const text = (await this.send(method, path, body)).toString();
		return (JSON.parse(text) as { data: T }).data;
	}

	/** Gets a response that is not JSON. Otherwise like `call`. */
	async bytes(path: string): Promise<Buffer> {
		return await this.send('GET', path);
	}

	/** Returns the status of a URL outside `/rest`, or 0 if nothing responds within 5 seconds. */
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
