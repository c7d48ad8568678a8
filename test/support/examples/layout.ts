import type { WorkflowJson } from '../harness/api';

type Node = WorkflowJson['nodes'][number];

/** A rectangle of n8n's canvas. */
interface Area {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** n8n's canvas snaps to it. */
export const GRID = 16;
const NODE = 96;
/** Nodes that others hang on, and tools with an approval, show their name inside. */
const WIDE_NODE = 256;
/** What n8n shows of a note of that width: so many characters in a line, each line so high, and the space around. */
const CHARACTER = 6.4;
const LINE = 18;
const PADDING = 28;

export const isNote = ({ type }: Node): boolean => type === 'n8n-nodes-base.stickyNote';

/** The node with its name below it, of two lines at most; a note without more. */
function areaOf(node: Node): Area {
	const { name, position: [left, top] = [0, 0], parameters } = node;
	const isWide = /agent$|HitlTool$/.test(node.type);
	const usual = { width: isWide ? WIDE_NODE : NODE, height: NODE + 2 * LINE };
	const { width, height } = isNote(node) ? parameters : usual;
	return { name, left, top, right: left + Number(width), bottom: top + Number(height) };
}

/** Every pair of nodes and notes that cover each other. */
export function overlaps({ nodes }: WorkflowJson): string[] {
	const areas = nodes.map(areaOf);
	return areas.flatMap((a, n) =>
		areas
			.slice(n + 1)
			.filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
			.map((b) => `${a.name} and ${b.name}`),
	);
}

/** The notes whose text is longer than they are high, as far as one can tell without a browser. */
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
