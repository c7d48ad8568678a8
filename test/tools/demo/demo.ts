/**
 * `npm run demo`: shows the package's main job in a real n8n, from a bare machine, without a provider account. It exits
 * by itself with `-- --once`, with 0 only if every call came back as expected.
 */
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { lastLines } from '../../support/harness/command';
import { isAlive } from '../../support/harness/lock';
import type { N8nInstance } from '../../support/harness/n8n';
import { print } from '../../support/print';
import { Started } from '../../support/started';
import { type Played, play } from './play';

/** Mostly for installing n8n over a slow connection. */
const DEADLINE_MINUTES = 40;
/** n8n gets 15 seconds to stop; everything else needs almost none. */
const STOP_WITHIN_MS = 30_000;

/** Resolves with the first signal to stop. Later ones are ignored, because npm and the terminal both send Ctrl+C. */
const stopSignal = new Promise<NodeJS.Signals>((received) => {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, received);
});

async function main(started: Started): Promise<number> {
	const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
	const say = (line: string): void => {
		if (!started.isOver) print(line);
	};
	const playing = play(started, say);
	const first = await Promise.race([playing, stopSignal, deadline()]);
	if (typeof first === 'string') return stopped(first);

	const code = report(first);
	if (values.once) return code;
	invite(first.n8n);
	const last = await Promise.race([stopSignal, endOf(first.n8n)]);
	if (last === undefined) throw new Error(`n8n has ended. Its last lines:\n${logEnd(first.n8n)}`);
	stopped(last);
	return code;
}

function report({ n8n, problems }: Played): number {
	print('');
	if (problems.length === 0) {
		print('Every call came back as it should, and the recording plays.');
		return 0;
	}
	print('Something is missing:');
	problems.forEach((problem) => print(`- ${problem}`));
	print(`\nThe last lines of n8n's log:\n${logEnd(n8n)}`);
	return 1;
}

function invite({ baseUrl, owner }: N8nInstance): void {
	print(`
Have a look at the workflows in n8n's editor:
  Address   ${baseUrl}
  E-mail    ${owner.email}
  Password  ${owner.password}

Press Ctrl+C to end the demo.`);
}

/** Announces that the demo stops. Returns the exit code for the signal, as shells define it. */
function stopped(signal: NodeJS.Signals): number {
	print('\nStopping.');
	return 128 + constants.signals[signal];
}

async function deadline(): Promise<never> {
	await sleep(DEADLINE_MINUTES * 60_000, undefined, { ref: false });
	throw new Error(`The demo took longer than ${DEADLINE_MINUTES} minutes.`);
}

async function endOf(n8n: N8nInstance): Promise<undefined> {
	while (isAlive(n8n.pid)) await sleep(1000);
	return undefined;
}

const logEnd = (n8n: N8nInstance): string => lastLines(n8n.logText(), 20);

async function run(): Promise<void> {
	const started = new Started();
	let code = 1;
	try {
		code = await main(started);
	} catch (error) {
		print(`\nThe demo failed. ${error instanceof Error ? error.message : String(error)}`);
	}
	await Promise.race([started.stopAll(), sleep(STOP_WITHIN_MS)]);
	// Anything that is still starting dies with this process.
	process.exit(code);
}

// Hides Node.js's warning that its SQLite is experimental.
process.removeAllListeners('warning');
// A closed terminal or pipe must not keep the demo from stopping what it started.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
void run();
