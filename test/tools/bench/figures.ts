/** One measured figure, and how it stands to what it is compared with. */
export interface Line {
	name: string;
	figure: string;
	/** Against what, and how many times as much. */
	ratio?: string;
	/** What was set out to be reached. */
	goal?: string;
	met?: boolean;
	/** The bare numbers, for results.json. */
	values: Record<string, number>;
}

export const times = (ratio: number): string => `${ratio.toFixed(2)}x`;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** A table in Markdown. */
export function tableOf(lines: Line[]): string {
	const rows = lines.map(({ name, figure, ratio = '', goal = '', met }) =>
		[name, figure, ratio, goal, met === undefined ? '' : met ? 'met' : '**not met**'].join(' | '),
	);
	return ['What | Figure | Ratio | Goal | Met', '--- | --- | --- | --- | ---', ...rows]
		.map((row) => `| ${row} |`)
		.join('\n');
}
