/**
 * `npm run soak -- --minutes N`: runs a real n8n under mixed load, with a faulty provider and two restarts. Exits with 0 only if no
 * call was lost or doubled, every callback has its execution, every call record was given, and n8n’s memory stayed flat.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Stage } from '../../support/examples/stage';
import { print } from '../../support/print';
import { Random } from '../../support/random';
import { runAndStop, type Started } from '../../support/started';
import { triggerWorkflow } from '../../support/workflows';
import { Executions } from './executions';
import { SoakLines } from './lines';
import { watchMemory } from './memory';
import { Records } from './records';
import { type Relay, startRelay } from './relay';
import { type Evidence, linesOf, problemsOf } from './report';
import { ALLOWED, newTally, Round } from './round';
import { jobWorkflow, JOBS } from './workflows';

/** Makes the same choices each time; only their timing differs. */
const SEED = 20_260_102;
const PROVIDER = {
	/** A call of 30 simulated seconds takes less than a second. */
	timeScale: 0.02,
	tokenLifeSeconds: 60,
	callbackRetries: 4,
	/** Longer than n8n takes on a busy machine: retries of a callback in progress would only slow it down. */
	callbackTimeoutMs: 60_000,
};
/** All that the provider sends. */
const EVENTS = ['callRecord', 'campaignStatus', 'extensionStatus'];
/** The last one is a crash. The first comes after this part of the time, the second after twice that. */
const RESTARTS = 2;
const RESTART_AT = 0.1;
const SHOWN_PROBLEMS = 20;

function minutesOf(args: string[]): number {
	const { values } = parseArgs({ args, options: { minutes: { type: 'string', default: '30' } } });
	const minutes = Number(values.minutes);
	if (!(minutes >= 1)) throw new Error('--minutes must be a number, 1 or more');
	return minutes;
}

interface Load {
	stage: Stage;
	relay: Relay;
	executions: Executions;
	records: Records;
}

/**
 * Restarts n8n, while the relay holds back callbacks: an execution that is to be counted must not be cut off.
 *
 * @param isCrash whether n8n is killed
 */
async function restart(
	{ stage, relay, executions, records }: Load,
	isCrash: boolean,
): Promise<void> {
	const { n8n } = stage;
	await relay.pause();
	await executions.count(relay.passedOn);
	if (isCrash) await n8n.kill();
	records.noteRestart();
	await n8n.restart();
	records.noteRestart();
	relay.goOn();
}

/** @returns the exit code */
async function soak(minutes: number, started: Started): Promise<number> {
	const stage = await Stage.start();
	started.add(async () => await stage.stop());
	const { provider, n8n } = stage;
	Object.assign(provider.options, PROVIDER);
	await stage.limitCalls({ allowedDestinations: ALLOWED });
	const { credentialId } = stage;

	const webhookId = randomUUID();
	const triggerId = await n8n.createWorkflow(
		triggerWorkflow(credentialId, webhookId, { events: EVENTS }),
	);
	await n8n.activate(triggerId);
	for (const job of JOBS) {
		await n8n.activate(await n8n.createWorkflow(jobWorkflow(job, credentialId)));
	}
	const records = await Records.start(n8n, provider, credentialId);
	const lines = await SoakLines.start(stage, minutes);
	const hub = provider.options.callbackUrls.callRecord!;
	const relay = await startRelay([stage.callbackUrl(webhookId), hub], new Random(SEED));
	started.add(relay.close);
	const { url } = relay;
	provider.options.callbackUrls = { extensionStatus: url, callRecord: url, campaignStatus: url };

	print(`n8n is under load for ${minutes} minutes.`);
	const tally = newTally();
	const executions = new Executions(n8n, triggerId);
	const load = { stage, relay, executions, records };
	const random = new Random(SEED);
	let memory: ReturnType<typeof watchMemory> | undefined;
	const begin = Date.now();
	let goesOn = true;
	let restarts = 0;
	while (goesOn && Date.now() < begin + minutes * 60_000) {
		await new Round(`${n8n.baseUrl}/webhook/`, provider, random, tally).play();
		goesOn = await executions.count(relay.passedOn);
		const isDue = Date.now() > begin + (restarts + 1) * RESTART_AT * minutes * 60_000;
		if (restarts < RESTARTS && isDue) await restart(load, ++restarts === RESTARTS);
		// Another restart would hide that memory grows.
		else if (restarts === RESTARTS && !memory) started.add((memory = watchMemory(n8n.pid)).stop);
	}
	await lines.untilDone();
	await provider.settled();
	await records.untilSeen();
	// Catches a late execution, which would be one too many.
	await sleep(2000);
	if (goesOn) await executions.count(relay.passedOn);
	await memory?.stop();
	const elapsedMs = Date.now() - begin;

	const evidence: Evidence = {
		...{ tally, provider, relay, executions, records, lines, elapsedMs },
		...{ memory: memory?.series ?? [], restarts },
	};
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
