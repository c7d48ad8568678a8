/** Delivers callbacks to the addresses that the account has, and keeps what came of it. */

import { Agent, request } from 'undici';
import type { CallbackBody } from './bodies';
import type { CallbackKind, CallbackRecord, SimulatorSettings } from './types';

/** What a callback is about: the name is for the log. */
export interface Subject {
	callId: string;
	customuuid: string;
	name: string;
}

export class Callbacks {
	readonly delivered: CallbackRecord[] = [];
	private readonly agent = new Agent();

	constructor(private readonly settings: SimulatorSettings) {}

	async deliver(
		kind: CallbackKind,
		{ callId, customuuid, name }: Subject,
		body: CallbackBody,
		signal: AbortSignal,
	): Promise<void> {
		const url = this.settings.callbackUrls[kind];
		const { callbacksLost } = this.settings;
		const isLost = typeof callbacksLost === 'function' ? callbacksLost(customuuid) : callbacksLost;
		if (!url || isLost) return;
		const copies = this.settings.duplicateCallbacks ? 2 : 1;
		for (let copy = 0; copy < copies; copy++) {
			for (let attempt = 1; attempt <= 1 + this.settings.callbackRetries; attempt++) {
				const outcome = await this.post(url, body, signal);
				signal.throwIfAborted();
				this.delivered.push({ kind, callId, customuuid, body, attempt, ...outcome });
				const event = kind === 'extensionStatus' ? `${kind} ${body.status}` : kind;
				const answer = outcome.error ?? `${outcome.status} ${JSON.stringify(outcome.answer)}`;
				this.settings.log?.(`callback ${event} of ${name}: ${answer.slice(0, 100)}`);
				if (!outcome.error) break;
			}
		}
	}

	async close(): Promise<void> {
		await this.agent.destroy();
	}

	private async post(
		url: string,
		body: CallbackBody,
		signal: AbortSignal,
	): Promise<Pick<CallbackRecord, 'status' | 'answer' | 'error'>> {
		try {
			const response = await request(url, {
				dispatcher: this.agent,
				method: 'POST',
				headers: { 'content-type': 'application/json', ...this.settings.callbackHeaders },
				body: JSON.stringify(body),
				signal: AbortSignal.any([signal, AbortSignal.timeout(this.settings.callbackTimeoutMs)]),
			});
			const status = response.statusCode;
			const answer = await response.body.text();
			return { status, answer, ...(status >= 300 && { error: `HTTP ${status}` }) };
		} catch (error) {
			return { error: error instanceof Error ? error.message : String(error) };
		}
	}
}
