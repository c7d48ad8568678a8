import type { WorkflowJson } from '../harness/api';

/*
 * How n8n's editor draws a workflow, measured in n8n 2.41: sizes, names, lines, and where "zoom to fit" puts it all in a
 * window of 1440 x 900. Positions are those of the workflow file.
 */

export type CanvasNode = WorkflowJson['nodes'][number];

/** A rectangle on the canvas. */
export interface Area {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

interface Point {
	x: number;
	y: number;
}

/** A line between two nodes. */
export interface Line {
	name: string;
	/** The nodes that it connects. */
	ends: string[];
	points: Point[];
}

/** The grid to which n8n's canvas snaps. */
export const GRID = 16;

const NODE = 96;
const SUB_NODE = 80;
const AGENT_WIDTH = 224;
const APPROVAL_WIDTH = 240;
/** How far a node grows with each output or input beyond the second. */
const MORE_PER_CONNECTION = 32;

/** The name below a node: at most two lines, and a line for what the node does. */
const NAME_GAP = 7;
const NAME_LINE = 20;
const NAME_CHARACTER = 8;

/** The handle at which a line ends sticks out of the node. */
const HANDLE = 8;
/** The + behind an output to which nothing is connected. */
const PLUS = { length: 76, half: 12 };
/** A line that passes closer by is taken for one that leads there. */
const CLEARANCE = 8;
/** A line that leads back leaves its node on the right, runs below it, and comes from the left. */
const BACK = { below: 130, beside: 40, from: 20 };
const STEPS = 64;

export const isNote = ({ type }: CanvasNode): boolean => type === 'n8n-nodes-base.stickyNote';

const isSubNode = ({ type }: CanvasNode): boolean => /\.lm[A-Z]|Tool$/.test(type);
const isApproval = ({ type }: CanvasNode): boolean => type.endsWith('HitlTool');
const isAgent = ({ type }: CanvasNode): boolean => type.endsWith('.agent');
/** Agents and tools with an approval show their name inside. */
const isNameInside = (node: CanvasNode): boolean => isAgent(node) || isApproval(node);

const lastPart = ({ type }: CanvasNode): string => type.slice(type.lastIndexOf('.') + 1);

/** Of nodes that have not just one. */
const OUTPUTS: Record<string, (node: CanvasNode) => number> = {
	stopAndError: () => 0,
	if: () => 2,
	splitInBatches: () => 2,
	compareDatasets: () => 4,
	switch: ({ parameters }) => {
		const { rules, options } = parameters as {
			rules: { values: unknown[] };
			options: { fallbackOutput?: string };
		};
		return rules.values.length + (options.fallbackOutput === 'extra' ? 1 : 0);
	},
};

const INPUTS: Record<string, number> = { merge: 2, compareDatasets: 2 };

const outputsOf = (node: CanvasNode): number =>
	(OUTPUTS[lastPart(node)]?.(node) ?? 1) + (node.onError === 'continueErrorOutput' ? 1 : 0);

const inputsOf = (node: CanvasNode): number => INPUTS[lastPart(node)] ?? 1;

function sizeOf(node: CanvasNode): { width: number; height: number } {
	if (isNote(node)) {
		return { width: Number(node.parameters.width), height: Number(node.parameters.height) };
	}
	if (isAgent(node)) return { width: AGENT_WIDTH, height: NODE };
	if (isApproval(node)) return { width: APPROVAL_WIDTH, height: SUB_NODE };
	if (isSubNode(node)) return { width: SUB_NODE, height: SUB_NODE };
	const more = Math.max(outputsOf(node), inputsOf(node), 2) - 2;
	return { width: NODE, height: NODE + more * MORE_PER_CONNECTION };
}

/** Returns the area of a node without its name, or of a note. */
export function bodyOf(node: CanvasNode): Area {
	const { name, position: [left, top] = [0, 0] } = node;
	const { width, height } = sizeOf(node);
	return { name, left, top, right: left + width, bottom: top + height };
}

/** Returns the area of the text below a node; none where it is inside. */
function labelOf(node: CanvasNode): Area[] {
	if (isNameInside(node)) return [];
	const body = bodyOf(node);
	const widest = 2 * (body.right - body.left);
	const text = node.name.length * NAME_CHARACTER;
	const lines = Math.min(Math.ceil(text / widest), 2);
	const half = Math.min(text, widest) / 2;
	const middle = (body.left + body.right) / 2;
	const top = body.bottom + NAME_GAP;
	return [
		{
			name: `the name of ${node.name}`,
			left: middle - half,
			top,
			right: middle + half,
			bottom: top + (lines + 1) * NAME_LINE,
		},
	];
}

/** Where the handle of an output or input is, counted from the top. */
const heightOf = ({ top, bottom }: Area, index: number, count: number): number =>
	top + ((bottom - top) * (index + 1)) / (count + 1);

/** Returns the areas of the + behind each output that leads nowhere. */
function plusesOf(
	node: CanvasNode,
	connected: NonNullable<WorkflowJson['connections'][string]['main']>,
): Area[] {
	if (isSubNode(node)) return [];
	const body = bodyOf(node);
	const count = outputsOf(node);
	return Array.from({ length: count }, (_, output) => output)
		.filter((output) => !connected[output]?.length)
		.map((output) => ({
			name: `the + of ${node.name}`,
			left: body.right + HANDLE,
			right: body.right + PLUS.length,
			top: heightOf(body, output, count) - PLUS.half,
			bottom: heightOf(body, output, count) + PLUS.half,
		}));
}

/** Returns the areas of everything that is drawn apart from lines. */
export const areasOf = ({ nodes, connections }: WorkflowJson): Area[] =>
	nodes.flatMap((node) =>
		isNote(node)
			? [bodyOf(node)]
			: [bodyOf(node), ...labelOf(node), ...plusesOf(node, connections[node.name]?.main ?? [])],
	);

const cubic = (a: number, b: number, c: number, d: number, t: number): number =>
	a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t ** 2 * (1 - t) + d * t ** 3;

const curve = (a: Point, b: Point, c: Point, d: Point): Point[] =>
	Array.from({ length: STEPS + 1 }, (_, step) => ({
		x: cubic(a.x, b.x, c.x, d.x, step / STEPS),
		y: cubic(a.y, b.y, c.y, d.y, step / STEPS),
	}));

function route(from: Point, to: Point): Point[] {
	if (from.x - BACK.from <= to.x) {
		const middle = (from.x + to.x) / 2;
		return curve(from, { x: middle, y: from.y }, { x: middle, y: to.y }, to);
	}
	const [right, low, left] = [from.x + BACK.beside, from.y + BACK.below, to.x - BACK.beside];
	return [
		from,
		{ x: right, y: from.y },
		{ x: right, y: low },
		{ x: left, y: low },
		{ x: left, y: to.y },
		to,
	];
}

/** From the top of a sub-node to the bottom of the node that uses it. */
function subRoute(source: CanvasNode, target: CanvasNode, type: string): Point[] {
	const [sub, user] = [bodyOf(source), bodyOf(target)];
	const from = { x: (sub.left + sub.right) / 2, y: sub.top - HANDLE };
	const isLast = isAgent(target) && type === 'ai_tool';
	const to = { x: isLast ? user.right - 40 : user.left + 40, y: user.bottom + HANDLE };
	const middle = (from.y + to.y) / 2;
	return curve(from, { x: from.x, y: middle }, { x: to.x, y: middle }, to);
}

/** Returns the lines between the nodes. */
export function linesOf({ nodes, connections }: WorkflowJson): Line[] {
	const named = (name: string): CanvasNode => nodes.find((node) => node.name === name)!;
	return Object.entries(connections).flatMap(([sourceName, byType]) =>
		Object.entries(byType).flatMap(([type, outputs]) =>
			outputs.flatMap((ends, output) =>
				(ends ?? []).map((end): Line => {
					const [source, target] = [named(sourceName), named(end.node)];
					const name = `${sourceName} → ${end.node}`;
					if (type !== 'main')
						return { name, ends: [sourceName, end.node], points: subRoute(source, target, type) };
					const [a, b] = [bodyOf(source), bodyOf(target)];
					const from = { x: a.right + HANDLE, y: heightOf(a, output, outputsOf(source)) };
					const to = { x: b.left - HANDLE, y: heightOf(b, end.index, inputsOf(target)) };
					return { name, ends: [sourceName, end.node], points: route(from, to) };
				}),
			),
		),
	);
}

export const meet = (a: Area, b: Area): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a line, which is made of short or level or upright pieces, runs through an area or close by. */
export const runsThrough = ({ points, ends }: Line, area: Area): boolean =>
	points.slice(1).some((to, index) => {
		const from = points[index]!;
		const clearance = ends.includes(area.name) ? 0 : CLEARANCE;
		return meet(area, {
			name: '',
			left: Math.min(from.x, to.x) - clearance,
			right: Math.max(from.x, to.x) + clearance,
			top: Math.min(from.y, to.y) - clearance,
			bottom: Math.max(from.y, to.y) + clearance,
		});
	});

/** The canvas in n8n's window of 1440 x 900, and what n8n shows on top of it. */
const CANVAS: Area = { name: 'canvas', left: 42, top: 65, right: 1440, bottom: 863 };
export const CONTROLS: readonly Area[] = [
	{ name: 'the tabs', left: 620, top: 49, right: 862, bottom: 80 },
	{ name: 'the buttons on the right', left: 1388, top: 81, right: 1424, bottom: 310 },
	{ name: 'the zoom buttons', left: 58, top: 811, right: 238, bottom: 847 },
	{ name: 'the button Execute workflow', left: 600, top: 807, right: 882, bottom: 847 },
];

/** Returns all areas where they are in the window after "zoom to fit". It leaves a margin, but none for names. */
export function fitted(workflow: WorkflowJson): Area[] {
	const bodies = workflow.nodes.map(bodyOf);
	const [left, top] = [
		Math.min(...bodies.map((body) => body.left)),
		Math.min(...bodies.map((body) => body.top)),
	];
	const width = Math.max(...bodies.map(({ right }) => right)) - left;
	const height = Math.max(...bodies.map(({ bottom }) => bottom)) - top;
	const [space, room] = [CANVAS.right - CANVAS.left, CANVAS.bottom - CANVAS.top];
	const zoom = Math.min(1, space / (width * 1.2), room / (height * 1.2));
	const x = CANVAS.left + (space - width * zoom) / 2;
	const y = CANVAS.top + (room - height * zoom) / 2;
	return areasOf(workflow).map((area) => ({
		name: area.name,
		left: x + (area.left - left) * zoom,
		right: x + (area.right - left) * zoom,
		top: y + (area.top - top) * zoom,
		bottom: y + (area.bottom - top) * zoom,
	}));
}

/** Whether an area is wholly on the canvas. */
export const isOnCanvas = (area: Area): boolean =>
	area.left >= CANVAS.left &&
	area.top >= CANVAS.top &&
	area.right <= CANVAS.right &&
	area.bottom <= CANVAS.bottom;
