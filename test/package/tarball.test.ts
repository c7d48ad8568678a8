import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import '../support/contexts/n8n';
import { PackageDirectoryLoader } from 'n8n-core';
import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { PROJECT_ROOT } from '../support/harness/command';
import { packTarball, unpackInto } from '../support/harness/pack';
import { OUTPUTS } from '../support/schemas';

/** Modules that n8n provides to a community package on n8n 1.x and 2.x. */
const PROVIDED = ['n8n-workflow', 'luxon', 'node:crypto'];

let tarball: string;
let unpacked: string;

beforeAll(async () => {
	// Inside the project, so that the modules that n8n provides resolve as in a user's n8n.
	const cache = join(PROJECT_ROOT, 'node_modules', '.cache');
	mkdirSync(cache, { recursive: true });
	unpacked = mkdtempSync(join(cache, 'package-test-'));
	tarball = await packTarball();
	await unpackInto(tarball, unpacked);
}, 120_000);

afterAll(() => rmSync(unpacked, { recursive: true, force: true }));

const files = (): string[] =>
	readdirSync(unpacked, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(unpacked.length + 1))
		.sort();

const manifest = () =>
	JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as Record<string, unknown>;

it('is smaller than 160 kB', () => {
	expect(statSync(tarball).size).toBeLessThan(160_000);
});

it('holds compiled code, icons, editor metadata and output previews, and nothing else', () => {
	const unexpected = files().filter(
		(file) =>
			!['package.json', 'README.md', 'LICENSE'].includes(file) &&
			!/^dist\/(nodes|credentials)\/[\w/.]+\.(js|svg|node\.json)$/.test(file) &&
			!/^dist\/nodes\/YunhuVoice\/__schema__\/v1\.0\.0\/\w+\/\w+\.json$/.test(file),
	);
	expect(unexpected).toEqual([]);
	expect(files()).toEqual(
		expect.arrayContaining([
			'README.md',
			'LICENSE',
			'dist/nodes/YunhuVoice/yunhuVoice.svg',
			'dist/nodes/YunhuVoice/yunhuVoice.dark.svg',
			'dist/nodes/YunhuVoice/YunhuVoice.node.json',
			'dist/nodes/YunhuVoice/YunhuVoiceTrigger.node.json',
			'dist/nodes/YunhuVoice/YunhuVoiceRecordTrigger.node.json',
			...['YunhuVoice', 'YunhuVoiceTrigger', 'YunhuVoiceRecordTrigger'].map(
				(node) => `dist/nodes/YunhuVoice/${node}.node.js`,
			),
			...Object.keys(OUTPUTS).map(
				(operation) => `dist/nodes/YunhuVoice/__schema__/v1.0.0/${operation}.json`,
			),
		]),
	);
});

it('has no test code inside', () => {
	expect(files().filter((file) => /test|simulator|fixture|demo/i.test(file))).toEqual([]);
});

it('requires only its own files and what n8n provides', () => {
	const required = files()
		.filter((file) => file.endsWith('.js'))
		.flatMap((file) => [
			...readFileSync(join(unpacked, file), 'utf8').matchAll(
				/\b(?:require|import)\(["']([^"']+)["']\)/g,
			),
		])
		.map(([, name]) => name!);
	expect(required.length).toBeGreaterThan(10);
	expect([...new Set(required.filter((name) => !name.startsWith('.')))].sort()).toEqual(
		[...PROVIDED].sort(),
	);
});

it('asks npm for nothing: no dependencies, no install scripts, no overrides', () => {
	expect(manifest()).not.toHaveProperty('dependencies');
	expect(manifest()).not.toHaveProperty('overrides');
	expect(manifest().peerDependencies).toEqual({ 'n8n-workflow': '*' });
	const scripts = Object.keys(manifest().scripts as object);
	// npm runs prepublishOnly for nobody but those who publish from the project's folder.
	expect(scripts.filter((name) => /^(pre|post)?(install|prepare|pack|publish)/.test(name))).toEqual(
		['prepublishOnly'],
	);
});

it('is published with provenance only, which npm refuses outside of a workflow', () => {
	expect(manifest().publishConfig).toEqual({ access: 'public', provenance: true });
});

/** The package as n8n loads it. */
async function loadPackage(): Promise<PackageDirectoryLoader> {
	const loader = new PackageDirectoryLoader(unpacked);
	await loader.loadAll();
	return loader;
}

it('is loaded by n8n with one credential and three nodes, under their contracted names', async () => {
	const { packageName, types } = await loadPackage();
	expect(packageName).toBe('n8n-nodes-yunhu-voice');
	expect(types.credentials.map(({ name, displayName }) => [name, displayName])).toEqual([
		['yunhuVoiceApi', 'Yunhu Voice API'],
	]);
	const nodes = types.nodes.map(({ name, displayName, version }) => [name, displayName, version]);
	expect(nodes.sort()).toEqual([
		['yunhuVoice', 'Yunhu Voice', 1],
		['yunhuVoiceRecordTrigger', 'Yunhu Voice Record Trigger', 1],
		['yunhuVoiceTrigger', 'Yunhu Voice Trigger', 1],
	]);
	for (const { codex, iconUrl, name } of types.nodes) {
		expect({ name, codex, iconUrl }).toMatchObject({
			codex: { categories: ['Communication'], alias: expect.arrayContaining(['Yunhu', '外呼']) },
			iconUrl: {
				light: expect.stringMatching(/\.svg$/),
				dark: expect.stringMatching(/\.dark\.svg$/),
			},
		});
	}
});

/** The names that users see: the node's, and those of its operations. */
const namesOf = ({ displayName, properties }: INodeTypeDescription): string[] => [
	displayName,
	...properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options }) => (options as INodePropertyOptions[]).map(({ name }) => name)),
];

it.each([
	['README.md', () => unpacked],
	['docs/README.zh-CN.md', () => PROJECT_ROOT],
])('has a %s that names every node and operation', async (file, folder) => {
	const { types } = await loadPackage();
	const text = readFileSync(join(folder(), file), 'utf8');
	const names = types.nodes.flatMap((node) => namesOf(node as INodeTypeDescription));
	expect(names.length).toBeGreaterThan(20);
	expect(names.filter((name) => !text.includes(name))).toEqual([]);
});
