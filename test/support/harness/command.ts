import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** The folder of the project's package.json. */
export const PROJECT_ROOT = resolve(__dirname, '../../..');

/**
 * Runs a program to its end. Returns its stdout.
 *
 * @throws if it cannot be started or its exit code is not 0; the message holds its last lines of output
 */
export async function run(command: string, args: string[], cwd: string): Promise<string> {
	return await new Promise((done, fail) => {
		const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
		let stdout = '';
		let everything = '';
		child.stdout.on('data', (chunk: Buffer) => {
			stdout += chunk.toString();
			everything += chunk.toString();
		});
		child.stderr.on('data', (chunk: Buffer) => {
			everything += chunk.toString();
		});
		const title = [command, ...args].join(' ');
		child.on('error', (error) => fail(new Error(`"${title}" did not start: ${error.message}`)));
		child.on('close', (code, signal) => {
			if (code === 0) done(stdout);
			else
				fail(new Error(`"${title}" ended with ${signal ?? code}:\n${lastLines(everything, 100)}`));
		});
	});
}

export function lastLines(text: string, count: number): string {
	return text.trimEnd().split('\n').slice(-count).join('\n');
}
