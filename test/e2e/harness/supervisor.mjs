/**
 * Runs n8n as its only child and never outlives the test process: that one holds the other end of stdin, which the
 * system closes however it dies. Started as the leader of a process group, so the group is n8n and all it started.
 */
import { spawn } from 'node:child_process';

const n8n = spawn(process.execPath, process.argv.slice(2), {
	stdio: ['ignore', 'inherit', 'inherit'],
});
n8n.on('exit', (code) => process.exit(code ?? 1));
process.on('SIGTERM', () => n8n.kill('SIGTERM'));
process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL')).resume();
