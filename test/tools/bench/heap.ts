import { median } from '../../support/statistics';
import { Bed, type ListArm } from './bed';
import type { ArmNode } from './workflows';

/** Heaps to try. MB, as V8 counts them. */
const HEAPS_MB = [
	160, 192, 224, 256, 288, 320, 352, 384, 448, 512, 640, 768, 1024, 1280, 1536, 2048, 3072, 4096,
];
const LARGEST_MB = HEAPS_MB.at(-1)!;
const SLOWER = 1.25;
/** Anything slower is too slow without being waited for. */
const PATIENCE = 3;
const LONGEST_MS = 900_000;

/** What finishes in a heap. */
export interface Load {
	/** Opens an n8n with these settings. */
	open(env: Record<string, string>): Promise<{ bed: Bed; credentialId: string }>;
	/** The measured node, and the one behind it. */
	nodes(credentialId: string): [arm: ArmNode, next?: ArmNode];
	count: number;
	/** How many runs one time is the median of: a short one is too fast to measure once. */
	runs: number;
	/** Throws if the run has not done what it should. */
	check(): Promise<void>;
}

/** The smallest heap in which a load finishes, and the times of one run. Milliseconds. */
export interface Needed {
	heapMb: number;
	timeMs: number;
	/** With the largest heap. */
	bestMs: number;
}

async function timed(load: Load, list: ListArm, bed: Bed, timeoutMs: number): Promise<number> {
	const ms = await bed.time(list, load.count, timeoutMs);
	await load.check();
	return ms;
}

/**
 * Runs a load in an n8n that has just started, with that heap.
 *
 * @returns how long a run took; throws if n8n ran out of memory or took too long
 */
export async function timeIn(
	heapMb: number,
	load: Load,
	timeoutMs: number = LONGEST_MS,
): Promise<number> {
	const { bed, credentialId } = await load.open({
		NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
	});
	try {
		const list = await bed.publishList(...load.nodes(credentialId));
		const times = [];
		for (let left = load.runs; left > 0; left--)
			times.push(await timed(load, list, bed, timeoutMs));
		return median(times);
	} finally {
		await bed.stop();
	}
}

/** Finds the smallest heap in which a load takes at most 1.25 times as long as with the largest one. */
export async function smallestHeap(load: Load): Promise<Needed> {
	const bestMs = median([await timeIn(LARGEST_MB, load), await timeIn(LARGEST_MB, load)]);
	const fits = async (heapMb: number) =>
		await timeIn(heapMb, load, bestMs * PATIENCE).then(
			(ms) => (ms <= bestMs * SLOWER ? ms : undefined),
			() => undefined,
		);
	let [low, high, timeMs] = [0, HEAPS_MB.length - 1, bestMs];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const ms = await fits(HEAPS_MB[middle]!);
		if (ms === undefined) low = middle + 1;
		else [high, timeMs] = [middle, ms];
	}
	return { heapMb: HEAPS_MB[high]!, timeMs, bestMs };
}
