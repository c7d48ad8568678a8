import { median } from '../../../support/statistics';
import type { Bed } from '../bed';
import { type Line, seconds, times } from '../figures';
import type { Provider } from '../providerProcess';
import { type Effort, alternate, ratioOf } from '../rounds';
import { type ArmNode, downloadRecording, httpDownload } from '../workflows';

/** Measures downloads of recordings, with n8n's default of keeping files on disk. */
export async function downloads(
	bed: Bed,
	provider: Provider,
	{ rounds, size }: Effort,
	credentialId: string,
): Promise<Line[]> {
	await provider.tell({ latencyMs: 0 });
	const addRecording = async (megabytes: number) => {
		const name = `${megabytes}mb.wav`;
		await provider.tell({ recording: { name, bytes: megabytes * 1_000_000 } });
		return name;
	};
	const publish = async (node: ArmNode) => {
		const list = await bed.publishList(node);
		return async () => {
			const run = await bed.run(list, 1);
			await bed.deleteFiles();
			return run;
		};
	};
	const small = await addRecording(1);
	const [ownSmall, httpSmall] = [
		await publish(downloadRecording(credentialId, small)),
		await publish(httpDownload(await provider.linkOf(small))),
	];
	const lines: Line[] = [];
	for (const megabytes of [5, size(300)]) {
		const name = await addRecording(megabytes);
		const runOwn = await publish(downloadRecording(credentialId, name));
		const runHttp = await publish(httpDownload(await provider.linkOf(name)));
		await runOwn();
		await runHttp();
		const { own, http } = await alternate(rounds, { own: runOwn, http: runHttp });
		const time = own.map(({ nodeMs }) => nodeMs);
		const httpTime = http.map(({ nodeMs }) => nodeMs);
		const memory = await bed.extraMemory(ownSmall, runOwn);
		const httpMemory = await bed.extraMemory(httpSmall, runHttp);
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
