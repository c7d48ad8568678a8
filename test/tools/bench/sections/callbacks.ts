import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { record } from '../../../support/lists';
import { median } from '../../../support/statistics';
import type { Bed } from '../bed';
import { type Line, times } from '../figures';
import { type Effort, alternate, ratioOf } from '../rounds';
import {
	type ArmNode,
	bareTrigger,
	callbackWorkflow,
	ifAnswered,
	webhook,
	yunhuTrigger,
} from '../workflows';

const CONNECTIONS = 16;
const POLL_MS = 20;
/**
 * The default engine takes several times as long per callback. Its bursts outlast the five seconds for which the trigger keeps a
 * credential that it has read.
 */
const BURST = { default: 120, legacy: 1_000 } as const;

type Engine = keyof typeof BURST;

interface Opened {
	bed: Bed;
	credentialId: string;
}

interface Burst {
	perSecond: number;
	/** CPU time of n8n per callback, including the execution it started. Milliseconds. */
	cpuMs: number;
	/** Executions that n8n stored for this burst. */
	executions: number;
}

interface Arm {
	/** The node behind the trigger. */
	next?: ArmNode;
	/** The secret that callbacks send; default: the right one. */
	offered?: string;
	/** Whether each callback must start an execution; default true. */
	isTaken?: boolean;
}

let lastId = 0;

/** Each callback belongs to a different call. */
const answered = () => record(++lastId, 10);
const unanswered = () => record(++lastId, 0);

/** Measures callbacks per second, until all are answered and their executions have ended. */
async function measureEngine(
	{ bed, credentialId }: Opened,
	effort: Effort,
	count: number,
	secret: string,
): Promise<Record<string, Burst[]>> {
	const { n8n } = bed;
	const headerAuthId = await n8n.createCredential('Header', 'httpHeaderAuth', {
		name: 'x-callback-secret',
		value: secret,
	});

	const arm = async (
		makeTrigger: (webhookId: string) => ArmNode,
		makeBody: () => unknown,
		{ next, offered = secret, isTaken = true }: Arm = {},
	) => {
		const webhookId = randomUUID();
		const trigger = makeTrigger(webhookId);
		const workflowId = await n8n.createWorkflow(callbackWorkflow(trigger, next));
		await n8n.activate(workflowId);
		const isWebhookNode = trigger.type === 'n8n-nodes-base.webhook';
		const path = isWebhookNode ? `/webhook/${webhookId}` : `/webhook/${webhookId}/webhook`;
		const expected = offered === secret ? 200 : 401;
		const burst = async (size: number): Promise<Burst> => {
			const pool = new Pool(n8n.baseUrl, { connections: CONNECTIONS });
			const before = bed.executionsOf(workflowId);
			const cpuBefore = bed.usage.cpuMs();
			const startedAt = performance.now();
			await Promise.all(
				Array.from({ length: size }, async () => {
					const { statusCode, body } = await pool.request({
						method: 'POST',
						path,
						headers: { 'content-type': 'application/json', 'x-callback-secret': offered },
						body: JSON.stringify(makeBody()),
					});
					await body.dump();
					if (statusCode !== expected) throw new Error(`Callback answered ${statusCode}`);
				}),
			);
			while (bed.underWay(workflowId) > 0) await sleep(POLL_MS);
			const elapsed = performance.now() - startedAt;
			const cpuMs = (bed.usage.cpuMs() - cpuBefore - bed.usage.idleCpuMs(elapsed)) / size;
			await pool.close();
			const executions = bed.executionsOf(workflowId) - before;
			return { perSecond: (size * 1000) / elapsed, cpuMs, executions };
		};
		await burst(CONNECTIONS);
		return async () => {
			const result = await burst(count);
			if (isTaken && result.executions !== count) {
				throw new Error(`${count} callbacks started ${result.executions} executions`);
			}
			return result;
		};
	};

	const same = record(++lastId, 10);
	const own = (id: string) => yunhuTrigger(credentialId, id);
	const ownFiltered = (id: string) =>
		yunhuTrigger(credentialId, id, { filters: { answeredOnly: true } });
	return await alternate(effort.rounds, {
		webhook: await arm((id) => webhook(id), answered),
		webhookHeaderAuth: await arm((id) => webhook(id, headerAuthId), answered),
		webhookIf: await arm((id) => webhook(id), unanswered, { next: ifAnswered }),
		accepted: await arm(own, answered),
		filtered: await arm(ownFiltered, unanswered, { isTaken: false }),
		duplicate: await arm(own, () => same, { isTaken: false }),
		refused: await arm(own, answered, { offered: 'not the secret', isTaken: false }),
		bareTaken: await arm((id) => bareTrigger(id, true), answered),
		bareDropped: await arm((id) => bareTrigger(id, false), answered, { isTaken: false }),
		readingTaken: await arm((id) => bareTrigger(id, true, headerAuthId), answered),
		readingDropped: await arm((id) => bareTrigger(id, false, headerAuthId), answered, {
			isTaken: false,
		}),
	});
}

function linesOf(engine: Engine, count: number, results: Record<string, Burst[]>): Line[] {
	const rates = (name: string) => (results[name] ?? []).map(({ perSecond }) => perSecond);
	const rate = (name: string) => `${median(rates(name)).toFixed(0)}/s`;
	const cpu = (name: string) => median((results[name] ?? []).map((burst) => burst.cpuMs));
	const speed = (name: string) => `${rate(name)}, ${cpu(name).toFixed(1)} ms CPU each`;
	const executions = (name: string) =>
		Math.max(...(results[name] ?? []).map((burst) => burst.executions));
	const line = (
		title: string,
		name: string,
		against: string,
		does: 'Taken' | 'Dropped',
		goal?: { text: string; isMet: (ratio: number) => boolean },
	): Line => {
		const ratio = ratioOf(rates(name), rates(against));
		const [bare, reading] = [`bare${does}`, `reading${does}`];
		const toRate = (other: string) => times(ratioOf(rates(other), rates(against)));
		return {
			name: `Callbacks ${title} (${engine} engine), against ${NAMES[against]} (${speed(against)}, ${executions(against)} executions)`,
			figure: `${speed(name)}, ${executions(name)} executions for ${count}`,
			ratio: `${times(ratio)} (a trigger that does nothing: ${toRate(bare)}; that reads its credential: ${toRate(reading)})`,
			...(goal && { goal: goal.text, met: goal.isMet(ratio) }),
			values: {
				perSecond: median(rates(name)),
				againstPerSecond: median(rates(against)),
				barePerSecond: median(rates(bare)),
				readingPerSecond: median(rates(reading)),
				cpuMs: cpu(name),
				againstCpuMs: cpu(against),
				bareCpuMs: cpu(bare),
				readingCpuMs: cpu(reading),
				executions: executions(name),
				ratio,
			},
		};
	};
	const atLeast = (least: number) => ({
		text: `at least ${least}x`,
		isMet: (ratio: number) => ratio >= least,
	});
	return [
		line('accepted', 'accepted', 'bareTaken', 'Taken', atLeast(engine === 'legacy' ? 0.97 : 0.95)),
		line('accepted', 'accepted', 'webhook', 'Taken'),
		line('accepted', 'accepted', 'webhookHeaderAuth', 'Taken'),
		line('filtered', 'filtered', 'bareDropped', 'Dropped', atLeast(0.95)),
		line('filtered', 'filtered', 'webhookIf', 'Dropped', {
			text: 'no executions',
			isMet: () => executions('filtered') === 0,
		}),
		line('dropped as duplicates', 'duplicate', 'webhook', 'Dropped'),
		line('refused', 'refused', 'webhook', 'Dropped'),
	];
}

const NAMES: Record<string, string> = {
	bareTaken: 'a trigger that does nothing',
	bareDropped: 'a trigger that does nothing',
	webhook: 'Webhook alone',
	webhookHeaderAuth: 'Webhook with Header Auth',
	webhookIf: 'Webhook + IF',
};

/** Measures incoming callbacks with each of n8n's expression engines. */
export async function callbacks(
	engines: Record<Engine, Opened>,
	effort: Effort,
	secret: string,
): Promise<Line[]> {
	const lines: Line[] = [];
	for (const engine of Object.keys(engines) as Engine[]) {
		const count = effort.size(BURST[engine]);
		const results = await measureEngine(engines[engine], effort, count, secret);
		lines.push(...linesOf(engine, count, results));
	}
	return lines;
}
