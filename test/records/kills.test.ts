import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addAccount } from '../support/account';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { until } from '../support/harness/wait';
import { times } from '../support/lists';
import { print } from '../support/print';
import { Random } from '../support/random';
import { batchesOf, MODES, polls, startsOf } from '../support/recordTrigger';
import { type Simulator, startSimulator } from '../support/simulator';
import { tally } from '../support/statistics';
import { callbacks, chain, recordsWorkflow, upsert, withRecords } from '../support/workflows';

const CALLS = 2_000;
const A_BURST = 100;
const BETWEEN_CALLS_MS = 100;
const SETTINGS = { options: { longestCallMinutes: 5 } };

const random = new Random(20_260_104);

/** Waits for a moment to kill n8n. Returns what is to be done once it is dead. */
type Moment = (provider: Simulator) => Promise<(() => void) | undefined>;

const requestFor = async (provider: Simulator) => {
	const before = provider.count('GetBill');
	await until(
		async () => provider.count('GetBill') > before || undefined,
		60_000,
		() => new Error('n8n does not poll'),
	);
};

const duringPoll: Moment = async (provider) => {
	let answer: () => void;
	const answered = new Promise<void>((done) => (answer = done));
	provider.answerNext({ service: 'GetBill', times: 2, fault: { until: answered } });
	await requestFor(provider);
	return () => answer();
};

const afterPoll: Moment = async (provider) => {
	await requestFor(provider);
	await sleep(random.between(0, 80));
	return undefined;
};

const duringBurst: Moment = async (provider) => {
	times(A_BURST, () => placeOne(provider));
	await sleep(random.between(500, 3_000));
	return undefined;
};

const MOMENTS: Moment[] = [duringPoll, afterPoll, duringBurst, afterPoll, afterPoll];

const placeOne = (provider: Simulator): void => {
	const number = provider.dials.length;
	if (number === CALLS) return;
	provider.placeCall({
		destnumber: `1330000${String(number).padStart(4, '0')}`,
		customuuid: `order ${number}`,
	});
};

const repeated = (ids: string[]): string[] =>
	Object.entries(tally(ids)).flatMap(([id, count]) => (count > 1 ? id : []));

it.each(MODES)(
	'$name: n8n killed five times in 2,000 calls, a fifth of the callbacks lost: no record is missing',
	async ({ name, env, repeats }) => {
		const callbackSecret = randomUUID();
		const provider = await startSimulator({ timeScale: 0.05, callbacksLost: 0.2 });
		const n8n: N8nInstance = await startN8n({ tarball: await packTarball(), env });
		try {
			const credentialId = await addAccount(n8n, provider, { callbackSecret });
			const polled = await n8n.createWorkflow(recordsWorkflow(credentialId, SETTINGS));
			const table = await n8n.createDataTable('Call records', ['recordId', 'customData']);
			const webhookId = randomUUID();
			const row = {
				recordId: '={{ $json.recordId }}',
				customData: '={{ $json.customData }}',
			};
			const both = await n8n.createWorkflow(
				withRecords(
					chain('Both triggers', [
						callbacks(credentialId, webhookId),
						upsert(table, 'recordId', row),
					]),
					credentialId,
					SETTINGS,
				),
			);
			await n8n.activate(polled);
			await n8n.activate(both);
			provider.options.callbackUrls = {
				callRecord: `${n8n.webhookUrl(webhookId)}?secret=${callbackSecret}`,
			};
			// Where n8n commits its position, it does not do so when it publishes.
			await polls(provider, 4);

			const calling = setInterval(() => placeOne(provider), BETWEEN_CALLS_MS);
			const mayRepeat: string[] = [];
			for (const moment of MOMENTS) {
				await sleep(random.between(8_000, 20_000));
				const after = await moment(provider);
				await n8n.kill();
				mayRepeat.push(...(batchesOf(n8n, polled).at(-1) ?? []));
				after?.();
				await n8n.restart();
			}
			await until(
				async () => provider.dials.length === CALLS || undefined,
				600_000,
				() => new Error(`${provider.dials.length} calls`),
			);
			clearInterval(calling);
			await provider.settled();
			await polls(provider, 6);
			await until(
				async () =>
					n8n.database("SELECT id FROM execution_entity WHERE status IN ('new', 'running')")
						.length === 0 || undefined,
				120_000,
				() => new Error('Executions do not end'),
			);

			const all = provider.bills.map(({ id }) => String(id)).sort();
			const given = batchesOf(n8n, polled).flat();
			const rows = n8n
				.database(`SELECT recordId FROM "data_table_user_${table}"`)
				.map(({ recordId }) => String(recordId));
			const lost = all.filter((id) => !rows.includes(id));
			const starts = startsOf(n8n, both);
			print(
				`${name}: ${all.length} calls, ${provider.callbacks.filter(({ error }) => !error).length} callbacks taken; by record trigger ${new Set(given).size} records in ${batchesOf(n8n, polled).length} batches, ${repeated(given).length} of them more than once (${mayRepeat.length} may); in the table ${new Set(rows).size}, twice ${repeated(rows).length}`,
			);
			print(
				`executions ${JSON.stringify(tally(startsOf(n8n, polled).map(({ status }) => status)))} and ${JSON.stringify(tally(starts.map(({ status, trigger }) => `${trigger} ${status}`)))}; not in the table ${lost.join(' ')}, of these in executions that did not run ${lost.filter((id) => starts.some(({ status, items }) => status !== 'success' && items.some((item) => item.recordId === id))).length}`,
			);
			expect([...new Set(given)].sort()).toEqual(all);
			expect(repeated(given).filter((id) => !mayRepeat.includes(id))).toEqual([]);
			if (repeats === 0) expect(repeated(given)).toEqual([]);
			expect(rows.sort()).toEqual(all);
		} finally {
			await n8n.stop();
			await provider.close();
		}
	},
);
