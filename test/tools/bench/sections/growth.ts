import { median } from '../../../support/statistics';
import type { Bed } from '../bed';
import { runCalls } from '../calls';
import { type Line, times } from '../figures';
import type { Provider } from '../providerProcess';
import { type Effort, alternate, ratioOf } from '../rounds';
import { type ArmNode, bareRequests, playVoice } from '../workflows';

const CONCURRENCY = 50;
/** A short list is too fast to measure once. */
const REPEATS = { 100: 9, 1000: 3, 10_000: 1 } as const;

interface Grown {
	itemMs: number;
	/** Includes starting and storing, which weigh more in a short list. */
	itemCpuMs: number;
}

/** Measures whether an item costs more in a long list than in a short one. */
export async function growth(
	bed: Bed,
	provider: Provider,
	{ rounds, size }: Effort,
	credentialId: string,
): Promise<Line[]> {
	await provider.tell({ latencyMs: 0 });
	const token = await provider.logIn();
	const lengths = [100, 1000, 10_000] as const;

	const arm = async (node: ArmNode) => {
		const list = await bed.publishList(node);
		await runCalls(bed, provider, list, size(1000));
		return (length: (typeof lengths)[number]) => async (): Promise<Grown> => {
			const runs = [];
			for (let repeat = 0; repeat < REPEATS[length]; repeat++) {
				runs.push(await runCalls(bed, provider, list, size(length)));
			}
			return {
				itemMs: median(runs.map(({ nodeMs }) => nodeMs)) / size(length),
				itemCpuMs: median(runs.map(({ cpuMs }) => cpuMs)) / size(length),
			};
		};
	};
	const own = await arm(playVoice(credentialId, CONCURRENCY));
	const bare = await arm(bareRequests(provider.url, token, CONCURRENCY));
	const results = await alternate(rounds, {
		'own 100': own(100),
		'own 1000': own(1000),
		'own 10000': own(10_000),
		'bare 100': bare(100),
		'bare 10000': bare(10_000),
	});
	const itemMs = (name: keyof typeof results) => results[name].map((run) => run.itemMs);
	const bareGrowth = ratioOf(itemMs('bare 10000'), itemMs('bare 100'));

	return lengths.map((length) => {
		const values = itemMs(`own ${length}`);
		const cpuMs = median(results[`own ${length}`].map(({ itemCpuMs }) => itemCpuMs));
		const ratio = ratioOf(values, itemMs('own 100'));
		const isLongest = length === 10_000;
		const reference = isLongest ? ` (a node that only sends: ${times(bareGrowth)})` : '';
		return {
			name: `Time per item, list of ${size(length)}, concurrency ${CONCURRENCY}`,
			figure: `${median(values).toFixed(2)} ms (${cpuMs.toFixed(2)} ms CPU)`,
			ratio: `${times(ratio)} of the list of ${size(100)}${reference}`,
			...(isLongest && { goal: 'at most 1.15x', met: ratio <= 1.15 }),
			values: {
				itemMs: median(values),
				cpuMs,
				ratio,
				...(isLongest && { bareGrowth }),
			},
		};
	});
}
