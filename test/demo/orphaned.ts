import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../e2e/harness/lock';

const POLL_MS = 500;

/**
 * Resolves when `npm run demo` was ended without this process having been told; never, when npm did not start it.
 *
 * npm passes a signal on to the shell it runs the script in. That one dies of it and leaves its own children running.
 */
export async function orphaned(): Promise<'SIGTERM'> {
	// Above this process there are tsx, then the shell.
	const shell = process.env.npm_lifecycle_event === 'demo' ? parentOf(process.ppid) : undefined;
	while (shell === undefined || isAlive(shell)) await sleep(POLL_MS, undefined, { ref: false });
	return 'SIGTERM';
}

/** The parent's process id, or undefined where the system does not tell. */
function parentOf(pid: number): number | undefined {
	try {
		const parent =
			process.platform === 'linux'
				? /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
				: execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' });
		return Number(parent) || undefined;
	} catch {
		return undefined;
	}
}
