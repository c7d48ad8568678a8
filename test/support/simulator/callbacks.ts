/** Delivers callbacks to the addresses that the account has, and keeps what came of it. */

import { Agent, request } from 'undici';
import { Random } from '../random';
import type { CallbackBody } from './bodies';
import type { CallbackKind, CallbackRecord, SimulatorSettings } from './types';

/** What a callback is about: the name is for the log. */
export interface Subject {
	callId: string;
	customuuid: string;
	name: string;
}

type Delivery = Pick<CallbackRecord, 'status' | 'answer' | 'error'>;

/** A web page as an answer does not belong into one line. */
const MAX_SHOWN = 500;

/** Masks the callback secret in a text for the terminal: a header's, and that at the end of an address. */
export function withoutSecret(
	text: string,
	{ callbackHeaders, callbackUrls }: Pick<SimulatorSettings, 'callbackHeaders' | 'callbackUrls'>,
): string {
	const inAddresses = Object.values(callbackUrls).flatMap((url) =>
		url && URL.canParse(url) ? new URL(url).searchParams.getAll('secret') : [],
	);
	return [...Object.values(callbackHeaders), ...inAddresses]
		.filter((secret) => secret !== '')
		.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
		.replace(/([?&]secret=)[^&\s"]+/g, '$1***');
}

export class Callbacks {
	readonly delivered: CallbackRecord[] = [];
	private readonly agent = new Agent();
	private readonly random = new Random(1);

	constructor(private readonly settings: SimulatorSettings) {}

	async deliver(
		kind: CallbackKind,
		{ callId, customuuid, name }: Subject,
		body: CallbackBody,
		signal: AbortSignal,
	): Promise<void> {
		const url = this.settings.callbackUrls[kind];
		const { callbacksLost } = this.settings;
		const isLost =
			typeof callbacksLost === 'function'
				? callbacksLost(customuuid)
				: this.random.chance(100 * callbacksLost);
		if (isLost) return;
		const event = kind === 'extensionStatus' ? `${kind} ${body.status}` : kind;
		if (!url) return this.settings.log?.(`callback ${event} of ${name}: not sent, no address yet`);
		const copies = this.settings.duplicateCallbacks ? 2 : 1;
		for (let copy = 0; copy < copies; copy++) {
			for (let attempt = 1; attempt <= 1 + this.settings.callbackRetries; attempt++) {
				const outcome = await this.post(url, body, signal);
				signal.throwIfAborted();
				this.delivered.push({ kind, callId, customuuid, body, attempt, ...outcome });
				this.settings.log?.(`callback ${event} of ${name}: ${this.describe(body, outcome)}`);
				if (!outcome.error) break;
			}
		}
	}

	/** A refused one with all that helps to find out why. Line breaks cannot forge a second line. */
	private describe(body: CallbackBody, { status, answer, error }: Delivery): string {
		const answered = answer === undefined ? '' : ` ${JSON.stringify(answer.slice(0, MAX_SHOWN))}`;
		if (!error) return `${status}${answered}`;
		return withoutSecret(`${error}${answered}, sent ${JSON.stringify(body)}`, this.settings);
	}

	async close(): Promise<void> {
		await this.agent.destroy();
	}

	private async post(url: string, body: CallbackBody, signal: AbortSignal): Promise<Delivery> {
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
