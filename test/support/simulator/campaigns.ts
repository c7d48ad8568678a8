/** Predictive campaigns (services.md 6): their list, and the program that dials a running one. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account';
import type { Campaign, CampaignNumber } from './accountTypes';
import type { Call } from './bodies';
import type { Callbacks } from './callbacks';
import type { Calls } from './calls';
import { inSeconds, simulatedSince, stamp, timeOf } from './clock';
import { outcomeOf } from './outcomes';
import type { SimulatorSettings } from './types';

/** services.md 6c, the filter's numbers. */
export const STATUS = { new: 0, running: 1, paused: 2, ended: 3 } as const;

/** Tests change the account without telling, so a waiting campaign looks again: real milliseconds. */
const LOOK_AGAIN_MS = { least: 5, most: 50 };

const pick = <Item>(items: Item[]): Item | undefined =>
	items[Math.floor(Math.random() * items.length)];

/** What became of a number (services.md 6d). A talk without an agent is one that the agent missed. */
function resultOf({ outcome, extension }: Call): Partial<CampaignNumber> {
	if (outcome.talkSeconds === 0) return { answered: 0, answertype: 'callee' };
	const answertype = outcome.agent ? 'connected' : 'caller';
	return { answered: 1, answertype, extnumber: extension };
}

export class Campaigns {
	readonly rows: Campaign[] = [];
	/** The program that dials a campaign: a campaign started again has a new one. */
	private readonly programs = new WeakMap<Campaign, symbol>();
	/** Agents for whom a number is being dialled, so that no other campaign takes them. */
	private readonly reserved = new Set<string>();
	private lastNumber = 0;

	constructor(
		private readonly settings: SimulatorSettings,
		private readonly account: Account,
		private readonly calls: Calls,
		private readonly callbacks: Callbacks,
	) {}

	add(given: Omit<Campaign, 'taskid' | 'status' | 'createtime' | 'starttime' | 'round'>): Campaign {
		const createtime = stamp(Date.now());
		const taskid = createtime.replace(/\D/g, '') + String(++this.lastNumber).padStart(6, '0');
		const status = STATUS.new;
		const campaign: Campaign = { taskid, ...given, status, createtime, starttime: '', round: 1 };
		this.rows.push(campaign);
		return campaign;
	}

	find(taskid: string): Campaign | undefined {
		return this.rows.find((campaign) => campaign.taskid === taskid);
	}

	start(campaign: Campaign): void {
		campaign.status = STATUS.running;
		campaign.starttime ||= stamp(Date.now());
		const program = Symbol(campaign.taskid);
		this.programs.set(campaign, program);
		void this.calls.run(async (signal) => await this.dial(campaign, program, signal));
	}

	/** Pauses or ends it. Calls under way go on. */
	stop(campaign: Campaign, status: 2 | 3): void {
		campaign.status = status;
		this.programs.delete(campaign);
	}

	/** Their calls are ended by the one who asks. */
	pauseAll(): void {
		for (const campaign of this.rows) {
			if (campaign.status === STATUS.running) this.stop(campaign, STATUS.paused);
		}
		this.reserved.clear();
	}

	clear(): void {
		this.pauseAll();
		this.rows.length = 0;
	}

	/** Dials until nothing is left to do, the end time is reached, or somebody stops it. */
	private async dial(campaign: Campaign, program: symbol, signal: AbortSignal): Promise<void> {
		const startedAt = Date.now();
		const now = () => startedAt + simulatedSince(startedAt, this.settings.timeScale);
		const isCurrent = () => this.programs.get(campaign) === program;
		const underWay = new Set<Promise<void>>();
		const limit = (text: string) => (text === '' ? Infinity : timeOf(text));
		let endtype: 'over' | 'timeout' | undefined;
		while (isCurrent() && !endtype) {
			const isTooEarly =
				this.settings.timeScale > 0 &&
				campaign.scheduledtime !== '' &&
				now() < timeOf(campaign.scheduledtime);
			const left = isTooEarly ? [] : this.left(campaign, now());
			if (now() >= limit(campaign.pausedtime)) endtype = 'timeout';
			else if (!isTooEarly && !left.length && !underWay.size) endtype = 'over';
			else {
				const room = campaign.concurrent - underWay.size;
				for (const call of this.dialNext(campaign, left, room)) {
					const ended = call.then(() => void underWay.delete(ended));
					underWay.add(ended);
				}
				const { least, most } = LOOK_AGAIN_MS;
				const pause = Math.min(most, Math.max(least, this.settings.timeScale * 1000));
				await Promise.race([...underWay, sleep(pause)]);
			}
			signal.throwIfAborted();
		}
		await Promise.all(underWay);
		signal.throwIfAborted();
		if (!endtype || !isCurrent()) return;
		this.stop(campaign, STATUS.ended);
		await this.tellEnd(campaign, endtype, signal);
	}

	/** Numbers that are still to be called: `time` is the latest time (services.md 6a). */
	private left({ numbers }: Campaign, now: number): CampaignNumber[] {
		return numbers.filter(({ called, time }) => !called && (time ?? Infinity) >= inSeconds(now));
	}

	/** Dials for each free agent as many numbers as the scale says. Each promise is one call. */
	private dialNext(campaign: Campaign, left: CampaignNumber[], room: number): Array<Promise<void>> {
		const [agents = 1, calls = 1] = campaign.taskscale.split(':').map(Number);
		const perAgent = Math.max(1, Math.floor(calls / agents));
		const queue = left.slice(0, room);
		return this.freeAgents(campaign).flatMap((agent) =>
			this.dialFor(campaign, agent, queue.splice(0, perAgent)),
		);
	}

	/** The agent is free again once the last of these calls has hung up. */
	private dialFor(
		{ taskid, round, disnumber }: Campaign,
		extension: string,
		numbers: CampaignNumber[],
	): Array<Promise<void>> {
		let open = numbers.length;
		let isTaken = false;
		if (open) this.reserved.add(extension);
		return numbers.map((number) => {
			const { phone, userid, memberid, chengshudu, customuuid } = number;
			const outcome = outcomeOf(phone);
			// The agent can take one call: whoever else answers meets nobody.
			const agent = outcome.agent && !isTaken;
			isTaken ||= agent;
			number.called = true;
			const { over } = this.calls.place({
				form: 'predictive',
				destnumber: phone,
				disnumber: pick(disnumber.split(',')) ?? '',
				userid,
				memberid,
				chengshudu,
				customuuid,
				extension,
				taskid,
				round,
				outcome: { ...outcome, agent },
				onHangUp: (call) => {
					Object.assign(number, resultOf(call));
					if (--open === 0) this.reserved.delete(extension);
				},
			});
			return over;
		});
	}

	private freeAgents({ assigntype, assignagent }: Campaign): string[] {
		const names = assignagent.split(',');
		const agents = names.flatMap((name) =>
			assigntype === 3
				? this.account.agentsOf(name)
				: [name].filter((one) => this.account.canTakeCalls(one)),
		);
		return [...new Set(agents)].filter(
			(agent) => !this.reserved.has(agent) && !this.calls.callsOf(agent).length,
		);
	}

	/** services.md 2c: only the end is ever told. */
	private async tellEnd(
		{ taskid }: Campaign,
		endtype: 'over' | 'timeout',
		signal: AbortSignal,
	): Promise<void> {
		const body = { taskid, companycode: this.settings.companyCode, status: 3, endtype };
		const subject = { callId: '', customuuid: '', name: taskid };
		await this.callbacks.deliver('campaignStatus', subject, body, signal);
	}
}
