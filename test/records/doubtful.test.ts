import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { times } from '../support/lists';
import { loseAnswers } from '../support/lostAnswers';
import { print } from '../support/print';
import { type Simulator, startSimulator } from '../support/simulator';
import { tally } from '../support/statistics';
import { chain, keep, manualTrigger, node, PLAY_VOICE, yunhu } from '../support/workflows';

const CALLS = 5_000;
const LOST = 500;
const TIMEOUT_MS = 800_000;

/** The shortest time after which Check If Placed answers false. */
const SETTLE_MINUTES = 1;
const TIME_SCALE = 0.001;
/** Records come late. Simulated seconds: in reality half a minute. */
const BILL_DELAY = 30 / TIME_SCALE;

let provider: Simulator;
let n8n: N8nInstance;

beforeAll(async () => {
	provider = await startSimulator({ timeScale: TIME_SCALE, billDelaySeconds: BILL_DELAY });
	n8n = await startN8n({ tarball: await packTarball() });
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

/** Makes the numbers in n8n, so that they are not part of the workflow. */
const MAKE_NUMBERS = `return Array.from({ length: ${CALLS} }, (_, n) => ({ json: { number: String(13300000000 + n) } }));`;

it(`of ${CALLS} calls, ${LOST} lose their answer: after Check If Placed every number is dialled exactly once`, async () => {
	const credentialId = await addAccount(n8n, provider);
	const call = (name: string, destinationNumber: string) =>
		yunhu(
			credentialId,
			{ ...PLAY_VOICE, destinationNumber, options: { concurrency: 50 } },
			{ id: name, name, onError: 'continueRegularOutput' },
		);
	const check = (name: string) =>
		yunhu(
			credentialId,
			{
				resource: 'call',
				operation: 'checkIfPlaced',
				destinationNumber: "={{ $('Doubtful').item.json.destinationNumber }}",
				placedAfter: "={{ $('Doubtful').item.json.requestedAt }}",
				settleMinutes: SETTLE_MINUTES,
			},
			{ id: name, name },
		);
	const workflowId = await n8n.createWorkflow(
		chain('Doubtful calls', [
			manualTrigger(),
			node('Items', 'n8n-nodes-base.code', { jsCode: MAKE_NUMBERS }, { typeVersion: 2 }),
			call('Call', '={{ $json.number }}'),
			keep('Doubtful', '={{ $json.mayHaveBeenPlaced === true }}'),
			check('Check at Once'),
			node(
				'Wait',
				'n8n-nodes-base.wait',
				{ amount: 60 * SETTLE_MINUTES + 2, unit: 'seconds' },
				{ typeVersion: 1.1 },
			),
			check('Check'),
			keep('Not Placed', '={{ $json.placed === false }}'),
			call('Call Again', "={{ $('Doubtful').item.json.destinationNumber }}"),
		]),
	);
	const notDialled = loseAnswers(provider, CALLS, LOST);
	const id = await n8n.startWorkflow(workflowId);
	const [ended] = await n8n.waitForExecutions(workflowId, 1, { timeoutMs: TIMEOUT_MS });
	expect(ended).toMatchObject({ id, status: 'success' });
	const execution = n8n.storedExecution(id);

	const answers = (name: string) =>
		tally(itemsOf(execution, name).map(({ json }) => String(json.placed)));
	const dialled = provider.dials.map(({ destinationNumber }) => destinationNumber);
	print(
		`${CALLS} calls, ${LOST} answers lost, ${notDialled} of them before dialling; at once ${JSON.stringify(answers('Check at Once'))}, later ${JSON.stringify(answers('Check'))}; dialled ${dialled.length}, ${new Set(dialled).size} different numbers; GetBill requests ${provider.count('GetBill')}`,
	);
	const sent = new Set(provider.dials.map(({ customuuid }) => customuuid));
	const wrong = [...itemsOf(execution, 'Check at Once'), ...itemsOf(execution, 'Check')].filter(
		({ json }) => json.placed === false && sent.has(String(json.customData)),
	);
	expect(wrong).toEqual([]);
	expect(answers('Check')).toEqual({ true: LOST - notDialled, false: notDialled });
	expect(dialled.sort()).toEqual(times(CALLS, (n) => String(13_300_000_000 + n)));
});
