import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isNote } from '../../support/examples/canvas';
import { exampleNames, readExample } from '../../support/examples/examples';
import { NEED_NEWER_N8N } from '../../support/examples/onOlderN8n';
import { PROJECT_ROOT } from '../../support/harness/command';
import { isOnOlderN8n, ensureRuntime } from '../../support/harness/runtime';
import { PACKAGE } from '../../support/workflows';

/** The versions of every node type in n8n and in this package, by type name. */
const versions = new Map<string, number[]>([
	[`${PACKAGE}.yunhuVoice`, [1]],
	[`${PACKAGE}.yunhuVoiceTrigger`, [1]],
	[`${PACKAGE}.yunhuVoiceRecordTrigger`, [1]],
]);

interface NodeType {
	name: string;
	version: number | number[];
}

beforeAll(async () => {
	const { n8nBin } = await ensureRuntime();
	const installed = join(dirname(n8nBin), '../..');
	for (const name of ['n8n-nodes-base', '@n8n/n8n-nodes-langchain']) {
		const file = join(installed, name, 'dist/types/nodes.json');
		for (const type of JSON.parse(readFileSync(file, 'utf8')) as NodeType[]) {
			const key = `${name}.${type.name}`;
			versions.set(key, (versions.get(key) ?? []).concat(type.version));
		}
	}
});

/** The suffix of tools, which n8n derives from nodes at startup. Those that ask a human first exist since n8n 2. */
const TOOL = isOnOlderN8n ? /(?<!Hitl)Tool$/ : /(Hitl)?Tool$/;

const versionsOf = (type: string): number[] | undefined =>
	versions.get(type) ?? versions.get(type.replace(TOOL, ''));

it('are all in the table of examples/README.md, and nothing else is', () => {
	const readme = readFileSync(join(PROJECT_ROOT, 'examples/README.md'), 'utf8');
	const listed = [...readme.matchAll(/^\| \[[^\]]+\]\((.+?)\.json\)/gm)].map(([, name]) => name);

	expect(listed.sort()).toEqual(exampleNames().sort());
});

describe.each(exampleNames())('%s', (name) => {
	const workflow = readExample(name);
	const { nodes, connections } = workflow;
	const names = nodes.map((node) => node.name);
	const steps = nodes.filter((node) => !isNote(node));

	it('explains itself in notes', () => {
		const [first] = nodes.filter(isNote);

		expect(first?.name).toBe('How it works');
		expect(first?.parameters.content).toMatch(new RegExp(`^## ${workflow.name}\n`));
	});

	it('has nodes of types and versions that the installed n8n knows, or is among those that need a newer n8n', () => {
		const unknown = nodes.filter(
			({ type, typeVersion = 1 }) => !versionsOf(type)?.includes(typeVersion),
		);
		const isExcused = isOnOlderN8n && NEED_NEWER_N8N.includes(name);

		expect(unknown.map(({ type, typeVersion }) => `${type} ${typeVersion}`)).toEqual(
			isExcused ? expect.arrayContaining([expect.any(String)]) : [],
		);
	});

	it('has nodes with ids and names of their own', () => {
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	});

	it('connects nodes that are there, and leaves no node alone', () => {
		const targets = Object.values(connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((ends) => ends.flatMap((end) => end ?? [])),
		);
		const connected = new Set([...Object.keys(connections), ...targets.map(({ node }) => node)]);

		expect([...connected].sort()).toEqual(steps.map((node) => node.name).sort());
	});

	it('refers in expressions to nodes that are there', () => {
		const referred = [...JSON.stringify(nodes).matchAll(/\$\('(.+?)'\)/g)].map(([, node]) => node);

		expect(referred.filter((node) => !names.includes(node ?? ''))).toEqual([]);
	});
});
