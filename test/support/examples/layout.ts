import type { WorkflowJson } from '../harness/api';
import {
	areasOf,
	CONTROLS,
	fitted,
	isNote,
	isOnCanvas,
	linesOf,
	meet,
	runsThrough,
} from './canvas';

/** Rough text metrics of a note: width of a character, height of a line, and padding. */
const CHARACTER = 6.4;
const LINE = 18;
const PADDING = 28;

/** Returns every pair of nodes, names and notes of which one covers the other. */
export function overlaps(workflow: WorkflowJson): string[] {
	const areas = areasOf(workflow);
	return areas.flatMap((a, n) =>
		areas
			.slice(n + 1)
			.filter((b) => meet(a, b))
			.map((b) => `${a.name} and ${b.name}`),
	);
}

/** Returns every line that runs through a node, a name or a note. */
export function crossings(workflow: WorkflowJson): string[] {
	const areas = areasOf(workflow);
	return linesOf(workflow).flatMap((line) =>
		areas.filter((area) => runsThrough(line, area)).map(({ name }) => `${line.name}: ${name}`),
	);
}

/** Returns what cannot be seen in a window of 1440 x 900 after "zoom to fit". */
export const hidden = (workflow: WorkflowJson): string[] =>
	fitted(workflow).flatMap((area) => [
		...(isOnCanvas(area) ? [] : [`${area.name} is outside`]),
		...CONTROLS.filter((control) => meet(area, control)).map(
			(control) => `${area.name} is behind ${control.name}`,
		),
	]);

/** Returns the names of notes whose text needs more height than they have. An estimate, without a browser. */
export const tooSmall = ({ nodes }: WorkflowJson): string[] =>
	nodes
		.filter(isNote)
		.filter(({ parameters: { content, width, height } }) => {
			const perLine = (Number(width) - PADDING) / CHARACTER;
			const lines = String(content)
				.split('\n')
				.map((line) => Math.ceil(line.replace(/[*`#]/g, '').length / perLine));
			return lines.reduce((sum, count) => sum + count, 0) * LINE + PADDING > Number(height);
		})
		.map(({ name }) => name);
