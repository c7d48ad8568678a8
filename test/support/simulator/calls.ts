/** Runs calls: sends a call's status events and its record to the receiver, one after another. */

import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { recordBody, recordingNameOf, statusBody, type Call } from './bodies';
import { outcomeOf, statusSteps } from './outcomes';
import type { Recordings } from './recordings';
import type {
	CallbackKind,
	CallbackRecord,
	DialRecord,
	PlaceCallOptions,
	SimulatorSettings,
} from './types';

export class Calls {
	readonly dials: DialRecord[] = [];
	readonly callbacks: CallbackRecord[] = [];
	private readonly running = new Set<Promise<void>>();
	private readonly agent = new Agent();
	private ending = new AbortController();
	private lastId = 0;

	constructor(
		private readonly settings: SimulatorSettings,
		private readonly recordings: Recordings,
	) {}

	/** Dials and returns at once, as PlayVoice does. Returns the call id, which PlayVoice's response lacks. */
	place({ destnumber, userid, chengshudu, disnumber, customuuid }: PlaceCallOptions): string {
		const { companyCode } = this.settings;
		const call: Call = {
			id: ++this.lastId,
			uuid: randomUUID(),
			buuid: randomUUID(),
			companyCode,
			extension: `${companyCode}0003`,
			destnumber,
			// voice-menu: "if left blank, a random caller ID will be selected"
			disnumber: disnumber || `21${companyCode}000${randomInt(1, 4)}`,
			key: userid?.split('@')[0] ?? '1',
			chengshudu: chengshudu ?? '1',
			customuuid: (customuuid ?? '').slice(0, this.settings.customDataLength),
			startedAt: Date.now(),
			outcome: outcomeOf(destnumber),
		};
		this.dials.push({
			destinationNumber: destnumber,
			customuuid: call.customuuid,
			callId: call.uuid,
			at: new Date(call.startedAt),
		});
		const { signal } = this.ending;
		const life = this.live(call, signal)
			// Only a wait that is aborted rejects.
			.catch(() => {})
			.finally(() => this.running.delete(life));
		this.running.add(life);
		return call.uuid;
	}

	async settled(): Promise<void> {
		while (this.running.size) await Promise.all(this.running);
	}

	/** Ends calls in progress and forgets what happened. */
	reset(): void {
		this.ending.abort();
		this.ending = new AbortController();
		this.dials.length = 0;
		this.callbacks.length = 0;
	}

	async close(): Promise<void> {
		this.ending.abort();
		await this.settled();
		await this.agent.destroy();
	}

	private async live(call: Call, signal: AbortSignal): Promise<void> {
		let now = 0;
		for (const step of statusSteps(call.outcome)) {
			await sleep((step.at - now) * this.settings.timeScale * 1000, undefined, { signal });
			now = step.at;
			await this.deliver('extensionStatus', call, statusBody(call, step), signal);
		}
		const name = recordingNameOf(call);
		const recording = { seconds: call.outcome.talkSeconds, hungUpAt: Date.now() };
		if (name) this.recordings.add(name, recording);
		await this.deliver('callRecord', call, recordBody(call), signal);
	}

	private async deliver(
		kind: CallbackKind,
		call: Call,
		body: CallbackRecord['body'],
		signal: AbortSignal,
	): Promise<void> {
		const url = this.settings.callbackUrls[kind];
		if (!url) return;
		const copies = this.settings.duplicateCallbacks ? 2 : 1;
		for (let copy = 0; copy < copies; copy++) {
			for (let attempt = 1; attempt <= 1 + this.settings.callbackRetries; attempt++) {
				const outcome = await this.post(url, body, signal);
				signal.throwIfAborted();
				const { uuid: callId, customuuid } = call;
				this.callbacks.push({ kind, callId, customuuid, body, attempt, ...outcome });
				const event = kind === 'callRecord' ? kind : `${kind} ${body.status}`;
				const answer = outcome.error ?? `${outcome.status} ${JSON.stringify(outcome.answer)}`;
				this.settings.log?.(`callback ${event} of ${callId}: ${answer.slice(0, 100)}`);
				if (!outcome.error) break;
			}
		}
	}

	private async post(
		url: string,
		body: CallbackRecord['body'],
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
