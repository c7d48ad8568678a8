/** Runs calls: sends a call's status events and its record to the receiver, one after another. */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account';
import type { Bills } from './bills';
import { billOf, recordBody, recordingNameOf, statusBody, type Call } from './bodies';
import type { Callbacks } from './callbacks';
import { simulatedSince } from './clock';
import { statusSteps, type CallForm, type StatusStep } from './legs';
import { cutOff, type Outcome } from './outcomes';
import type { Recordings } from './recordings';
import type { DialRecord, PlaceCallOptions, SimulatorSettings } from './types';

export interface CallOrder extends PlaceCallOptions {
	form?: CallForm;
	extension?: string;
	agentPhone?: string;
	memberid?: string;
	taskid?: string;
	round?: number;
	outcome?: Outcome;
	/** At hang-up, before anybody is told. Never for a call that forget() or close() ends. */
	onHangUp?: (call: Call) => void;
}

/** A call under way, and where it is. */
export interface LiveCall {
	readonly call: Call;
	/** The agent's leg; undefined before it rings. */
	agent?: 'ring' | 'answer';
	/** When both legs were connected. */
	talkingSince?: number;
	/** Simulated seconds after dialling, and when that was. */
	at: number;
	since: number;
	isCutOff?: boolean;
	readonly hangUp: AbortController;
	readonly signal: AbortSignal;
}

export class Calls {
	readonly dials: DialRecord[] = [];
	/** At once. */
	maxAlive = 0;
	private readonly running = new Set<Promise<void>>();
	private readonly live = new Set<LiveCall>();
	/** Calls that an extension has taken part in, and when the last one ended. */
	private readonly use = new Map<string, { calls: number; endedAt: number }>();
	private ending = new AbortController();

	constructor(
		private readonly settings: SimulatorSettings,
		private readonly account: Account,
		private readonly recordings: Recordings,
		private readonly bills: Bills,
		private readonly callbacks: Callbacks,
	) {}

	/**
	 * Dials and returns at once, as PlayVoice does. Returns the call id, which PlayVoice's response lacks, and a promise
	 * that resolves when everybody has been told of the call, or when it is ended from outside.
	 */
	place(order: CallOrder): { uuid: string; over: Promise<void> } {
		const { companyCode, customDataLength, outcomeOf } = this.settings;
		const { form = 'voiceMenu', destnumber, userid = '', outcome = outcomeOf(destnumber) } = order;
		const isMenu = form === 'voiceMenu';
		const call: Call = {
			id: 0,
			uuid: randomUUID(),
			buuid: randomUUID(),
			companyCode,
			form,
			extension: order.extension ?? `${companyCode}0003`,
			agentPhone: order.agentPhone ?? '',
			destnumber,
			disnumber: order.disnumber || this.account.randomCallerId(form === 'predictive'),
			key: (isMenu && userid.split('@')[0]) || '1',
			userid: isMenu ? '' : userid,
			memberid: order.memberid ?? '',
			chengshudu: order.chengshudu ?? (isMenu ? '1' : ''),
			customuuid: (order.customuuid ?? '').slice(0, customDataLength),
			taskid: order.taskid ?? '',
			round: order.round ?? 0,
			startedAt: Date.now(),
			outcome,
		};
		const dial: DialRecord = {
			destinationNumber: destnumber,
			customuuid: call.customuuid,
			callId: call.uuid,
			at: new Date(call.startedAt),
		};
		this.dials.push(dial);
		const onHangUp = (ended: Call) => {
			dial.endedAt = new Date();
			order.onHangUp?.(ended);
		};
		const over = this.run(async (signal) => await this.pass(call, onHangUp, signal));
		return { uuid: call.uuid, over };
	}

	/** Runs something that forget() and close() end, and that settled() waits for. */
	run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		const life = work(this.ending.signal)
			// Only a wait that is aborted rejects.
			.catch(() => {})
			.finally(() => this.running.delete(life));
		this.running.add(life);
		return life;
	}

	/** The calls under way in which the extension rings or talks. */
	callsOf(extnumber: string): LiveCall[] {
		return [...this.live].filter(({ call, agent }) => agent && call.extension === extnumber);
	}

	useOf(extnumber: string): { calls: number; endedAt: number } | undefined {
		return this.use.get(extnumber);
	}

	async settled(): Promise<void> {
		while (this.running.size) await Promise.all(this.running);
	}

	/** Ends calls in progress and forgets what happened. */
	reset(): void {
		this.ending.abort();
		this.ending = new AbortController();
		this.dials.length = 0;
		this.maxAlive = 0;
		this.callbacks.delivered.length = 0;
	}

	async close(): Promise<void> {
		this.ending.abort();
		await this.settled();
		await this.callbacks.close();
	}

	/** A call from the first ring to its record. */
	private async pass(
		call: Call,
		onHangUp: (call: Call) => void,
		ending: AbortSignal,
	): Promise<void> {
		const hangUp = new AbortController();
		const signal = AbortSignal.any([ending, hangUp.signal]);
		const live: LiveCall = { call, at: 0, since: Date.now(), hangUp, signal };
		this.live.add(live);
		this.maxAlive = Math.max(this.maxAlive, this.live.size);
		const steps = statusSteps(call.form, call.outcome);
		const subject = { callId: call.uuid, customuuid: call.customuuid, name: call.uuid };
		const tell = async (step: StatusStep) =>
			await this.callbacks.deliver('extensionStatus', subject, statusBody(call, step), ending);
		try {
			for (const step of steps.filter(({ status }) => status !== 'hangup')) {
				if (!(await this.reach(live, step.at, ending))) break;
				this.enter(live, step);
				await tell(step);
			}
			const { waitSeconds, talkSeconds } = call.outcome;
			await this.reach(live, waitSeconds + talkSeconds, ending);
		} finally {
			this.live.delete(live);
		}
		this.hungUp(live);
		onHangUp(call);
		for (const step of steps.filter(({ status }) => status === 'hangup')) await tell(step);
		const body = recordBody(call, (name) => this.recordings.link(name).downurl);
		await this.callbacks.deliver('callRecord', subject, body, ending);
	}

	/** Waits for this second of the call. Returns false, and cuts the call off, if an agent hangs up before. */
	private async reach(live: LiveCall, at: number, ending: AbortSignal): Promise<boolean> {
		const { timeScale } = this.settings;
		const ms = (at - live.at) * timeScale * 1000;
		const isReached = await sleep(ms, true, { signal: live.signal }).catch(() => false);
		ending.throwIfAborted();
		if (!isReached && !live.isCutOff) {
			live.isCutOff = true;
			const seconds = Math.floor(simulatedSince(live.since, timeScale) / 1000);
			live.call.outcome = cutOff(live.call.outcome, Math.min(live.at + seconds, at));
		}
		if (!isReached) return false;
		live.at = at;
		live.since = Date.now();
		return true;
	}

	private enter(live: LiveCall, { leg, status }: StatusStep): void {
		if (leg === 'agent' && status !== 'hangup') live.agent = status;
		const { talkSeconds, waitSeconds } = live.call.outcome;
		const isAnswered = talkSeconds > 0 && live.at >= waitSeconds;
		if (live.agent === 'answer' && isAnswered) live.talkingSince ??= Date.now();
	}

	private hungUp({ call, agent }: LiveCall): void {
		if (agent) {
			const calls = (this.use.get(call.extension)?.calls ?? 0) + 1;
			this.use.set(call.extension, { calls, endedAt: Date.now() });
		}
		call.id = this.bills.write(billOf(call, this.settings.unsetBillTimes)).id;
		const name = recordingNameOf(call);
		const recording = { seconds: call.outcome.talkSeconds, hungUpAt: Date.now() };
		if (name) this.recordings.add(name, recording);
	}
}
