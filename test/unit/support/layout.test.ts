import { crossings, hidden, overlaps } from '../../support/examples/layout';
import type { WorkflowJson } from '../../support/harness/api';

type Place = [x: number, y: number];

const step = (name: string, position: Place, type = 'n8n-nodes-base.noOp') => ({
	name,
	type,
	position,
	parameters: {},
});

const note = (name: string, position: Place, width: number, height: number) => ({
	...step(name, position, 'n8n-nodes-base.stickyNote'),
	parameters: { width, height },
});

/** @param names connects the first one to the second one, and so on */
function workflow(nodes: WorkflowJson['nodes'], names: string[]): WorkflowJson {
	const ends = names
		.slice(1)
		.map((node, index) => [names[index]!, { main: [[{ node, type: 'main' as const, index: 0 }]] }]);
	return { name: 'Layout', nodes, connections: Object.fromEntries(ends) as never };
}

describe('crossings', () => {
	it('finds the node through which a way back runs, which n8n draws 130 below its beginning', () => {
		const nodes = [step('First', [0, 0]), step('Between', [224, 112]), step('Last', [448, 0])];

		expect(crossings(workflow(nodes, ['First', 'Last', 'First']))).toContain(
			'Last → First: Between',
		);
	});

	it('finds the name and the note through which a line runs', () => {
		const nodes = [
			step('First', [0, 0]),
			step('Above', [224, -80]),
			note('Beside', [336, 0], 80, 96),
			step('Last', [448, 0]),
		];

		expect(crossings(workflow(nodes, ['First', 'Last']))).toEqual([
			'First → Last: the name of Above',
			'First → Last: Beside',
		]);
	});

	it('lets a line pass that has space', () => {
		const nodes = [step('First', [0, 0]), step('Between', [224, 208]), step('Last', [448, 0])];

		expect(crossings(workflow(nodes, ['First', 'Last', 'First']))).toEqual([]);
	});
});

describe('overlaps', () => {
	it('finds a note over a name, and over the + of the last node', () => {
		const nodes = [
			step('Only', [0, 0]),
			note('Below', [0, 112], 96, 48),
			note('Right', [128, 0], 96, 96),
		];

		expect(overlaps(workflow(nodes, []))).toEqual([
			'the name of Only and Below',
			'the + of Only and Right',
		]);
	});
});

describe('hidden', () => {
	it('finds what n8n’s buttons cover after zoom to fit', () => {
		const nodes = [note('Top', [0, 0], 960, 640), step('Lowest', [432, 688])];

		expect(hidden(workflow(nodes, []))).toEqual([
			'the name of Lowest is behind the button Execute workflow',
		]);
	});

	it('fits a small workflow without enlarging it', () => {
		expect(hidden(workflow([step('Only', [5000, 5000])], []))).toEqual([]);
	});
});
