import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import { memoryOf, onlyChildOf, restartPeak } from '../proc';
import { N8nApi } from './api';
import { PROJECT_ROOT, lastLines } from './command';
import { type Database, databaseOf, type Row, usesPostgres } from './database';
import { type Identity, identityOf, n8nEnvironment } from './environment';
import type { Execution } from './execution';
import { unpackInto } from './pack';
import { ServerProcess, freePort } from './process';
import { N8nRest } from './rest';
import { type Runtime, ensureRuntime } from './runtime';
import { until } from './wait';

export { errorOf, itemsOf } from './execution';
export type { Execution, ExecutionError, ExecutionSummary } from './execution';
export type { WorkflowJson } from './api';
export { N8nRestError } from './rest';

export const PACKAGE_NAME = 'n8n-nodes-yunhu-voice';
/** The logs of instances in temporary folders. They survive `stop`, until the next e2e run. */
export const LOG_DIRECTORY = join(PROJECT_ROOT, 'node_modules/.cache/n8n-e2e');
/** The first start migrates an empty database, which takes a while on slow machines. */
const START_TIMEOUT_MS = 180_000;

export interface StartOptions {
	/** The package to install, as packed by `npm pack`. Without it, n8n starts without the package. */
	tarball?: string;
	/** Folder for n8n's data and `n8n.log`, which `stop` keeps. Default: a temporary one, which `stop` deletes. */
	userFolder?: string;
	/** A port of 127.0.0.1; default: a free one. */
	port?: number;
	/** Settings for n8n, in addition to those that isolate it. */
	env?: Record<string, string>;
	/** Default: the one of the test run, see `databaseOf`. */
	database?: Database;
	/** Receives the progress of n8n's installation line by line; default: the console. */
	log?: (line: string) => void;
}

/**
 * Starts a real n8n with the package installed as users install it (types `n8n-nodes-yunhu-voice.yunhuVoice` and so
 * on), sets up its owner and signs in. Installs n8n itself on first use.
 *
 * @throws if the port is in use or n8n does not become ready; the message then holds the end of its log
 */
export async function startN8n(options: StartOptions): Promise<N8nInstance> {
	const { tarball, env = {}, log } = options;
	const runtime = await ensureRuntime(log ? { log } : {});
	const port = await freePort(options.port);
	const isTemporary = options.userFolder === undefined;
	const userFolder = resolve(
		options.userFolder ?? (await mkdtemp(join(tmpdir(), 'yunhu-voice-n8n-'))),
	);
	const packageFolder = join(userFolder, '.n8n/nodes/node_modules', PACKAGE_NAME);
	if (tarball !== undefined) await unpackInto(tarball, packageFolder);
	const logFile = isTemporary
		? join(LOG_DIRECTORY, `${basename(userFolder)}.log`)
		: join(userFolder, 'n8n.log');
	await mkdir(dirname(logFile), { recursive: true });
	await rm(logFile, { force: true });
	const database = options.database ?? databaseOf(userFolder);
	const settings = { runtime, userFolder, isTemporary, logFile, port, env, database };
	const instance = new N8nInstance(settings);
	await instance.restart().catch(async (error: unknown) => {
		await instance.stop();
		throw error;
	});
	return instance;
}

interface Settings {
	runtime: Runtime;
	userFolder: string;
	isTemporary: boolean;
	logFile: string;
	port: number;
	env: Record<string, string>;
	database: Database;
}

type Flatted = { parse(text: string): unknown };

/** A running n8n: what a user does in it (see N8nApi), and what an administrator does to it. */
export class N8nInstance extends N8nApi {
	/** The owner's account, for signing in to the editor. */
	readonly owner: Pick<Identity, 'email' | 'password'>;
	private readonly encryptionKey: string;
	private process: ServerProcess | undefined;
	private isSignedIn = false;

	/** Use `startN8n` instead. */
	constructor(private readonly settings: Settings) {
		// n8n's own copy of flatted reads what n8n writes.
		const require = createRequire(settings.runtime.n8nBin);
		const flatted = require('flatted') as Flatted;
		const { version } = require('../package.json') as { version: string };
		const rest = new N8nRest(`http://127.0.0.1:${settings.port}`);
		super(rest, version, (text) => flatted.parse(text));
		const { encryptionKey, ...owner } = identityOf(settings.userFolder);
		this.owner = owner;
		this.encryptionKey = encryptionKey;
	}

	/** The URL of the editor, without a trailing slash. */
	get baseUrl(): string {
		return this.rest.baseUrl;
	}

	/** The folder that contains `.n8n`. */
	get userFolder(): string {
		return this.settings.userFolder;
	}

	/** The process group of n8n and everything it started. */
	get pid(): number {
		if (!this.process) throw new Error('n8n was not started');
		return this.process.pid;
	}

	/** Everything that n8n wrote to its console since `startN8n`. */
	logText(): string {
		return readFileSync(this.settings.logFile, 'utf8');
	}

	/**
	 * Starts n8n again with the same data, on the same port; stops it first if it runs. After `kill`, n8n 2.41 takes ten
	 * seconds longer: it pauses if its last run did not exit cleanly.
	 */
	async restart(): Promise<void> {
		await this.process?.stop();
		const { encryptionKey } = this;
		const { runtime, userFolder, logFile, port, database } = this.settings;
		const env = { ...database.settings, ...this.dialect.settings, ...this.settings.env };
		const { nodeBin, n8nBin } = runtime;
		const brokerPort = await freePort();
		const logged = existsSync(logFile) ? this.logText().length : 0;
		const n8n = new ServerProcess(
			[nodeBin, n8nBin, 'start'],
			n8nEnvironment({ nodeBin, userFolder, encryptionKey, port, brokerPort, env }),
			userFolder,
			logFile,
		);
		this.process = n8n;
		const open = async () => {
			await this.untilReady(n8n, logged);
			if (!this.isSignedIn) await this.signIn();
		};
		await open().catch(async (error: unknown) => {
			await n8n.kill();
			throw error;
		});
	}

	/** Stops n8n and everything it started, and deletes a temporary user folder. Final: use `restart` to continue. */
	async stop(): Promise<void> {
		await this.process?.stop();
		const { isTemporary, userFolder } = this.settings;
		if (isTemporary) await rm(userFolder, { recursive: true, force: true, maxRetries: 3 });
	}

	/** Kills n8n at once, as a crash does. Its data remains for `restart` and `database`. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Resident memory of n8n's own process: now, or at its peak. Bytes. */
	memory(which: 'now' | 'peak' = 'now'): number {
		return memoryOf(onlyChildOf(this.pid).id, which);
	}

	/** Resets the memory peak of n8n's own process. Returns its resident memory. Bytes. */
	restartMemoryPeak(): number {
		restartPeak(onlyChildOf(this.pid).id);
		return this.memory();
	}

	/**
	 * Reads n8n's own database, to count what n8n stored. Works while n8n runs and after `kill`.
	 *
	 * @param values for the placeholders in `sql`
	 * @returns the rows
	 */
	database(sql: string, ...values: SQLInputValue[]): Row[] {
		return this.settings.database.rows(sql, ...values);
	}

	/** Returns the names of all tables of n8n's database. */
	tables(): string[] {
		return this.database(this.settings.database.tables).map(({ name }) => String(name));
	}

	/** Everything that n8n has written to its folder (SQLite with what is not yet merged into it, binary data) or to PostgreSQL, as bytes in text. */
	storedText(): string {
		const folder = join(this.userFolder, '.n8n');
		return readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(join(folder, 'nodes')))
			.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
			.concat(usesPostgres ? this.tables().map((name) => this.tableText(name)) : [])
			.join('\n');
	}

	private tableText(name: string): string {
		return JSON.stringify(this.database(`SELECT * FROM "${name}"`));
	}

	/** Reads an execution's data from n8n's database, as `itemsOf` takes it. Unlike `execution`, this costs n8n nothing. */
	storedExecution(id: string): Pick<Execution, 'data' | 'workflowData'> {
		const sql = 'SELECT data, "workflowData" FROM execution_data WHERE "executionId" = ?';
		const [row] = this.database(sql, id);
		if (!row) throw this.failure(`n8n has stored no data of execution ${id}`);
		return {
			data: this.parseFlatted(String(row.data)) as Execution['data'],
			workflowData: JSON.parse(String(row.workflowData)) as Execution['workflowData'],
		};
	}

	protected failure(message: string): Error {
		const tail = lastLines(this.logText(), 40);
		return new Error(`${message}\n--- the end of ${this.settings.logFile} ---\n${tail}`);
	}

	/** @param logged the length of the log from earlier runs */
	private async untilReady(n8n: ServerProcess, logged: number): Promise<void> {
		await until(
			async () => {
				if (n8n.hasEnded) throw this.failure('n8n ended before it was ready');
				const isReady = await this.dialect.isReady(this.logText().slice(logged));
				return isReady ? true : undefined;
			},
			START_TIMEOUT_MS,
			() => this.failure(`n8n was not ready after ${START_TIMEOUT_MS} ms`),
		);
	}

	/** A new n8n has no owner yet. Setting one up also signs in. */
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
		this.isSignedIn = true;
	}
}
