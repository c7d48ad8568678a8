import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** n8n itself gives running executions 5 s (N8N_GRACEFUL_SHUTDOWN_TIMEOUT in environment.ts) and then leaves. */
const STOP_GRACE_MS = 15_000;

/** The first of them, and the one after the last. */
const CHOSEN_PORTS = [20_000, 32_768] as const;

/** One server process, n8n or what it needs, with everything it starts (n8n: its task runner), in a process group of its own. */
export class ServerProcess {
	private readonly child: ChildProcess;
	private readonly ended: Promise<void>;

	/**
	 * Starts it; does not wait for it to be ready.
	 *
	 * @param command for n8n: the Node.js to run it on, its start script, its arguments
	 * @param logFile stdout and stderr are appended here
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
		// A forgotten instance must not keep the test process alive: it dies with it.
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

	/** Asks it to stop, as a service manager does, and kills it when it takes too long. */
	async stop(): Promise<void> {
		if (!this.hasEnded) {
			this.child.ref();
			this.child.kill('SIGTERM');
			await Promise.race([this.ended, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
		}
		await this.kill();
	}

	/** Ends it on the spot: as a power failure does, when it is running; else only what it left behind. */
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
 * A port of 127.0.0.1 that nobody listens on at this moment. Without `wanted` it is below those that Linux and macOS give
 * away themselves: until the server has started, which n8n takes seconds for, no connection of another process gets it.
 *
 * @param wanted has to be this one
 * @throws when the wanted port is in use
 */
export async function freePort(wanted?: number): Promise<number> {
	if (wanted !== undefined) return await listenOnce(wanted);
	const tryAny = async () => await listenOnce(randomInt(...CHOSEN_PORTS));
	return await tryAny().catch(tryAny).catch(tryAny);
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
