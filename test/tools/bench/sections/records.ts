import { setTimeout as sleep } from 'node:timers/promises';
import { itemsOf } from '../../../support/harness/n8n';
import { median } from '../../../support/statistics';
import { chain, polledRecords } from '../../../support/workflows';
import type { Bed } from '../bed';
import { type Line, seconds, times } from '../figures';
import { type Load, smallestHeap } from '../heap';
import type { Provider } from '../providerProcess';
import { type Effort, alternate, ratioOf } from '../rounds';
import {
	ARM,
	NEXT,
	getManyRecords,
	httpNewRecords,
	httpRecords,
	placed,
	scheduleEvery,
	splitRecords,
} from '../workflows';

const TIMEOUT_MS = 600_000;
const HOUR_SECONDS = 3600;
const POLL_SECONDS = 5;
const WINDOW_MS = 60_000;
const BATCH = 1000;

const lengthOf = async (bed: Bed, workflowId: string, node: string): Promise<number> => {
	const [latest] = await bed.n8n.executions({ workflowId });
	return itemsOf(await bed.n8n.execution(latest!.id), node).length;
};

/** Reads all call records of a day: Get Many, and HTTP Request with n8n's pagination and Split Out. */
async function reading(
	open: Load['open'],
	provider: Provider,
	{ rounds, size }: Effort,
): Promise<Line[]> {
	const count = size(100_000);
	await provider.tell({ latencyMs: 0, bills: { count, seconds: HOUR_SECONDS } });
	const token = await provider.logIn();
	const { bed, credentialId } = await open({});
	const arm = async (last: string, ...nodes: Parameters<Bed['publishList']>) => {
		const list = await bed.publishList(...nodes);
		const run = async () => await bed.time(list, 1, TIMEOUT_MS);
		await run();
		const read = await lengthOf(bed, list.workflowId, last);
		if (read !== count)
			throw new Error(`${read} call records came out of ${last} instead of ${count}`);
		return run;
	};
	const http = httpRecords(provider.url, token);
	const results = await alternate(Math.min(rounds, 3), {
		own: await arm(ARM, getManyRecords(credentialId)),
		http: await arm(NEXT, http, splitRecords),
	});
	await bed.stop();
	const load = (nodes: Load['nodes']): Load => ({
		open,
		nodes,
		count: 1,
		runs: 1,
		check: async () => {},
	});
	const own = await smallestHeap(load((id) => [getManyRecords(id)]));
	const least = await smallestHeap(load(() => [http, splitRecords]));
	const timeRatio = ratioOf(results.own, results.http);
	const heapRatio = own.heapMb / least.heapMb;
	return [
		{
			name: `Get Many of ${count} call records, against HTTP Request with pagination and Split Out (${seconds(median(results.http))})`,
			figure: seconds(median(results.own)),
			ratio: `${times(timeRatio)} of the time`,
			goal: 'at most 1.1x',
			met: timeRatio <= 1.1,
			values: { ms: median(results.own), httpMs: median(results.http), ratio: timeRatio },
		},
		{
			name: `The smallest heap for it (HTTP Request: ${least.heapMb} MB)`,
			figure: `${own.heapMb} MB`,
			ratio: `${times(heapRatio)} of the heap`,
			goal: 'at most 0.7x',
			met: heapRatio <= 0.7,
			values: { heapMb: own.heapMb, httpHeapMb: least.heapMb, ratio: heapRatio },
		},
	];
}

/** Polls for new call records: the record trigger, and HTTP Request behind a Schedule Trigger. */
async function polling(
	open: Load['open'],
	provider: Provider,
	{ rounds, size }: Effort,
): Promise<Line[]> {
	await provider.tell({ latencyMs: 0, bills: { count: 0, seconds: 1 } });
	const token = await provider.logIn();
	const { bed, credentialId } = await open({});
	const windowMs = size(WINDOW_MS);
	const polls = windowMs / 1000 / POLL_SECONDS;
	const workflows = {
		own: await bed.n8n.createWorkflow(chain('Record trigger', [polledRecords(credentialId)])),
		http: await bed.n8n.createWorkflow(
			chain('Schedule', [
				placed('Schedule', scheduleEvery(POLL_SECONDS)),
				placed(ARM, httpNewRecords(provider.url, token, POLL_SECONDS)),
				placed(NEXT, splitRecords),
			]),
		),
	};
	/** CPU time of n8n in one window, above its idle usage. */
	const spent = async (batches: number): Promise<number> => {
		const startedAt = performance.now();
		const before = bed.usage.cpuMs();
		for (let part = 0; part < Math.max(batches, 1); part++) {
			if (batches > 0) await provider.tell({ bills: { count: BATCH, seconds: 1 } });
			await sleep(windowMs / Math.max(batches, 1));
		}
		const elapsed = performance.now() - startedAt;
		return bed.usage.cpuMs() - before - bed.usage.idleCpuMs(elapsed);
	};
	const measure = (workflowId: string) => async () => {
		await bed.n8n.activate(workflowId);
		await sleep(2 * POLL_SECONDS * 1000);
		const emptyMs = (await spent(0)) / polls;
		const batches = Math.max(1, Math.floor(polls / 4));
		const fullMs = (await spent(batches)) - emptyMs * polls;
		await provider.tell({ bills: { count: 0, seconds: 1 } });
		await bed.n8n.deactivate(workflowId);
		return { emptyMs, batchMs: fullMs / batches };
	};
	const { own, http } = await alternate(Math.min(rounds, 3), {
		own: measure(workflows.own),
		http: measure(workflows.http),
	});
	await bed.stop();
	const line = (name: string, field: 'emptyMs' | 'batchMs'): Line => {
		const [ours, theirs] = [own, http].map((runs) => runs.map((run) => run[field])) as [
			number[],
			number[],
		];
		const ratio = ratioOf(ours, theirs);
		return {
			name: `${name}, against Schedule Trigger and HTTP Request (${median(theirs).toFixed(1)} ms CPU)`,
			figure: `${median(ours).toFixed(1)} ms CPU`,
			ratio: times(ratio),
			values: { ms: median(ours), httpMs: median(theirs), ratio },
		};
	};
	return [
		line('The record trigger: a poll without new call records', 'emptyMs'),
		line(`The record trigger: ${BATCH} new call records`, 'batchMs'),
	];
}

/** Measures reading call records: a long list, and new ones as they come. */
export async function records(
	open: Load['open'],
	provider: Provider,
	effort: Effort,
): Promise<Line[]> {
	return [...(await reading(open, provider, effort)), ...(await polling(open, provider, effort))];
}
