import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT, run } from './command';

/** Environment variable: a tarball to use instead of building one. jest's global setup passes its tarball on in it. */
export const TARBALL_VARIABLE = 'YUNHU_E2E_TARBALL';

let packed: Promise<string> | undefined;

/**
 * Builds the package and packs it as npm publishes it, once per process. The tarball is deleted when the process exits.
 *
 * @returns the tarball's path
 * @throws an error with the output of the step that failed
 */
export async function packTarball(): Promise<string> {
	packed ??= Promise.resolve(process.env[TARBALL_VARIABLE] ?? buildAndPack());
	return await packed;
}

/** Unpacks a tarball as npm installs it. Empties `directory` first; afterwards it contains the package.json. */
export async function unpackInto(tarball: string, directory: string): Promise<void> {
	await rm(directory, { recursive: true, force: true });
	await mkdir(directory, { recursive: true });
	await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', directory], directory);
}

async function buildAndPack(): Promise<string> {
	await run('npm', ['run', 'build'], PROJECT_ROOT);
	const destination = await mkdtemp(join(tmpdir(), 'yunhu-voice-pack-'));
	process.on('exit', () => rmSync(destination, { recursive: true, force: true }));
	const output = await run(
		'npm',
		['pack', '--json', '--pack-destination', destination],
		PROJECT_ROOT,
	);
	const [report] = JSON.parse(output) as Array<{ filename: string }>;
	if (!report) throw new Error(`npm pack reported no file:\n${output}`);
	return join(destination, report.filename);
}
