/**
 * Runs a server as its only child and never outlives the test process. That process holds the other end of stdin, which
 * the system closes however it dies. Start this as a process group leader, so that the group consists of the server and
 * everything it started.
 */
import { spawn } from 'node:child_process';

const [, , command, ...args] = process.argv;
const server = spawn(command, args, {
	stdio: ['ignore', 'inherit', 'inherit'],
});
server.on('exit', (code) => process.exit(code ?? 1));
process.on('SIGTERM', () => server.kill('SIGTERM'));
process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL')).resume();
