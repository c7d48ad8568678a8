import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withVersion } from '../../support/release/changelog';
import { leftoversIn } from '../../support/release/leftovers';

describe('what is left to fill in', () => {
	let root: string;

	beforeEach(async () => {
		root = await mkdtemp(join(tmpdir(), 'yunhu-voice-leftovers-'));
		await Promise.all(
			['credentials', 'docs', 'nodes/Y'].map((folder) =>
				mkdir(join(root, folder), { recursive: true }),
			),
		);
	});

	afterEach(async () => await rm(root, { recursive: true }));

	it.each([
		['package.json', '"url": "git+https://github.com/OWNER/n8n-nodes-yunhu-voice.git"'],
		['package.json', '"email": "contributors@yunhu-voice.example"'],
		['README.md', 'Version 0.1.0 has not been published to npm yet.'],
		['docs/README.zh-CN.md', '0.1.0 版尚未发布到 npm。'],
		['credentials/A.credentials.ts', "documentationUrl = 'https://github.com/OWNER/x#credential';"],
		['nodes/Y/Y.node.json', '{ "url": "https://github.com/OWNER/x#readme" }'],
	])('in %s: %s', async (file, line) => {
		await writeFile(join(root, file), `first\n\t${line}\n`);
		expect(await leftoversIn(root)).toEqual([`${file}:2: ${line}`]);
	});

	it.each([
		['README.md', 'https://n8n.example.com/webhook, OWNERS'],
		['CONTRIBUTING.md', 'Fill in OWNER'],
	])('is not in %s: %s', async (file, line) => {
		await writeFile(join(root, file), line);
		expect(await leftoversIn(root)).toEqual([]);
	});
});

describe('the changelog of a version', () => {
	it('gets what was under Unreleased', () => {
		const changelog = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- This.\n';
		expect(withVersion(changelog, '0.1.0', '2026-01-31')).toBe(
			'# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-31\n\n### Added\n\n- This.\n',
		);
	});

	it.each([
		[
			'nothing is under Unreleased',
			'# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-31\n\n- This.\n',
		],
		['there is no Unreleased', '# Changelog\n'],
	])('is none where %s', (_, changelog) => {
		expect(withVersion(changelog, '0.1.1', '2026-02-01')).toBeUndefined();
	});
});
