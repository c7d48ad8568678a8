import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Agent, request } from 'undici';
import { makeCertificate, startProxy } from '../examples/cloud';
import { PROJECT_ROOT, run } from '../harness/command';
import { unpackInto } from '../harness/pack';
import { ServerProcess, freePort } from '../harness/process';
import { NODE_BIN, ensureInstalled, ensureRuntime } from '../harness/runtime';
import { until } from '../harness/wait';

const START_TIMEOUT_MS = 60_000;

/** Returns the host at which the installed n8n looks for community nodes. n8n's code fixes it. */
async function publicRegistry(): Promise<string> {
	const { n8nBin } = await ensureRuntime();
	const service = 'dist/modules/community-packages/community-packages.service.js';
	const code = await readFile(join(dirname(n8nBin), '..', service), 'utf8');
	const [, url] = /DEFAULT_REGISTRY = '(.+?)'/.exec(code) ?? [];
	if (url === undefined) throw new Error(`n8n’s ${service} names no registry`);
	return new URL(url).host;
}

/** A local npm registry that stands in for the public one. It starts empty. Whoever publishes needs a token. */
export interface Registry {
	/** The host that it stands in for. */
	readonly host: string;
	readonly port: number;
	/** The paths of its key and certificate, for that host and for this machine. */
	readonly key: string;
	readonly cert: string;
	/** Lets its owner publish. */
	readonly token: string;
	/** Environment for n8n: requests to the public registry come here, requests to all other hosts fail. */
	readonly n8nEnv: Record<string, string>;
	/** Publishes a tarball of `npm pack`; `version` replaces its version. */
	publish(tarball: string, version?: string): Promise<void>;
	/** What it says about a package; `undefined` if it has none of this name. */
	manifest(name: string): Promise<{ versions: object } | undefined>;
	stop(): Promise<void>;
}

/** Starts Verdaccio. Installs it on first use. */
export async function startRegistry(): Promise<Registry> {
	const directory = await ensureInstalled(
		'verdaccio',
		join(PROJECT_ROOT, 'test/support/editor/runtime'),
	);
	const folder = await mkdtemp(join(tmpdir(), 'yunhu-voice-registry-'));
	const port = await freePort();
	const url = `https://127.0.0.1:${port}`;
	const host = await publicRegistry();
	const { key, cert } = await makeCertificate([host], folder);
	const config = {
		storage: join(folder, 'storage'),
		https: { key, cert },
		auth: { htpasswd: { file: join(folder, 'htpasswd') } },
		packages: { '**': { access: '$all', publish: '$authenticated' } },
		web: { enable: false },
		log: { type: 'stdout', format: 'pretty', level: 'warn' },
	};
	// JSON is valid YAML.
	await writeFile(join(folder, 'config.yaml'), JSON.stringify(config));
	const logFile = join(folder, 'registry.log');
	const server = new ServerProcess(
		[
			NODE_BIN,
			join(directory, 'node_modules/verdaccio/bin/verdaccio'),
			'--config',
			join(folder, 'config.yaml'),
			'--listen',
			url,
		],
		{ PATH: process.env.PATH, HOME: folder },
		folder,
		logFile,
	);
	const proxy = await startProxy([host], port);
	const dispatcher = new Agent({ connect: { ca: readFileSync(cert) } });
	const stop = async () => {
		await dispatcher.destroy();
		await proxy.close();
		await server.stop();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	const answers = async () =>
		await request(`${url}/-/ping`, { dispatcher }).then(
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
	const token = await signUp(url, dispatcher);
	await writeFile(join(folder, 'npmrc'), `//127.0.0.1:${port}/:_authToken=${token}\n`);

	return {
		host,
		port,
		key,
		cert,
		token,
		n8nEnv: { ...proxy.env, NODE_EXTRA_CA_CERTS: cert },
		publish: async (tarball, version) => {
			const source = version === undefined ? tarball : join(folder, version);
			if (version !== undefined) await repack(tarball, version, source);
			const settings = ['--registry', url, '--cafile', cert, '--userconfig', join(folder, 'npmrc')];
			// Only a workflow on GitHub can sign where a package comes from.
			const how = ['--ignore-scripts', '--provenance=false'];
			await run('npm', ['publish', source, ...how, ...settings], folder);
		},
		manifest: async (name) => {
			const { body, statusCode } = await request(`${url}/${name}`, { dispatcher });
			const answer = (await body.json()) as { versions: object };
			return statusCode === 200 ? answer : undefined;
		},
		stop,
	};
}

/** Makes an account in the registry, as `npm adduser` does. Returns its token. */
async function signUp(url: string, dispatcher: Agent): Promise<string> {
	const name = 'owner';
	const { body, statusCode } = await request(`${url}/-/user/org.couchdb.user:${name}`, {
		method: 'PUT',
		dispatcher,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name, password: 'a password of tests' }),
	});
	const { token } = (await body.json()) as { token?: string };
	if (!token) throw new Error(`Verdaccio made no account: HTTP ${statusCode}`);
	return token;
}

/** Unpacks the package and changes only its version. */
async function repack(tarball: string, version: string, directory: string): Promise<void> {
	await unpackInto(tarball, directory);
	const file = join(directory, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	await writeFile(file, JSON.stringify({ ...manifest, version }));
}
