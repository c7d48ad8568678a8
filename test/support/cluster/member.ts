import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { lastLines } from '../harness/command';
import { n8nEnvironment } from '../harness/environment';
import { LOG_DIRECTORY, PACKAGE_NAME } from '../harness/n8n';
import { unpackInto } from '../harness/pack';
import { ServerProcess, freePort } from '../harness/process';
import { N8nRest } from '../harness/rest';
import type { Runtime } from '../harness/runtime';
import { until } from '../harness/wait';
import { cpuTimeMs } from '../proc';

const START_TIMEOUT_MS = 180_000;

export interface MemberOptions {
	/** Unique; also names its folder and its log. */
	name: string;
	/** n8n's command for the process. */
	command: 'worker' | 'webhook' | 'start';
	runtime: Runtime;
	/** Contains the folders of all members. */
	folder: string;
	tarball: string;
	/** The settings that all processes of the cluster share, including the encryption key. */
	env: Record<string, string> & { N8N_ENCRYPTION_KEY: string };
}

/** A process of the cluster in its own folder, with the package installed: a worker, a webhook process, or (`start`) another main process. */
export class Member {
	readonly name: string;
	readonly logFile: string;
	private readonly userFolder: string;
	private process: ServerProcess | undefined;
	private port: number | undefined;

	private constructor(private readonly options: MemberOptions) {
		this.name = options.name;
		this.userFolder = join(options.folder, this.name);
		this.logFile = join(LOG_DIRECTORY, `${basename(options.folder)}-${this.name}.log`);
	}

	static async create(options: MemberOptions): Promise<Member> {
		const member = new Member(options);
		const packages = join(member.userFolder, '.n8n/nodes/node_modules');
		await unpackInto(options.tarball, join(packages, PACKAGE_NAME));
		return member;
	}

	/** The origin. A worker serves only its health checks. */
	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/**
	 * Starts the process with its existing data, on its previous port, and waits until it is ready.
	 *
	 * @param changes settings for this start only
	 * @throws an error with the end of the log if the process ends or takes too long
	 */
	async start(changes: Record<string, string> = {}): Promise<void> {
		const { command, runtime, env } = this.options;
		const port = await freePort(this.port);
		this.port = port;
		const { nodeBin, n8nBin } = runtime;
		const n8n = new ServerProcess(
			[nodeBin, n8nBin, command],
			n8nEnvironment({
				nodeBin,
				userFolder: this.userFolder,
				encryptionKey: env.N8N_ENCRYPTION_KEY,
				port,
				brokerPort: await freePort(),
				env: {
					...env,
					...changes,
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
					N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
				},
			}),
			this.userFolder,
			this.logFile,
		);
		this.process = n8n;
		const rest = new N8nRest(this.url);
		await until(
			async () => {
				if (n8n.hasEnded) throw this.failure('ended before it was ready');
				return (await rest.status('/healthz/readiness')) === 200 ? true : undefined;
			},
			START_TIMEOUT_MS,
			() => this.failure(`was not ready after ${START_TIMEOUT_MS} ms`),
		);
	}

	/** Stops the process as a service manager does: SIGTERM first. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Kills the process at once (SIGKILL). */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** CPU time since the last start, in milliseconds. */
	get cpuMs(): number {
		const { pid = 0 } = this.process ?? {};
		return cpuTimeMs(({ group }) => group === pid);
	}

	logText(): string {
		return readFileSync(this.logFile, 'utf8');
	}

	/** The ids of the executions that this worker started, in order. An execution started twice appears twice. */
	startedExecutions(): string[] {
		return [...this.logText().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id!);
	}

	/** The ids of the executions that this webhook process enqueued. */
	enqueuedExecutions(): string[] {
		return [...this.logText().matchAll(/Enqueued execution (\d+)/g)].map(([, id]) => id!);
	}

	private failure(message: string): Error {
		const tail = lastLines(this.logText(), 40);
		return new Error(`${this.name} ${message}\n--- the end of ${this.logFile} ---\n${tail}`);
	}
}
