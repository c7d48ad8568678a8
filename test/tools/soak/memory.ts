import { memoryOf, onlyChildOf } from '../../support/proc';
import { median } from '../../support/statistics';

/** How much the last quarter may exceed the second: V8 grows its heap before it collects. */
export const ALLOWED_GROWTH_PERCENT = 10;

const SAMPLE_MS = 5_000;

/**
 * Samples n8n's memory periodically.
 *
 * @param supervisor pid of the harness's process, whose only child is n8n
 * @returns the samples so far in MB (a million bytes), and a function that stops sampling
 */
export function watchMemory(supervisor: number): { series: number[]; stop: () => Promise<void> } {
	const series: number[] = [];
	const timer = setInterval(() => {
		series.push(Math.round(memoryOf(onlyChildOf(supervisor).id) / 1_000_000));
	}, SAMPLE_MS);
	return { series, stop: async () => clearInterval(timer) };
}

/** NaN if there are no samples. */
const medianOf = (samples: number[]): number => (samples.length === 0 ? NaN : median(samples));

/** Returns the medians of the second and the last quarter. The first quarter is for warming up. */
export function quartersOf(series: number[]): { second: number; last: number } {
	const quarter = series.length / 4;
	return {
		second: medianOf(series.slice(Math.floor(quarter), Math.floor(2 * quarter))),
		last: medianOf(series.slice(Math.floor(3 * quarter))),
	};
}

/** Whether memory stayed flat. False if there are not enough samples. */
export function isFlat(series: number[]): boolean {
	const { second, last } = quartersOf(series);
	return last <= second * (1 + ALLOWED_GROWTH_PERCENT / 100);
}
