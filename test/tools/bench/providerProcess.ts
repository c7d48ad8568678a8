import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { FormData, request } from 'undici';

export interface ProviderOrder {
	/** Applies from now on. */
	latencyMs?: number;
	recording?: { name: string; bytes: number };
	/** Replaces all call records by this many, of calls that started evenly in the last seconds. */
	bills?: { count: number; seconds: number };
	/** Resets the counts after answering with them. */
	forget?: boolean;
}

export interface ProviderAnswer {
	url: string;
	/** Since the last order to forget. */
	maxInFlight: number;
	calls: number;
}

/** The simulated provider, in another process. */
export class Provider {
	private constructor(
		private readonly child: ChildProcess,
		/** Returns its next message. Throws if it ends instead. */
		private readonly answer: () => Promise<ProviderAnswer>,
		/** The URL of every service. */
		readonly url: string,
	) {}

	static async start(): Promise<Provider> {
		// Runs with the same loader as this process.
		const child = fork(join(__dirname, 'provider.ts'));
		const ended = once(child, 'exit').then(() => {
			throw new Error('The simulated provider has ended');
		});
		const answer = async () => {
			const [message] = (await Promise.race([once(child, 'message'), ended])) as [ProviderAnswer];
			return message;
		};
		const { url } = await answer();
		return new Provider(child, answer, url);
	}

	async tell(order: ProviderOrder): Promise<ProviderAnswer> {
		const answered = this.answer();
		this.child.send(order);
		return await answered;
	}

	/** Returns a login token, for nodes that do not log in themselves. */
	async logIn(): Promise<string> {
		const { token = '' } = await this.call({
			service: 'App.Sip_Auth.Login',
			appid: 'demo-app',
			accesskey: 'demo-access-key',
		});
		return token;
	}

	/** Returns the link of a recording. */
	async linkOf(filename: string): Promise<string> {
		const token = await this.logIn();
		const service = 'App.Sip_Cdr.GetRecodeFile';
		const { downurl = '' } = await this.call({ service, token, filename });
		return downurl;
	}

	async stop(): Promise<void> {
		const ended = once(this.child, 'exit');
		this.child.disconnect();
		await ended;
	}

	private async call(fields: Record<string, string>): Promise<Record<string, string>> {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		const { body } = await request(this.url, { method: 'POST', body: form });
		const { data } = (await body.json()) as { data: { result: Record<string, string> } };
		return data.result;
	}
}
