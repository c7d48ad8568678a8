import {
	cp,
	mkdir,
	mkdtemp,
	readFile,
	readdir,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT, run } from '../../../support/harness/command';
import { unpackInto } from '../../../support/harness/pack';
import { ensureRuntime } from '../../../support/harness/runtime';
import { median } from '../../../support/statistics';
import { PACKAGE } from '../../../support/workflows';
import { type Line, seconds } from '../figures';
import type { Effort } from '../rounds';

const LOADS = 21;

interface Manifest {
	n8n: { nodes: string[]; credentials: string[] };
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;

/** Returns how long n8n takes to load the package, with n8n-workflow already loaded. Milliseconds. */
async function loadTimes(folder: string, count: number): Promise<number[]> {
	const { directory, nodeBin } = await ensureRuntime();
	// The package gets these modules from the n8n that is measured.
	for (const name of ['n8n-workflow', 'luxon']) {
		await symlink(join(directory, 'node_modules', name), join(folder, 'node_modules', name));
	}
	const root = join(folder, 'node_modules', PACKAGE);
	const { n8n } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
	const files = [...n8n.nodes, ...n8n.credentials].map((file) => join(root, file));
	await writeFile(
		join(folder, 'load.js'),
		`require('n8n-workflow');
		const startedAt = performance.now();
		for (const file of ${JSON.stringify(files)}) require(file);
		process.stdout.write(String(performance.now() - startedAt));`,
	);
	const found: number[] = [];
	for (let load = 0; load < count; load++) {
		found.push(Number(await run(nodeBin, ['load.js'], folder)));
	}
	return found;
}

async function sizeOf(folder: string): Promise<{ files: number; bytes: number }> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const sizes = await Promise.all(
		files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
	);
	return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Returns how long a command takes in a new folder. Milliseconds. */
async function timeOf(command: string, args: string[], files: string[]): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'yunhu-voice-install-'));
	try {
		for (const file of files) await cp(join(PROJECT_ROOT, file), join(folder, file));
		const startedAt = performance.now();
		await run(command, args, folder);
		return performance.now() - startedAt;
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** Measures what it takes to load, download and install the package. */
export async function packageFigures(tarball: string, { rounds, size }: Effort): Promise<Line[]> {
	const folder = await mkdtemp(join(tmpdir(), 'yunhu-voice-load-'));
	try {
		const root = join(folder, 'node_modules', PACKAGE);
		await mkdir(join(folder, 'node_modules'));
		await unpackInto(tarball, root);
		const loadMs = median(await loadTimes(folder, Math.ceil(size(LOADS))));
		const packed = (await stat(tarball)).size;
		const { files, bytes } = await sizeOf(root);

		const byHand: number[] = [];
		for (let round = 0; round < rounds; round++) {
			byHand.push(await timeOf('npm', ['install', '--omit=peer', tarball], []));
		}
		const lock = ['package.json', 'package-lock.json', '.npmrc'];
		const development = await timeOf('npm', ['ci'], lock);
		return [
			{
				name: 'Loading the package: three nodes and the credential',
				figure: `${loadMs.toFixed(1)} ms`,
				goal: 'less than 30 ms',
				met: loadMs < 30,
				values: { loadMs },
			},
			{
				name: 'Size of the package',
				figure: `${kilobytes(packed)} packed, ${kilobytes(bytes)} unpacked, ${files} files`,
				values: { packed, unpacked: bytes, files },
			},
			{
				name: 'Installing the tarball by hand: `npm install --omit=peer <tarball>`',
				figure: seconds(median(byHand)),
				values: { ms: median(byHand) },
			},
			{
				name: 'Installing for development: `npm ci`, once',
				figure: seconds(development),
				values: { ms: development },
			},
		];
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
