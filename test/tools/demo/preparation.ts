import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_GRACE_MS = 3000;

export interface Preparation {
	/** Resolves when n8n is installed and the package is packed; rejects if that fails. */
	done: Promise<void>;
	/** Stops it with everything it started. */
	stop: () => Promise<void>;
}

/**
 * Runs prepare.ts, which prints its own progress and errors.
 *
 * @param tarball path for the packed package
 */
export function startPreparation(tarball: string): Preparation {
	// The arguments of this Node.js include the loader for TypeScript.
	const args = [...process.execArgv, join(__dirname, 'prepare.ts'), tarball];
	const child = spawn(process.execPath, args, {
		detached: true,
		stdio: ['pipe', 'inherit', 'inherit'],
	});
	const ended = new Promise<number | null>((done) => {
		child.once('exit', done);
		child.once('error', () => done(null));
	});
	const signalGroup = (signal: NodeJS.Signals) => {
		try {
			if (child.pid !== undefined) process.kill(-child.pid, signal);
		} catch {
			// The process group is already gone.
		}
	};
	return {
		done: ended.then((code) => {
			if (code !== 0) throw new Error('The package or n8n could not be prepared: see above.');
		}),
		stop: async () => {
			signalGroup('SIGTERM');
			await Promise.race([ended, sleep(STOP_GRACE_MS)]);
			signalGroup('SIGKILL');
		},
	};
}
