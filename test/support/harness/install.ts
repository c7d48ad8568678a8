import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { run } from './command';
import { isAlive } from './lock';

/** Written last, so a folder without it is not a complete installation. */
const COMPLETE = '.complete';
/** n8n's database driver, the only package whose install script is needed. */
const DRIVER = 'node_modules/sqlite3';
const PROGRESS_MS = 10_000;

type Log = (line: string) => void;

interface LockFile {
	packages: Record<string, { version?: string; os?: string[]; cpu?: string[] }>;
}

/** Whether a folder holds a complete installation. */
export function isInstalled(directory: string): boolean {
	return existsSync(join(directory, COMPLETE));
}

/**
 * Installs the packages of a lock file. Renames a finished installation to `directory`, which is thus always complete.
 *
 * @param name the main package
 * @param source the folder with package.json and package-lock.json
 * @param nodeBin the Node.js that must be able to load the database driver
 * @throws if npm fails; the message holds its last lines
 */
export async function install(
	name: string,
	source: string,
	directory: string,
	nodeBin: string,
	log: Log,
): Promise<void> {
	await removeLeftovers(directory);
	const building = `${directory}.installing-${process.pid}`;
	await mkdir(building);
	for (const file of ['package.json', 'package-lock.json']) {
		await cp(join(source, file), join(building, file));
	}
	const lockFile = await readFile(join(source, 'package-lock.json'), 'utf8');
	const { packages } = JSON.parse(lockFile) as LockFile;
	const title = `${name} ${packages[`node_modules/${name}`]?.version ?? ''}`;
	const cost = DRIVER in packages ? 'takes some minutes and about 3 GB' : 'takes a minute';
	log(`installing ${title} into ${directory}: once, ${cost}`);

	let step = () => unpacked(packages, building);
	const progress = everyTenSeconds(log);
	const ticker = setInterval(() => progress(`installing ${title}: ${step()}`), 1000);
	try {
		// Install scripts stay off, except for the one package that n8n cannot run without.
		await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], building);
		if (DRIVER in packages) {
			step = () => 'building its database driver';
			await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], building);
			await run(nodeBin, ['-e', 'require("sqlite3")'], building);
		}
		await writeFile(join(building, COMPLETE), `${new Date().toISOString()}\n`);
		if (!isInstalled(directory)) {
			await rm(directory, { recursive: true, force: true });
			await rename(building, directory);
		}
	} finally {
		clearInterval(ticker);
		await rm(building, { recursive: true, force: true, maxRetries: 5 });
	}
	log(`${title} is installed`);
}

/** Returns a log that passes on at most one line every ten seconds, with the time since the log was created. */
export function everyTenSeconds(log: Log): Log {
	const start = Date.now();
	let last = start;
	return (line) => {
		if (Date.now() - last < PROGRESS_MS) return;
		last = Date.now();
		const seconds = Math.round((last - start) / 1000);
		log(`${line} (${Math.floor(seconds / 60)} min ${seconds % 60} s)`);
	};
}

/** Returns npm's progress. "About", because it is only roughly known which packages npm skips on this platform. */
function unpacked(packages: LockFile['packages'], building: string): string {
	const paths = Object.entries(packages)
		.filter(([, { os }]) => !os || os.includes(process.platform))
		.filter(([, { cpu }]) => !cpu || cpu.includes(process.arch))
		.map(([path]) => path);
	const there = paths.filter((path) => existsSync(join(building, path, 'package.json')));
	return `unpacked ${there.length} of about ${paths.length} packages`;
}

/** Removes the remains of interrupted installations of the same lock file. */
async function removeLeftovers(directory: string): Promise<void> {
	const prefix = `${basename(directory)}.installing-`;
	for (const name of await readdir(dirname(directory))) {
		const owner = Number(name.slice(prefix.length));
		if (!name.startsWith(prefix) || (owner !== process.pid && isAlive(owner))) continue;
		// If npm has outlived the process that started it, the rest stays until next time.
		const leftover = join(dirname(directory), name);
		await rm(leftover, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
	}
}
