/**
 * `npm run soak -- --minutes N`: runs a real n8n under mixed load, with a faulty provider. Exits with 0 only if no call
 * was lost or doubled, every callback has one execution, and n8n's memory stayed flat.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { eventIdOf } from '../../../nodes/YunhuVoice/events/eventId';
import { addAccount } from '../../support/account';
import { startN8n } from '../../support/harness/n8n';
import { packTarball } from '../../support/harness/pack';
import { print } from '../../support/print';
import { Random } from '../../support/random';
import { startSimulator } from '../../support/simulator';
import { runAndStop, type Started } from '../../support/started';
import { triggerWorkflow } from '../../support/workflows';
import { Executions } from './executions';
import { watchMemory } from './memory';
import { startRelay } from './relay';
import { linesOf, problemsOf } from './report';
import { newTally, Round } from './round';
import { jobWorkflow, JOBS } from './workflows';

/** Makes the same choices each time; only their timing differs. */
const SEED = 20_260_102;
/** A call of 30 simulated seconds takes less than a second. */
const TIME_SCALE = 0.02;
const TOKEN_LIFE_SECONDS = 60;
const CALLBACK_RETRIES = 4;
/** Longer than n8n takes on a busy machine: retries of a callback in progress would only slow it down. */
const CALLBACK_TIMEOUT_MS = 60_000;
const SHOWN_PROBLEMS = 20;

function minutesOf(args: string[]): number {
	const { values } = parseArgs({ args, options: { minutes: { type: 'string', default: '20' } } });
	const minutes = Number(values.minutes);
	if (!(minutes >= 1)) throw new Error('--minutes must be a number, 1 or more');
	return minutes;
}

/** @returns the exit code */
async function soak(minutes: number, started: Started): Promise<number> {
	const secret = randomBytes(16).toString('hex');
	const provider = await startSimulator({
		timeScale: TIME_SCALE,
		tokenLifeSeconds: TOKEN_LIFE_SECONDS,
		callbackRetries: CALLBACK_RETRIES,
		callbackTimeoutMs: CALLBACK_TIMEOUT_MS,
		callbackHeaders: { 'x-callback-secret': secret },
	});
	started.add(provider.close);
	const n8n = await startN8n({ tarball: await packTarball() });
	started.add(async () => await n8n.stop());

	const credentialId = await addAccount(n8n, provider, { callbackSecret: secret });
	const webhookId = randomUUID();
	const triggerId = await n8n.createWorkflow(triggerWorkflow(credentialId, webhookId));
	await n8n.activate(triggerId);
	for (const job of JOBS) {
		await n8n.activate(await n8n.createWorkflow(jobWorkflow(job, credentialId)));
	}
	const relay = await startRelay(n8n.webhookUrl(webhookId), new Random(SEED));
	started.add(relay.close);
	provider.options.callbackUrls = { extensionStatus: relay.url, callRecord: relay.url };

	print(`n8n is under load for ${minutes} minutes.`);
	const memory = watchMemory(n8n.pid);
	started.add(memory.stop);
	const tally = newTally();
	const executions = new Executions(n8n, triggerId);
	const random = new Random(SEED);
	const countExecutions = async () =>
		await executions.count(new Set(provider.callbacks.map(({ body }) => eventIdOf(body))));
	const begin = Date.now();
	let goesOn = true;
	while (goesOn && Date.now() < begin + minutes * 60_000) {
		await new Round(`${n8n.baseUrl}/webhook/`, provider, random, tally).play();
		goesOn = await countExecutions();
	}
	// Catches a late execution, which would be one too many.
	await sleep(2000);
	if (goesOn) await countExecutions();
	await memory.stop();
	const elapsedMs = Date.now() - begin;

	const evidence = { tally, provider, relay, executions, memory: memory.series, elapsedMs };
	linesOf(evidence).forEach(print);
	const problems = problemsOf(evidence);
	print(problems.length === 0 ? 'All is well.' : `Problems: ${problems.length}`);
	problems.slice(0, SHOWN_PROBLEMS).forEach((problem) => print(`- ${problem}`));
	return problems.length === 0 ? 0 : 1;
}

// Hides Node.js's warning that its SQLite is experimental.
process.removeAllListeners('warning');
void runAndStop(
	'The soak',
	async (started) => await soak(minutesOf(process.argv.slice(2)), started),
);
