import { median } from '../../../support/statistics';
import type { Bed } from '../bed';
import { runCalls } from '../calls';
import { type Line, times } from '../figures';
import type { Provider } from '../providerProcess';
import { type Effort, alternate, ratioOf } from '../rounds';
import { type ArmNode, bareRequests, httpRequest, nothing, playVoice } from '../workflows';

const CONCURRENCY = 50;

/** Measures CPU time of n8n per item, against a provider that responds at once. */
export async function cost(
	bed: Bed,
	provider: Provider,
	{ rounds, size }: Effort,
	credentialId: string,
): Promise<Line[]> {
	await provider.tell({ latencyMs: 0 });
	const token = await provider.logIn();
	const bearerId = await bed.n8n.createCredential('Bearer', 'httpBearerAuth', { token });
	const { url } = provider;
	const count = size(1000);

	const arm = async (node: ArmNode, calls = count) => {
		const list = await bed.publishList(node);
		const measure = async () => await runCalls(bed, provider, list, count, calls);
		await measure();
		return measure;
	};
	const results = await alternate(rounds, {
		own: await arm(playVoice(credentialId, CONCURRENCY)),
		http: await arm(httpRequest(url, token, CONCURRENCY, bearerId)),
		bare: await arm(bareRequests(url, token, CONCURRENCY)),
		nothing: await arm(nothing, 0),
	});

	const [own, http, bare, base] = (['own', 'http', 'bare', 'nothing'] as const).map((name) =>
		results[name].map(({ cpuMs }) => cpuMs / count),
	) as [number[], number[], number[], number[]];
	const ratio = ratioOf(own, http);
	const bareRatio = ratioOf(own, bare);
	const ms = (values: number[]) => `${median(values).toFixed(2)} ms`;
	return [
		{
			name: `CPU per call, ${count} calls, against HTTP Request with a stored credential (${ms(http)})`,
			figure: ms(own),
			ratio: times(ratio),
			goal: 'at most 1x',
			met: ratio <= 1,
			values: { own: median(own), http: median(http), ratio },
		},
		{
			name: `The same, against a node that only sends (${ms(bare)}; a node that does nothing: ${ms(base)})`,
			figure: ms(own),
			ratio: times(bareRatio),
			goal: 'at most 1.2x',
			met: bareRatio <= 1.2,
			values: { bare: median(bare), nothing: median(base), ratio: bareRatio },
		},
	];
}
