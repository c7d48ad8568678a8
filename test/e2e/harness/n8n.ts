import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { N8nApi } from './api';
import { type Identity, identityOf, n8nEnvironment } from './environment';
import { unpackInto } from './pack';
import { N8nProcess, freePorts } from './process';
import { N8nRest } from './rest';
import { type Runtime, ensureRuntime } from './runtime';
import { until } from './wait';

export { errorOf, itemsOf } from './execution';
export type { Execution, ExecutionError, ExecutionSummary } from './execution';
export type { WorkflowJson } from './api';
export { N8nRestError } from './rest';

const PACKAGE_NAME = 'n8n-nodes-yunhu-voice';
/** A first start migrates an empty database; slow machines take a while. */
const START_TIMEOUT_MS = 180_000;

export interface StartOptions {
	/** The package to install, as `npm pack` made it. */
	tarball: string;
	/** n8n's data lives here and stays; default: a temporary folder that `stop` deletes. */
	userFolder?: string;
	/** On 127.0.0.1; default: a free one. */
	port?: number;
	/** Settings for n8n, on top of the quiet ones. */
	env?: Record<string, string>;
	/** Receives the progress of n8n's installation, line by line; default: the console. */
	log?: (line: string) => void;
}

/**
 * Starts a real n8n with the package installed the way users have it (types `n8n-nodes-yunhu-voice.yunhuVoice` and so
 * on), sets up its owner and signs in. Installs n8n itself on first use.
 *
 * @throws when n8n does not get ready; the message holds the end of its log
 */
export async function startN8n(options: StartOptions): Promise<N8nInstance> {
	const { tarball, userFolder, env = {}, log } = options;
	const runtime = await ensureRuntime(log ? { log } : {});
	const folder = userFolder ?? (await mkdtemp(join(tmpdir(), 'yunhu-voice-n8n-')));
	const nodes = join(folder, '.n8n/nodes/node_modules');
	await mkdir(nodes, { recursive: true });
	await unpackInto(tarball, join(nodes, PACKAGE_NAME));
	const port = options.port ?? (await freePorts(1))[0] ?? 0;
	const instance = new N8nInstance(runtime, folder, userFolder === undefined, port, env);
	await instance.restart();
	return instance;
}

/** A running n8n. */
export class N8nInstance extends N8nApi {
	/** The owner's account, for a person who wants to open the editor. */
	readonly owner: Pick<Identity, 'email' | 'password'>;
	private readonly encryptionKey: string;
	private readonly logFile: string;
	private process: N8nProcess | undefined;
	private signedIn = false;
	private hasFailed = false;

	/** Use `startN8n`. */
	constructor(
		private readonly runtime: Runtime,
		readonly userFolder: string,
		private readonly isTemporary: boolean,
		readonly port: number,
		private readonly env: Record<string, string>,
	) {
		// n8n's own copy reads what n8n writes.
		const flatted = createRequire(runtime.n8nBin)('flatted') as { parse(text: string): unknown };
		super(
			new N8nRest(`http://127.0.0.1:${port}`),
			(text) => flatted.parse(text),
			(message) => this.fail(message),
		);
		const { encryptionKey, ...owner } = identityOf(userFolder);
		this.owner = owner;
		this.encryptionKey = encryptionKey;
		this.logFile = join(userFolder, 'n8n.log');
	}

	/** The address of the editor, without a slash at the end. */
	get baseUrl(): string {
		return this.rest.baseUrl;
	}

	/** The process group of n8n and its task runner. */
	get pid(): number {
		if (!this.process) throw new Error('n8n is not running');
		return this.process.pid;
	}

	/** All that n8n wrote to its console, of all its starts. */
	logText(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	/** Starts n8n again with the same data, on the same port; stops it first if it runs. */
	async restart(): Promise<void> {
		await this.process?.stop();
		const [brokerPort = 0] = await freePorts(1);
		const { runtime, userFolder, encryptionKey, port, env } = this;
		const { nodeBin, n8nBin } = runtime;
		this.process = new N8nProcess(
			[nodeBin, n8nBin, 'start'],
			n8nEnvironment({ nodeBin, userFolder, encryptionKey, port, brokerPort, env }),
			userFolder,
			this.logFile,
		);
		try {
			await this.untilReady(this.process);
			if (!this.signedIn) await this.signIn();
		} catch (error) {
			await this.process.kill();
			throw error;
		}
	}

	/**
	 * Ends n8n and all it started, and deletes a temporary user folder. Where something went wrong on the way the log
	 * stays; the error named its path.
	 */
	async stop(): Promise<void> {
		await this.process?.stop();
		if (!this.isTemporary) return;
		const kept = this.hasFailed ? 'n8n.log' : undefined;
		for (const name of await readdir(this.userFolder)) {
			if (name !== kept) await rm(join(this.userFolder, name), { recursive: true, force: true });
		}
		if (!kept) await rm(this.userFolder, { recursive: true, force: true });
	}

	/** Ends n8n on the spot, as a crash does. Its data stays for `restart` and `database`. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/**
	 * Reads n8n's own database, for counting what n8n stored.
	 *
	 * @param values for the question marks in `sql`
	 * @returns the rows
	 */
	database(sql: string, ...values: SQLInputValue[]): Array<Record<string, unknown>> {
		const database = new DatabaseSync(join(this.userFolder, '.n8n/database.sqlite'), {
			readOnly: true,
		});
		try {
			return database.prepare(sql).all(...values);
		} finally {
			database.close();
		}
	}

	/** n8n answers /healthz long before it serves REST; the readiness address waits for all of it. */
	private async untilReady(process: N8nProcess): Promise<void> {
		await until(
			async () => {
				if (process.hasEnded) throw this.fail('n8n ended before it was ready');
				return (await this.rest.status('/healthz/readiness')) === 200 ? true : undefined;
			},
			START_TIMEOUT_MS,
			() => this.fail(`n8n was not ready after ${START_TIMEOUT_MS} ms`),
		);
	}

	private async signIn(): Promise<void> {
		const { email, password } = this.owner;
		const { userManagement } = await this.rest.call<{
			userManagement: { showSetupOnFirstLoad: boolean };
		}>('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			const names = { firstName: 'Test', lastName: 'Owner' };
			await this.rest.call('POST', '/owner/setup', { email, password, ...names });
		} else {
			await this.rest.call('POST', '/login', { emailOrLdapLoginId: email, password });
		}
		this.signedIn = true;
	}

	private fail(message: string): Error {
		this.hasFailed = true;
		const tail = this.process?.logTail() ?? '';
		return new Error(`${message}\n--- the end of ${this.logFile} ---\n${tail}`);
	}
}
