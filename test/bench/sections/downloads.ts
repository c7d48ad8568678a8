import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed } from '../bed';
import { type Line, median, seconds, times } from '../figures';
import type { Provider } from '../providerProcess';
import { type Effort, alternate, ratioOf } from '../rounds';
import { type ArmNode, downloadRecording, httpDownload } from '../workflows';

/** n8n tidies up after a run. */
const SETTLE_MS = 2000;

/** Recordings as files, with n8n's own default of keeping files on disk. */
export async function downloads(
	bed: Bed,
	provider: Provider,
	{ rounds, size }: Effort,
	credentialId: string,
): Promise<Line[]> {
	await provider.tell({ latencyMs: 0 });
	const lines: Line[] = [];
	for (const megabytes of [5, size(300)]) {
		const name = `${megabytes}mb.wav`;
		await provider.tell({ recording: { name, bytes: megabytes * 1_000_000 } });
		const arm = async (node: ArmNode) => {
			const list = await bed.publishList(node);
			const measure = async () => {
				await sleep(SETTLE_MS);
				const run = await bed.run(list, 1);
				await bed.deleteFiles();
				return run;
			};
			await measure();
			return measure;
		};
		const { own, http } = await alternate(rounds, {
			own: await arm(downloadRecording(credentialId, name)),
			http: await arm(httpDownload(await provider.linkOf(name))),
		});
		const time = own.map(({ nodeMs }) => nodeMs);
		const httpTime = http.map(({ nodeMs }) => nodeMs);
		const memory = median(own.map(({ extraMemory }) => extraMemory));
		const httpMemory = median(http.map(({ extraMemory }) => extraMemory));
		const ratio = ratioOf(time, httpTime);
		lines.push({
			name: `Recording of ${megabytes} MB, against HTTP Request's file download (${seconds(median(httpTime))}, ${httpMemory.toFixed(0)} MB)`,
			figure: `${seconds(median(time))}, ${memory.toFixed(0)} MB more memory at most`,
			ratio: `${times(ratio)} of the time`,
			...(megabytes > 5 && { goal: 'less than 50 MB more memory', met: memory < 50 }),
			values: { ms: median(time), httpMs: median(httpTime), memory, httpMemory, ratio },
		});
	}
	return lines;
}
