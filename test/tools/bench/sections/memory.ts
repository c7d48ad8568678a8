import { print } from '../../../support/print';
import { type Line, seconds, times } from '../figures';
import { type Load, smallestHeap, timeIn } from '../heap';
import type { Provider } from '../providerProcess';
import type { Effort } from '../rounds';
import { type ArmNode, bareRequests, playVoice } from '../workflows';

const CONCURRENCY = 50;
const LARGE_HEAP_MB = 2048;

/**
 * Measures how much memory lists need: the smallest heap in which they finish in time. What a process takes at its peak says
 * little, because V8 collects late while there is room.
 */
export async function memory(
	open: Load['open'],
	provider: Provider,
	{ size }: Effort,
): Promise<Line[]> {
	await provider.tell({ latencyMs: 0 });
	const token = await provider.logIn();
	const own = (credentialId: string) => playVoice(credentialId, CONCURRENCY);
	const bare = () => bareRequests(provider.url, token, CONCURRENCY);
	const loadOf = (node: (credentialId: string) => ArmNode, count: number): Load => ({
		open,
		nodes: (credentialId) => [node(credentialId)],
		count,
		runs: count < 10_000 ? 5 : 1,
		check: async () => {
			const { calls } = await provider.tell({ forget: true });
			if (calls !== count) throw new Error(`${calls} calls were placed instead of ${count}`);
		},
	});
	const lines: Line[] = [];
	// A line takes minutes: it must not be lost when a later one fails.
	const add = (line: Line) => {
		lines.push(line);
		print(`${line.name}: ${line.figure}, ${line.ratio}`);
	};
	for (const count of [size(1000), size(10_000)]) {
		const needed = await smallestHeap(loadOf(own, count));
		const least = await smallestHeap(loadOf(bare, count));
		const ratio = needed.heapMb / least.heapMb;
		add({
			name: `Smallest heap for a list of ${count}, concurrency ${CONCURRENCY}`,
			figure: `${needed.heapMb} MB (${seconds(needed.timeMs)}; with room ${seconds(needed.bestMs)})`,
			ratio: `${times(ratio)} of a node that only sends (${least.heapMb} MB)`,
			goal: 'at most 1.2x',
			met: ratio <= 1.2,
			values: { heapMb: needed.heapMb, bareHeapMb: least.heapMb, ratio },
		});
	}
	const count = size(100_000);
	const [ownMs, bareMs] = [
		await timeIn(LARGE_HEAP_MB, loadOf(own, count)),
		await timeIn(LARGE_HEAP_MB, loadOf(bare, count)),
	];
	add({
		name: `A list of ${count} in a heap of ${LARGE_HEAP_MB} MB`,
		figure: seconds(ownMs),
		ratio: `${times(ownMs / bareMs)} of the time of a node that only sends`,
		values: { ownMs, bareMs, ratio: ownMs / bareMs },
	});
	return lines;
}
