import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { PROJECT_ROOT, run } from './command';
import { isAlive, withLock } from './lock';

/** Written last into an installation; a folder without it counts as not installed. */
const COMPLETE = '.complete';
const PROGRESS_MS = 10_000;

export interface Runtime {
	/** n8n's start script. */
	n8nBin: string;
	/** The Node.js that n8n runs on: the project's own, because n8n 2.41 needs version 24. */
	nodeBin: string;
	/** The folder n8n is installed in. */
	directory: string;
}

export interface RuntimeOptions {
	/** A folder below test/e2e with the package.json and the lock file of an n8n; default `runtime`. */
	runtime?: string;
	/** Receives the progress of an installation, line by line; default: the console. */
	log?: (line: string) => void;
}

/**
 * Returns the n8n that tests and demo run against, and installs it on first use into the user's cache folder
 * (`$XDG_CACHE_HOME` or `~/.cache`), under a name derived from the lock file. Silent and immediate once it is there.
 *
 * Safe to call from several processes at once and after an interrupted installation. Throws when npm fails; the
 * message holds npm's last lines.
 */
export async function ensureRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
	const { runtime = 'runtime', log = console.log } = options;
	const source = join(PROJECT_ROOT, 'test/e2e', runtime);
	const lockFile = await readFile(join(source, 'package-lock.json'), 'utf8');
	const directory = join(
		process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
		'n8n-nodes-yunhu-voice',
		`n8n-${createHash('sha256').update(lockFile).digest('hex').slice(0, 16)}`,
	);
	if (!isComplete(directory)) {
		await mkdir(dirname(directory), { recursive: true });
		const progress = startProgress(log);
		await withLock(
			`${directory}.lock`,
			(owner) => progress(`waiting for process ${owner}, which is installing n8n`),
			async () => {
				if (!isComplete(directory)) await install(source, lockFile, directory, log);
			},
		);
	}
	return {
		n8nBin: join(directory, 'node_modules/n8n/bin/n8n'),
		nodeBin: projectNode(),
		directory,
	};
}

function isComplete(directory: string): boolean {
	return existsSync(join(directory, COMPLETE));
}

/** Node.js as the project's development dependency has it, not the one on the machine. */
function projectNode(): string {
	return join(PROJECT_ROOT, 'node_modules/node/bin/node');
}

/** Installs next to the final place and renames at the end: what carries the final name is whole. */
async function install(
	source: string,
	lockFile: string,
	directory: string,
	log: (line: string) => void,
): Promise<void> {
	await removeLeftovers(directory);
	const building = `${directory}.installing-${process.pid}`;
	await mkdir(building);
	await cp(join(source, 'package.json'), join(building, 'package.json'));
	await writeFile(join(building, 'package-lock.json'), lockFile);

	const { packages } = JSON.parse(lockFile) as { packages: Record<string, { version?: string }> };
	const n8n = `n8n ${packages['node_modules/n8n']?.version ?? ''}`.trim();
	const paths = Object.keys(packages).filter((path) => path !== '');
	log(`installing ${n8n} into ${directory}: once, takes some minutes and about 3 GB`);
	const progress = startProgress(log);
	const ticker = setInterval(() => {
		const there = paths.filter((path) => existsSync(join(building, path, 'package.json'))).length;
		progress(`installing ${n8n}: ${there} of about ${paths.length} packages on disk`);
	}, 1000);
	try {
		// Install scripts stay off, but for the one package n8n cannot run without.
		await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], building);
		await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], building);
		await run(projectNode(), ['-e', 'require("sqlite3")'], building);
		await writeFile(join(building, COMPLETE), `${new Date().toISOString()}\n`);
		await rm(directory, { recursive: true, force: true });
		await rename(building, directory);
	} catch (error) {
		await rm(building, { recursive: true, force: true, maxRetries: 5 });
		throw error;
	} finally {
		clearInterval(ticker);
	}
	log(`${n8n} is installed`);
}

/** Removes what interrupted installations of the same lock file left behind. */
async function removeLeftovers(directory: string): Promise<void> {
	const prefix = `${basename(directory)}.installing-`;
	for (const name of await readdir(dirname(directory))) {
		const owner = Number(name.slice(prefix.length));
		if (!name.startsWith(prefix) || (owner !== process.pid && isAlive(owner))) continue;
		// Where npm has outlived the process that started it, the rest stays until the next time.
		const leftover = join(dirname(directory), name);
		await rm(leftover, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
	}
}

/** A function that passes one line on every ten seconds, with the time since the start. */
function startProgress(log: (line: string) => void): (line: string) => void {
	const start = Date.now();
	let last = start;
	return (line) => {
		if (Date.now() - last < PROGRESS_MS) return;
		last = Date.now();
		const seconds = Math.round((last - start) / 1000);
		log(`${line} (${Math.floor(seconds / 60)} min ${seconds % 60} s)`);
	};
}
