import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { addAccount } from '../../support/account';
import { parseCsv, tableOf } from '../../support/examples/csv';
import { loadExample } from '../../support/examples/examples';
import { EXPECTED, problemsOf } from '../../support/examples/expected';
import { type N8nInstance, errorOf, itemsOf, startN8n } from '../../support/harness/n8n';
import { freePort } from '../../support/harness/process';
import { startSimulator } from '../../support/simulator';
import type { Started } from '../../support/started';
import { type DemoFolder, takeFolder } from './folder';
import { startPreparation } from './preparation';
import { ASKED_FOR, CALLBACK, type Receiver, publishReceiver } from './receiver';

/** n8n's usual port. */
const USUAL_PORT = 5678;
/** A call of 30 seconds takes three. */
const TIME_SCALE = 0.1;
/** For n8n to process the results. It asks once a minute, and waits up to 60 seconds for a late recording. */
const RESULTS_WITHIN_MS = 180_000;

export interface Played {
	n8n: N8nInstance;
	/** One sentence for each unexpected result; empty if all is well. */
	problems: string[];
}

/** Shows the package's main job in a real n8n. Leaves n8n and the simulator running. */
export async function play(started: Started, say: (line: string) => void): Promise<Played> {
	const folder = await takeFolder();
	started.add(folder.release);
	const preparation = startPreparation(folder.tarball);
	started.add(preparation.stop);
	await preparation.done;

	const simulator = await startSimulator({ timeScale: TIME_SCALE });
	started.add(simulator.close);
	say('A stand-in for the provider is running. It calls nobody.');

	say('Starting n8n with the package installed.');
	const n8n = await startN8n({
		tarball: folder.tarball,
		userFolder: folder.n8n,
		port: await freePort(USUAL_PORT).catch(async () => await freePort()),
		env: { N8N_RESTRICT_FILE_ACCESS_TO: folder.calls },
	});
	started.add(async () => await n8n.stop());
	say(`n8n is running at ${n8n.baseUrl}`);

	const secret = randomBytes(16).toString('hex');
	const credentialId = await addAccount(n8n, simulator, { callbackSecret: secret });
	const credentials = { yunhuVoiceApi: credentialId };
	const receiver = await publishReceiver(n8n, credentials, folder.calls);
	const address = `${n8n.webhookUrl(receiver.webhookId)}?secret=${secret}`;
	for (const kind of receiver.takes) simulator.options.callbackUrls[kind] = address;
	simulator.options.callbacksLost = (customData) => customData === receiver.lost;
	say(`${receiver.says} The provider knows the address.`);

	const list = loadExample('call-a-list', { credentials });
	const listId = await n8n.createWorkflow(list);
	say(`Running the workflow "${list.name}".`);
	const problems = await placeCalls(n8n, listId);
	say(`${simulator.dials.length} calls are under way.`);
	await simulator.settled();

	const refusals = simulator.callbacks.flatMap(({ error }) => error ?? []);
	problems.push(...eachOnce(refusals, 'Callbacks that n8n did not take'));
	const taken = simulator.callbacks.length - refusals.length;
	say(`The calls are over. n8n took ${taken} callbacks.`);
	if (receiver.lost) {
		say(
			`Those of ${receiver.lost} got lost on purpose: n8n asks for its call record, once a minute.`,
		);
	}
	for (const { workflowId, count } of receiver.runs(taken)) {
		problems.push(...(await workedOff(n8n, workflowId, count)));
	}
	problems.push(...showResults(folder, receiver, say));
	return { n8n, problems };
}

/** Runs the list. Returns the problems. */
async function placeCalls(n8n: N8nInstance, workflowId: string): Promise<string[]> {
	const execution = await n8n.runWorkflow(workflowId);
	const error = errorOf(execution);
	if (error) return [`The calls could not be placed: ${error.message}`];
	return itemsOf(execution, 'Play Voice')
		.filter(({ json }) => json.accepted !== true)
		.map(({ json }) => `The call to ${json.destinationNumber} was refused: ${json.error}`);
}

/** Waits until the workflow has run `count` times. Returns the problems of the runs. */
async function workedOff(n8n: N8nInstance, workflowId: string, count: number): Promise<string[]> {
	try {
		const runs = await n8n.waitForExecutions(workflowId, count, { timeoutMs: RESULTS_WITHIN_MS });
		const failed = runs.filter(({ status }) => status !== 'success');
		const errors = failed.map(
			async ({ id, status }) => errorOf(await n8n.execution(id))?.message ?? status,
		);
		return eachOnce(await Promise.all(errors), 'Runs of the receiving workflows that failed');
	} catch {
		return ['n8n has not worked off every result.'];
	}
}

/** Returns one sentence for each distinct reason, with its count. */
function eachOnce(reasons: string[], what: string): string[] {
	return [...new Set(reasons)].map((reason) => {
		const count = reasons.filter((other) => other === reason).length;
		return `${what}: ${count} (${reason.replace(/\.$/, '')}).`;
	});
}

/** Prints what n8n wrote to disk. Returns the problems. */
function showResults(
	{ calls, csv }: DemoFolder,
	{ lost, cameBy }: Receiver,
	say: (line: string) => void,
): string[] {
	if (!existsSync(csv)) return [`n8n did not write ${csv}.`];
	const records = parseCsv(readFileSync(csv, 'utf8'));
	const onDisk = (name: string) => join(calls, basename(name));
	say('');
	const [columns = [], ...rows] = records;
	const recordings = rows.flatMap(([, , , , , name]) => (name ? [onDisk(name)] : []));
	const ways = rows.map(([, customData = '']) => cameBy(customData));
	tableOf([[...columns, 'came by'], ...rows.map((row, index) => [...row, ways[index]!])]).forEach(
		say,
	);
	say('');
	say(`The table:     ${csv}`);
	recordings.forEach((file) => say(`The recording: ${file}`));
	const wrongWays = rows.flatMap(([number, customData], index) => {
		const way = ways[index]!;
		const isRight = way === (customData === lost ? ASKED_FOR : CALLBACK);
		return isRight ? [] : [`The call to ${number} came by “${way}”.`];
	});
	const recordingOf = (name: string) =>
		existsSync(onDisk(name)) ? readFileSync(onDisk(name)) : undefined;
	return [...problemsOf(records, EXPECTED, recordingOf), ...wrongWays];
}
