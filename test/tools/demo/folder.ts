import { mkdir, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../support/harness/command';
import { isAlive } from '../../support/harness/lock';

/** A file with the pid of the demo that uses the folder. */
const IN_USE = 'in-use-by';

export interface DemoFolder {
	/** The package for n8n to install. */
	tarball: string;
	/** n8n's own data. */
	n8n: string;
	/** Where the workflow writes; the only folder that n8n may write to. */
	calls: string;
	/** The file with one row per call. */
	csv: string;
	/** Releases the folder for the next demo. Keeps its content for inspection. */
	release: () => Promise<void>;
}

/**
 * Claims the project's folder `.demo` and empties it.
 *
 * @throws if another demo uses it
 */
export async function takeFolder(): Promise<DemoFolder> {
	await mkdir(join(PROJECT_ROOT, '.demo'), { recursive: true });
	// n8n compares real paths with the allowed one.
	const folder = await realpath(join(PROJECT_ROOT, '.demo'));
	const inUse = join(folder, IN_USE);
	await claim(inUse);
	for (const name of await readdir(folder)) {
		if (name !== IN_USE) await rm(join(folder, name), { recursive: true, force: true });
	}
	const calls = join(folder, 'calls');
	await mkdir(calls);
	return {
		tarball: join(folder, 'package.tgz'),
		n8n: join(folder, 'n8n'),
		calls,
		csv: join(calls, 'calls.csv'),
		release: async () => await rm(inUse, { force: true }),
	};
}

async function claim(file: string): Promise<void> {
	const isFree = await writeFile(file, String(process.pid), { flag: 'wx' }).then(
		() => true,
		() => false,
	);
	if (isFree) return;
	const owner = Number(await readFile(file, 'utf8').catch(() => ''));
	if (owner > 0 && isAlive(owner)) {
		throw new Error(`Another demo is running (process ${owner}). If it is not, delete ${file}.`);
	}
	// A demo that was killed left the file behind.
	await writeFile(file, String(process.pid));
}
