import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { request } from 'undici';
import { PROJECT_ROOT, run } from '../../e2e/harness/command';
import { unpackInto } from '../../e2e/harness/pack';
import { N8nProcess, freePort } from '../../e2e/harness/process';
import { NODE_BIN, ensureInstalled } from '../../e2e/harness/runtime';
import { until } from '../../e2e/harness/wait';

const START_TIMEOUT_MS = 60_000;

/** An npm registry on this machine alone, empty at first. */
export interface Registry {
	/** Settings for an n8n that shall install its community nodes from here. */
	readonly n8nEnv: Record<string, string>;
	/** Publishes what `npm pack` made; with `version`, the same under another version. */
	publish(tarball: string, version?: string): Promise<void>;
	stop(): Promise<void>;
}

/** Starts a Verdaccio; installs it on first use. */
export async function startRegistry(): Promise<Registry> {
	const directory = await ensureInstalled('verdaccio', join(PROJECT_ROOT, 'test/browser/runtime'));
	const folder = await mkdtemp(join(tmpdir(), 'yunhu-voice-registry-'));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const config = {
		storage: join(folder, 'storage'),
		packages: { '**': { access: '$all', publish: '$all' } },
		web: { enable: false },
		log: { type: 'stdout', format: 'pretty', level: 'warn' },
	};
	// JSON is YAML, too.
	await writeFile(join(folder, 'config.yaml'), JSON.stringify(config));
	// npm publishes nothing without a token, whatever the registry thinks of it.
	await writeFile(join(folder, 'npmrc'), `//127.0.0.1:${port}/:_authToken=nobody\n`);
	const logFile = join(folder, 'registry.log');
	const server = new N8nProcess(
		[
			NODE_BIN,
			join(directory, 'node_modules/verdaccio/bin/verdaccio'),
			'--config',
			join(folder, 'config.yaml'),
			'--listen',
			`127.0.0.1:${port}`,
		],
		{ PATH: process.env.PATH, HOME: folder },
		folder,
		logFile,
	);
	const stop = async () => {
		await server.stop();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	const answers = async () =>
		await request(`${url}/-/ping`).then(
			async ({ statusCode, body }) => (await body.dump(), statusCode === 200 || undefined),
			() => undefined,
		);
	await until(
		answers,
		START_TIMEOUT_MS,
		() => new Error(`Verdaccio does not answer:\n${readFileSync(logFile, 'utf8')}`),
	).catch(async (error: unknown) => {
		await stop();
		throw error;
	});

	return {
		n8nEnv: await n8nEnvFor(url, folder),
		publish: async (tarball, version) => {
			const source = version === undefined ? tarball : join(folder, version);
			if (version !== undefined) await repack(tarball, version, source);
			const settings = ['--registry', url, '--userconfig', join(folder, 'npmrc')];
			await run('npm', ['publish', source, '--ignore-scripts', ...settings], folder);
		},
		stop,
	};
}

/** Unpacks the package and changes nothing but its version. */
async function repack(tarball: string, version: string, directory: string): Promise<void> {
	await unpackInto(tarball, directory);
	const file = join(directory, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	await writeFile(file, JSON.stringify({ ...manifest, version }));
}

/**
 * n8n names the public registry on npm's command line, where no npmrc and no variable can change it (its own setting for
 * another registry wants a licence). So the `npm` that n8n finds first adds ours behind: the last one counts.
 */
async function n8nEnvFor(url: string, folder: string): Promise<Record<string, string>> {
	const bin = join(folder, 'bin');
	const npm = (await run('sh', ['-c', 'command -v npm'], folder)).trim();
	await mkdir(bin);
	await writeFile(join(bin, 'npm'), `#!/bin/sh\nexec '${npm}' "$@" '--registry=${url}'\n`);
	await chmod(join(bin, 'npm'), 0o755);
	return {
		PATH: [bin, join(NODE_BIN, '..'), process.env.PATH].join(delimiter),
		// Nobody listens there: n8n asks its own servers and the public registry for nothing.
		HTTPS_PROXY: `http://127.0.0.1:${await freePort()}`,
		NO_PROXY: '127.0.0.1',
	};
}
