/**
 * `npm run dev`: n8n with the nodes in it, which loads them again after each change of the code. n8n's own tool links the
 * package and compiles; the n8n is the one that the tests run, because the tool's newest n8n may need another Node.js.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../support/harness/command';
import { ensureRuntime } from '../support/harness/runtime';
import { print } from '../support/print';
import { runAndStop, type Started } from '../support/started';

/** @returns the exit code */
async function main(started: Started): Promise<number> {
	const { n8nBin, nodeBin } = await ensureRuntime();
	const folder = process.env.N8N_USER_FOLDER ?? join(homedir(), '.n8n-node-cli');
	mkdirSync(folder, { recursive: true });
	const start = (command: string, args: string[], env: NodeJS.ProcessEnv = {}) => {
		const child = spawn(command, args, {
			cwd: PROJECT_ROOT,
			stdio: 'inherit',
			env: { ...process.env, ...env },
		});
		started.add(async () => void child.kill());
		return once(child, 'exit');
	};
	const tool = join(PROJECT_ROOT, 'node_modules/.bin/n8n-node');
	const compiler = start(tool, ['dev', '--external-n8n', '--custom-user-folder', folder]);
	const n8n = start(nodeBin, [n8nBin, 'start'], {
		N8N_USER_FOLDER: folder,
		N8N_DEV_RELOAD: 'true',
	});
	print(`n8n's data is in ${folder}. Ctrl+C ends it.`);
	await Promise.race([compiler, n8n]);
	return 1;
}

void runAndStop('The development server', main);
