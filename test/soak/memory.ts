import { run } from '../e2e/harness/command';

/** What the last quarter may have more than the second: V8 grows its heap before it collects. */
export const ALLOWED_GROWTH_PERCENT = 10;

const SAMPLE_MS = 5_000;

/** The resident memory of a process's only child in MB. */
async function residentOfChild(parent: number): Promise<number> {
	const lines = (await run('ps', ['-A', '-o', 'ppid=,rss='], '/')).split('\n');
	const kilobytes = lines
		.map((line) => line.trim().split(/\s+/).map(Number))
		.flatMap(([ppid, rss]) => (ppid === parent && rss !== undefined ? [rss] : []));
	if (kilobytes.length !== 1) throw new Error(`Process ${parent} has ${kilobytes.length} children`);
	return Math.round(kilobytes[0]! / 1024);
}

/**
 * Looks at n8n's memory again and again.
 *
 * @param supervisor the harness's process, whose only child n8n is
 * @returns the series so far, and what stops it
 */
export function watchMemory(supervisor: number): { series: number[]; stop: () => Promise<void> } {
	const series: number[] = [];
	let last = Promise.resolve();
	const timer = setInterval(() => {
		last = last.then(async () => {
			series.push(await residentOfChild(supervisor));
		});
	}, SAMPLE_MS);
	const stop = async () => {
		clearInterval(timer);
		await last;
	};
	return { series, stop };
}

const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The medians of the second and of the last quarter: the first is for warming up. */
export function quartersOf(series: number[]): { second: number; last: number } {
	const quarter = series.length / 4;
	return {
		second: median(series.slice(Math.floor(quarter), Math.floor(2 * quarter))),
		last: median(series.slice(Math.floor(3 * quarter))),
	};
}

/** Whether memory has stayed as it was. Without enough samples it is not known to have. */
export function isFlat(series: number[]): boolean {
	const { second, last } = quartersOf(series);
	return last <= second * (1 + ALLOWED_GROWTH_PERCENT / 100);
}
