import type { WorkflowJson } from '../harness/api';

type Node = WorkflowJson['nodes'][number];

/** A rectangle on n8n's canvas. */
interface Area {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** The grid to which n8n's canvas snaps. */
export const GRID = 16;
const NODE = 96;
/** Nodes with sub-nodes, and tools with an approval, show their name inside. */
const WIDE_NODE = 256;
/** Rough text metrics of a note: width of a character, height of a line, and padding. */
const CHARACTER = 6.4;
const LINE = 18;
const PADDING = 28;

export const isNote = ({ type }: Node): boolean => type === 'n8n-nodes-base.stickyNote';

/** Returns the area of a node and its name below it (two lines at most), or of a note. */
function areaOf(node: Node): Area {
	const { name, position: [left, top] = [0, 0], parameters } = node;
	const isWide = /agent$|HitlTool$/.test(node.type);
	const usual = { width: isWide ? WIDE_NODE : NODE, height: NODE + 2 * LINE };
	const { width, height } = isNote(node) ? parameters : usual;
	return { name, left, top, right: left + Number(width), bottom: top + Number(height) };
}

/** Returns every pair of overlapping nodes and notes. */
export function overlaps({ nodes }: WorkflowJson): string[] {
	const areas = nodes.map(areaOf);
	return areas.flatMap((a, n) =>
		areas
			.slice(n + 1)
			.filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
			.map((b) => `${a.name} and ${b.name}`),
	);
}

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
