import { memoryOf, onlyChildOf } from '../../support/proc';
import { median } from '../../support/statistics';

/** What the last quarter may have more than the second: V8 grows its heap before it collects. */
export const ALLOWED_GROWTH_PERCENT = 10;

const SAMPLE_MS = 5_000;

/**
 * Looks at n8n's memory again and again.
 *
 * @param supervisor the harness's process, whose only child n8n is
 * @returns the series so far in MB of a million bytes, and what stops it
 */
export function watchMemory(supervisor: number): { series: number[]; stop: () => Promise<void> } {
	const series: number[] = [];
	const timer = setInterval(() => {
		series.push(Math.round(memoryOf(onlyChildOf(supervisor).id) / 1_000_000));
	}, SAMPLE_MS);
	return { series, stop: async () => clearInterval(timer) };
}

/** Too few samples have no median. */
const medianOf = (samples: number[]): number => (samples.length === 0 ? NaN : median(samples));

/** The medians of the second and of the last quarter: the first is for warming up. */
export function quartersOf(series: number[]): { second: number; last: number } {
	const quarter = series.length / 4;
	return {
		second: medianOf(series.slice(Math.floor(quarter), Math.floor(2 * quarter))),
		last: medianOf(series.slice(Math.floor(3 * quarter))),
	};
}

/** Whether memory has stayed as it was. Without enough samples it is not known to have. */
export function isFlat(series: number[]): boolean {
	const { second, last } = quartersOf(series);
	return last <= second * (1 + ALLOWED_GROWTH_PERCENT / 100);
}
