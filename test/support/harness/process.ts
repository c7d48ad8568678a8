import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** n8n gives running executions 5 s (N8N_GRACEFUL_SHUTDOWN_TIMEOUT in environment.ts) before it exits. */
const STOP_GRACE_MS = 15_000;

/** The first port, and the one after the last. */
const CHOSEN_PORTS = [20_000, 32_768] as const;

/** Jest's workers share the ports by remainder. Jest runs fewer workers than this. */
const WORKERS = 4;

/** What this process was given: the server that asked for a port may not listen on it yet. */
const givenPorts = new Set<number>();

/** A server (n8n, or one it needs) and everything it starts, such as n8n's task runner, in its own process group. */
export class ServerProcess {
	private readonly child: ChildProcess;
	private readonly ended: Promise<void>;

	/**
	 * Starts the process. Does not wait until it is ready.
	 *
	 * @param command for n8n: the Node.js to run it on, its start script, its arguments
	 * @param logFile stdout and stderr are appended to it
	 */
	constructor(
		command: [string, ...string[]],
		env: NodeJS.ProcessEnv,
		cwd: string,
		logFile: string,
	) {
		const output = openSync(logFile, 'a');
		this.child = spawn(process.execPath, [join(__dirname, 'supervisor.mjs'), ...command], {
			cwd,
			env,
			detached: true,
			stdio: ['pipe', output, output],
		});
		closeSync(output);
		this.ended = new Promise((done) => {
			this.child.once('exit', () => done());
			this.child.once('error', () => done());
		});
		// A forgotten instance must not keep the test process alive; it dies with it.
		this.child.unref();
		(this.child.stdin as Socket).unref();
	}

	/** Also the id of the process group. */
	get pid(): number {
		if (this.child.pid === undefined) throw new Error('The process did not start');
		return this.child.pid;
	}

	get hasEnded(): boolean {
		return (
			this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null
		);
	}

	/** Asks the process to stop, as a service manager does, and kills it if it takes too long. */
	async stop(): Promise<void> {
		if (!this.hasEnded) {
			this.child.ref();
			this.child.kill('SIGTERM');
			await Promise.race([this.ended, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
		}
		await this.kill();
	}

	/** Kills the process group at once, as a power failure does; or, if the process has ended, what it left behind. */
	async kill(): Promise<void> {
		const { pid } = this.child;
		if (pid === undefined) return;
		const killGroup = async () => process.kill(-pid, 'SIGKILL');
		await killGroup().catch((error: NodeJS.ErrnoException) => {
			if (error.code !== 'ESRCH') throw error;
		});
		this.child.ref();
		await this.ended;
	}
}

/**
 * Returns a port of 127.0.0.1 on which nothing listens right now. Without `wanted`, nothing takes it before the server
 * listens, which takes n8n seconds: it is below the ephemeral ports of Linux and macOS, was not returned before, and no other
 * worker of Jest chooses it.
 *
 * @param wanted the only acceptable port
 * @throws if the wanted port is in use
 */
export async function freePort(wanted?: number): Promise<number> {
	if (wanted !== undefined) return await listenOnce(wanted);
	const tryAny = async () => await listenOnce(choosePort());
	return await tryAny().catch(tryAny).catch(tryAny);
}

function choosePort(): number {
	const any = randomInt(...CHOSEN_PORTS);
	const port = any - (any % WORKERS) + (Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS);
	if (givenPorts.has(port)) return choosePort();
	givenPorts.add(port);
	return port;
}

async function listenOnce(port: number): Promise<number> {
	const server = createServer();
	return await new Promise((done, fail) => {
		server.once('error', (error) => {
			fail(new Error(`Port ${port} of 127.0.0.1 cannot be used: ${error.message}`));
		});
		server.listen(port, '127.0.0.1', () => server.close(() => done(port)));
	});
}
