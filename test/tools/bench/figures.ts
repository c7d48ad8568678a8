/** A measured figure, and how it compares. */
export interface Line {
	name: string;
	figure: string;
	/** The ratio, and what it is relative to. */
	ratio?: string;
	goal?: string;
	met?: boolean;
	/** The raw numbers, for results.json. */
	values: Record<string, number>;
}

export const times = (ratio: number): string => `${ratio.toFixed(2)}x`;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** Formats lines as a Markdown table. */
export function tableOf(lines: Line[]): string {
	const rows = lines.map(({ name, figure, ratio = '', goal = '', met }) =>
		[name, figure, ratio, goal, met === undefined ? '' : met ? 'met' : '**not met**'].join(' | '),
	);
	return ['What | Figure | Ratio | Goal | Met', '--- | --- | --- | --- | ---', ...rows]
		.map((row) => `| ${row} |`)
		.join('\n');
}
