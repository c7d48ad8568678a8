import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { print } from '../print';
import { PROJECT_ROOT, run } from './command';
import { everyTenSeconds, install, isInstalled } from './install';
import { withLock } from './lock';

/** Environment variable: the n8n to run, as its major version or, to try another one than the tests pin, its whole version. */
const N8N_VARIABLE = 'YUNHU_N8N';

const chosenVersion = (): string => process.env[N8N_VARIABLE] ?? '2';

/** Whether n8n 1 or 2.0 is to be run: both lack the same features of n8n 2.41. */
export const isOnOlderN8n = /^(1(\.|$)|2\.0\.)/.test(chosenVersion());

/** The folder of each n8n below test/support/harness, with its package.json and lock file. */
const RUNTIMES = new Map([
	['1', 'runtime-n8n-1'],
	['2', 'runtime-n8n-2'],
]);

export interface Runtime {
	/** n8n's start script. */
	n8nBin: string;
	/** The Node.js that n8n runs on: the project's own, because n8n 2.41 needs version 24. n8n 1.123 runs on it too. */
	nodeBin: string;
	/** The folder in which n8n is installed. */
	directory: string;
}

export interface RuntimeOptions {
	/** Receives the progress of an installation line by line; default: standard output. */
	log?: (line: string) => void;
}

/** The project's own Node.js, on which n8n and npm's programs run. */
export const NODE_BIN = join(PROJECT_ROOT, 'node_modules/node/bin/node');

/** Returns the n8n that the tests and the demo run. Installs it if necessary: see `ensureInstalled`. */
export async function ensureRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
	const { log = print } = options;
	const source = await chosenSource(log);
	const directory = await ensureInstalled('n8n', source, log);
	return { n8nBin: join(directory, 'node_modules/n8n/bin/n8n'), nodeBin: NODE_BIN, directory };
}

/**
 * Installs the packages of a lock file on first use, into the user's cache folder (`$XDG_CACHE_HOME` or `~/.cache`),
 * under a name derived from the lock file. Silent and immediate if they are already installed.
 *
 * Safe to call from several processes at once and after an interrupted installation.
 *
 * @param name the main package
 * @param source the folder with package.json and package-lock.json
 * @returns the folder of the installation
 * @throws if npm fails; the message holds npm's last lines
 */
export async function ensureInstalled(
	name: string,
	source: string,
	log: (line: string) => void = print,
): Promise<string> {
	const directory = await cacheFolder(name, join(source, 'package-lock.json'));
	if (!isInstalled(directory)) {
		await mkdir(dirname(directory), { recursive: true });
		const progress = everyTenSeconds(log);
		await withLock(
			`${directory}.lock`,
			(owner) => progress(`waiting for process ${owner}, which is installing ${name}`),
			async () => {
				if (!isInstalled(directory)) await install(name, source, directory, NODE_BIN, log);
			},
		);
	}
	return directory;
}

/** Returns the folder with the package.json and lock file of the n8n to run. */
async function chosenSource(log: (line: string) => void): Promise<string> {
	const version = chosenVersion();
	const [major = ''] = version.split('.');
	const runtime = RUNTIMES.get(major);
	if (runtime === undefined || !/^\d+(\.\d+\.\d+)?$/.test(version)) {
		const known = [...RUNTIMES.keys()].join(' or ');
		throw new Error(
			`${N8N_VARIABLE} has to be ${known}, or a whole version of n8n; it is "${version}"`,
		);
	}
	return version === major ? pinned(runtime) : await sourceOf(version, log);
}

const pinned = (runtime: string): string => join(PROJECT_ROOT, 'test/support/harness', runtime);

/** What both pinned versions replace among their packages, which versions in between need, too. */
async function allOverrides(): Promise<IDataObject> {
	const manifests = await Promise.all(
		[...RUNTIMES.values()].map(
			async (runtime) =>
				JSON.parse(await readFile(join(pinned(runtime), 'package.json'), 'utf8')) as IDataObject,
		),
	);
	return Object.assign({}, ...manifests.map(({ overrides }) => overrides)) as IDataObject;
}

/** Locks the packages of another version of n8n, as npm chooses them now. */
async function sourceOf(version: string, log: (line: string) => void): Promise<string> {
	const source = join(cacheRoot(), `source-${version}`);
	if (existsSync(join(source, 'package-lock.json'))) return source;
	const manifest = {
		private: true,
		dependencies: { n8n: version },
		overrides: await allOverrides(),
	};
	await mkdir(source, { recursive: true });
	await writeFile(join(source, 'package.json'), JSON.stringify(manifest));
	log(`choosing the packages of n8n ${version}`);
	await run('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit'], source);
	return source;
}

const cacheRoot = (): string =>
	join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'n8n-nodes-yunhu-voice');

async function cacheFolder(name: string, lockFile: string): Promise<string> {
	const hash = createHash('sha256')
		.update(await readFile(lockFile))
		.digest('hex');
	return join(cacheRoot(), `${name}-${hash.slice(0, 16)}`);
}
