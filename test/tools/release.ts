import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_ROOT, run } from '../support/harness/command';
import { print } from '../support/print';
import { withVersion } from '../support/release/changelog';
import { leftoversIn } from '../support/release/leftovers';

const USAGE = `npm run release -- first                  tags the version in package.json
npm run release -- patch | minor | major  raises the version and tags it
npm run release -- --check                only looks for what is left to fill in
Nothing is published from here: .github/workflows/publish.yml publishes the tag that you push.`;

const git = async (...args: string[]): Promise<string> =>
	(await run('git', args, PROJECT_ROOT)).trim();

async function versionNow(): Promise<string> {
	const manifest = await readFile(join(PROJECT_ROOT, 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}

/** What keeps this work tree from being published. */
async function problems(): Promise<string[]> {
	const leftovers = await leftoversIn(PROJECT_ROOT);
	return leftovers.map((place) => `to be filled in: ${place}`);
}

/** Writes version and changelog, commits and tags them. */
async function tagRelease(step: string): Promise<void> {
	if ((await git('status', '--porcelain')) !== '') throw new Error('Commit your changes first.');
	if (step !== 'first') {
		await run('npm', ['version', step, '--no-git-tag-version'], PROJECT_ROOT);
	}
	const version = await versionNow();
	const file = join(PROJECT_ROOT, 'CHANGELOG.md');
	const today = new Date().toISOString().slice(0, 10);
	const changelog = withVersion(await readFile(file, 'utf8'), version, today);
	if (changelog === undefined) {
		await git('checkout', '--', '.');
		throw new Error('CHANGELOG.md has nothing under Unreleased: say what changes for users.');
	}
	await writeFile(file, changelog);
	await git('commit', '-qam', `Version ${version}`);
	await git('tag', `v${version}`);
	print(
		`v${version} is committed and tagged. To publish it: git push --atomic origin HEAD v${version}`,
	);
}

async function main([step = '']: string[]): Promise<void> {
	if (!['first', 'patch', 'minor', 'major', '--check'].includes(step)) throw new Error(USAGE);
	const found = await problems();
	if (found.length > 0) throw new Error(found.join('\n'));
	if (step === '--check') print('Nothing is left to fill in.');
	else await tagRelease(step);
}

main(process.argv.slice(2)).catch((error: Error) => {
	print(error.message);
	process.exitCode = 1;
});
