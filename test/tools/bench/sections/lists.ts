import { median } from '../../../support/statistics';
import type { Bed } from '../bed';
import { type CallsRun, runCalls } from '../calls';
import { type Line, seconds, times } from '../figures';
import type { Provider } from '../providerProcess';
import { type Effort, alternate, ratioOf } from '../rounds';
import { type ArmNode, bareRequests, httpRequest, playVoice } from '../workflows';

const LATENCY_MS = 50;
const WIDTHS = [1, 5, 10, 50] as const;

interface Counted extends CallsRun {
	/** Time of the node per item. */
	itemMs: number;
}

/** Measures lists of calls against a provider that takes 50 ms to respond. */
export async function lists(
	bed: Bed,
	provider: Provider,
	{ rounds, size }: Effort,
	credentialId: string,
): Promise<Line[]> {
	await provider.tell({ latencyMs: LATENCY_MS });
	const token = await provider.logIn();
	const { url } = provider;
	const [short, long] = [size(200), size(1000)];

	const arm = async (node: ArmNode, count: number) => {
		const list = await bed.publishList(node);
		const measure = async (): Promise<Counted> => {
			const run = await runCalls(bed, provider, list, count);
			return { ...run, itemMs: run.nodeMs / count };
		};
		await measure();
		return measure;
	};
	const sizeAt = (width: number) => (width === 1 ? short : long);
	const arms: Record<string, () => Promise<Counted>> = {};
	for (const width of WIDTHS) {
		arms[`own ${width}`] = await arm(playVoice(credentialId, width), sizeAt(width));
		arms[`http ${width}`] = await arm(httpRequest(url, token, width), sizeAt(width));
		arms[`bare ${width}`] = await arm(bareRequests(url, token, width), sizeAt(width));
	}
	const results = await alternate(rounds, arms);

	const of = (name: string, field: keyof Counted) => (results[name] ?? []).map((run) => run[field]);
	const loop = of('bare 1', 'itemMs');
	const lines: Line[] = [];
	for (const width of WIDTHS) {
		const count = sizeAt(width);
		const name = `${count} calls at 50 ms, concurrency ${width}`;
		const own = of(`own ${width}`, 'itemMs');
		const bare = of(`bare ${width}`, 'itemMs');
		const http = of(`http ${width}`, 'itemMs');
		const ideal = LATENCY_MS / width;
		const most = Math.max(...of(`own ${width}`, 'maxInFlight'));
		const toIdeal = ratioOf(
			own,
			own.map(() => ideal),
		);
		const bareToIdeal = ratioOf(
			bare,
			bare.map(() => ideal),
		);
		const figure = seconds(median(own) * count);
		lines.push({
			name: `${name}, against the ideal ${seconds(ideal * count)}`,
			figure,
			ratio: `${times(toIdeal)} (a node that only sends: ${times(bareToIdeal)})`,
			goal: 'at most 1.15x',
			met: toIdeal <= 1.15,
			values: { itemMs: median(own), toIdeal, bareToIdeal },
		});
		const gain = ratioOf(loop, own);
		lines.push({
			name: `${name}, against a loop (${median(loop).toFixed(1)} ms an item)`,
			figure,
			ratio: `${times(gain)} as fast`,
			...(width === 10 && { goal: 'at least 8x', met: gain >= 8 }),
			values: { loopItemMs: median(loop), gain },
		});
		const toHttp = ratioOf(own, http);
		const httpMost = Math.max(...of(`http ${width}`, 'maxInFlight'));
		lines.push({
			name: `${name}, against HTTP Request (batch size ${width}, ${seconds(median(http) * count)})`,
			figure,
			ratio: `${times(toHttp)}; under way at most ${most}, HTTP Request ${httpMost}`,
			...(width === 50 && {
				goal: 'at most 1.1x, never more than 50 under way',
				met: toHttp <= 1.1 && most <= 50,
			}),
			values: { httpItemMs: median(http), toHttp, most, httpMost },
		});
	}
	return lines;
}
