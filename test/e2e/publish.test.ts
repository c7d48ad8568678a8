import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Registry, startRegistry } from '../support/editor/registry';
import { PROJECT_ROOT, run } from '../support/harness/command';
import { ensureInstalled, NODE_BIN } from '../support/harness/runtime';
import { leftoversIn } from '../support/release/leftovers';
import { type Npmjs, startNpmjs } from '../support/release/npmjs';
import { publishWorkflow, runPublishWorkflow, type WorkflowRun } from '../support/release/workflow';

const NAME = 'n8n-nodes-yunhu-voice';

/** What a tag contains, as far as the steps need it. */
const FILES = [
	...['.github', 'credentials', 'docs', 'nodes', 'test/support', 'test/tools'],
	...['.gitignore', 'CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md'],
	...['gulpfile.js', 'package.json', 'tsconfig.json', 'test/tsconfig.json'],
];

/** Installing and testing are what this test is part of; only GitHub can sign where a package comes from. */
const INSTEAD = {
	'npm ci': 'true',
	'bash .ci/run': 'true',
	'--provenance': '--provenance=false',
};

let folder: string;
let checkout: string;
let registry: Registry;
let npmjs: Npmjs;
let env: Record<string, string>;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'yunhu-voice-publish-'));
	checkout = join(folder, 'checkout');
	for (const file of FILES) {
		await cp(join(PROJECT_ROOT, file), join(checkout, file), { recursive: true });
	}
	await symlink(join(PROJECT_ROOT, 'node_modules'), join(checkout, 'node_modules'));
	registry = await startRegistry();
	npmjs = await startNpmjs(registry);
	const programs = await ensureInstalled(
		'verdaccio',
		join(PROJECT_ROOT, 'test/support/editor/runtime'),
	);
	const path = [join(programs, 'node_modules/.bin'), dirname(NODE_BIN), process.env.PATH];
	env = { ...npmjs.env, HOME: folder, PATH: path.join(delimiter) };
	await git('init', '-q', '-b', 'main');
	await git('config', 'user.email', 'owner@example.com');
	await git('config', 'user.name', 'Owner');
	await commit('As it is');
});

afterAll(async () => {
	await npmjs?.close();
	await registry?.stop();
	await rm(folder, { recursive: true, force: true });
});

const git = async (...args: string[]) => await run('git', args, checkout);

async function commit(message: string): Promise<void> {
	await git('add', '.');
	await git('commit', '-qm', message);
}

/** Changes a file of the tag. */
async function edit(file: string, change: (text: string) => string): Promise<void> {
	await writeFile(join(checkout, file), change(await readFile(join(checkout, file), 'utf8')));
}

/** Does what "Before the first publication" in CONTRIBUTING.md says. */
async function fillIn(): Promise<void> {
	for (const place of await leftoversIn(checkout)) {
		const [file = ''] = place.split(':');
		await edit(file, (text) =>
			text
				.replaceAll('OWNER', 'yunhu-voice-tests')
				.replaceAll('yunhu-voice.example', 'example.com')
				.replace('has not been published to npm', 'is on npm')
				.replace('尚未发布到 npm', '已发布到 npm'),
		);
	}
	await commit('Filled in');
}

const release = async (step: string) => await run('npm', ['run', 'release', '--', step], checkout);

const pushed = async (tag: string, secrets: Record<string, string> = {}): Promise<WorkflowRun> =>
	await runPublishWorkflow({
		...{ checkout, tag, secrets, env, instead: INSTEAD },
		temporary: await mkdtemp(join(folder, 'runner-')),
	});

it('is refused from a folder on somebody’s computer', async () => {
	await expect(
		run('npm', ['publish', '--dry-run', '--provenance=false'], checkout),
	).rejects.toThrow('npm run release');
});

it('asks GitHub for the identity that provenance and trusted publishing need', async () => {
	const { permissions, jobs } = await publishWorkflow(PROJECT_ROOT);
	expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
	const commands = jobs.publish.steps.map(({ run: command = '' }) => command);
	for (const written of Object.keys(INSTEAD)) {
		expect(commands.filter((command) => command.includes(written))).toHaveLength(1);
	}
});

it('stops while something is left to fill in', async () => {
	await edit('package.json', (text) => text.replaceAll('yunhu-voice-tests', 'OWNER'));
	await edit('README.md', (text) => `${text}\nhas not been published to npm\n`);
	await commit('Something is left');
	await expect(release('first')).rejects.toThrow('to be filled in: package.json');
	const { failed, output } = await pushed('v0.1.0', { NPM_TOKEN: registry.token });
	expect(failed).toBe('Nothing is left to fill in');
	expect(output).toContain('to be filled in: README.md');
});

it('stops at a tag that is not the version', async () => {
	expect(await pushed('v9.9.9')).toMatchObject({
		failed: 'The tag is the version in package.json',
	});
});

it('publishes the first version with a token, and later ones as a trusted publisher', async () => {
	await fillIn();
	const { version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as {
		version: string;
	};
	await release('first');
	expect(await git('tag')).toBe(`v${version}\n`);

	const withoutToken = await pushed(`v${version}`);
	expect(withoutToken.failed).toBe('Publish that tarball');
	expect(await published()).toBeUndefined();

	const first = await pushed(`v${version}`, { NPM_TOKEN: registry.token });
	expect(first).toEqual({ output: expect.stringContaining(`+ ${NAME}@${version}`) });
	expect(first.output).not.toContain(registry.token);
	expect(await published()).toEqual([version]);

	await expect(release('patch')).rejects.toThrow('nothing under Unreleased');
	await edit('CHANGELOG.md', (text) =>
		text.replace('## [Unreleased]\n', '## [Unreleased]\n\n- Better.\n'),
	);
	await commit('Better');
	await release('patch');
	const next = version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
	await rm(join(folder, '.npmrc'));
	npmjs.trust(NAME);
	const second = await pushed(`v${next}`);
	expect(second).toEqual({ output: expect.stringContaining(`+ ${NAME}@${next}`) });
	expect(await published()).toEqual([version, next]);
});

/** The versions in the registry. */
async function published(): Promise<string[] | undefined> {
	const answer = await registry.manifest(NAME);
	return answer && Object.keys(answer.versions);
}
