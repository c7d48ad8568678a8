import { randomUUID } from 'node:crypto';
import { addAccount } from '../support/account';
import { send } from '../support/cluster/send';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { until } from '../support/harness/wait';
import { people } from '../support/lists';
import { print } from '../support/print';
import { polls } from '../support/recordTrigger';
import { type Simulator, startSimulator } from '../support/simulator';
import { outcomeOf } from '../support/simulator/outcomes';
import { tally } from '../support/statistics';
import {
	chain,
	hubWorkflow,
	noOp,
	PLAY_VOICE,
	splitOut,
	webhook,
	withRecords,
	yunhu,
} from '../support/workflows';

const WORKFLOWS = 300;
const TIMEOUT_MS = 600_000;
const TIME_SCALE = 0.5;

let provider: Simulator;
let n8n: N8nInstance;

beforeAll(async () => {
	provider = await startSimulator({ timeScale: TIME_SCALE, callbacksLost: 0.3 });
	n8n = await startN8n({ tarball: await packTarball() });
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

it(`${WORKFLOWS} workflows wait for their call, three in ten callbacks are lost: each goes on once, in time, with its own record`, async () => {
	const callbackSecret = randomUUID();
	const credentialId = await addAccount(n8n, provider, { callbackSecret });
	const webhookId = randomUUID();
	const hub = await n8n.createWorkflow(
		withRecords(
			hubWorkflow(credentialId, webhookId, { options: { timeoutSeconds: 60 } }),
			credentialId,
		),
	);
	const path = randomUUID();
	const waiting = await n8n.createWorkflow(
		chain('Waiting', [
			webhook(path),
			splitOut('body.people'),
			yunhu(credentialId, {
				...PLAY_VOICE,
				waitForResult: true,
				options: { customData: '={{ $json.number }}' },
			}),
			noOp(),
		]),
	);
	await n8n.activate(hub);
	await n8n.activate(waiting);
	provider.options.callbackUrls = {
		callRecord: `${n8n.webhookUrl(webhookId)}?secret=${callbackSecret}`,
	};

	const called = people(0, WORKFLOWS).map(({ number }) => number);
	await send(
		`${n8n.baseUrl}/webhook/${path}`,
		called.map((number) => ({ people: [{ number }] })),
		{ connections: 4 },
	);
	const ended = (workflowId: string) =>
		n8n.database(
			"SELECT id, status, stoppedAt FROM execution_entity WHERE workflowId = ? AND status NOT IN ('new', 'running', 'waiting')",
			workflowId,
		);
	await until(
		async () => ended(waiting).length === WORKFLOWS || undefined,
		TIMEOUT_MS,
		() => new Error(`${ended(waiting).length} workflows have ended`),
	);
	await provider.settled();
	await polls(provider, 2);

	const results = ended(waiting).map(({ id, status, stoppedAt }) => {
		const execution = n8n.storedExecution(String(id));
		return {
			status,
			stoppedAt: Date.parse(`${String(stoppedAt).replace(' ', 'T')}Z`),
			asked: itemsOf(execution, 'Items')[0]?.json.number,
			records: itemsOf(execution, 'After').map(({ json }) => json),
		};
	});
	const endOf = new Map(
		provider.dials.map(({ destinationNumber, at }) => {
			const { waitSeconds, talkSeconds } = outcomeOf(destinationNumber);
			return [destinationNumber, at.getTime() + 1000 * TIME_SCALE * (waitSeconds + talkSeconds)];
		}),
	);
	const early = results.filter(({ asked, stoppedAt }) => stoppedAt < endOf.get(String(asked))!);
	const replies = ended(hub).flatMap(({ id }) =>
		itemsOf(n8n.storedExecution(String(id)), 'Resume').map(({ json }) => json),
	);
	const woken = replies.filter(({ resumed }) => resumed);
	print(
		`${WORKFLOWS} waiting workflows, ${provider.callbacks.length} callbacks; woken by ${JSON.stringify(tally(woken.map(({ source }) => String(source))))}; not needed ${JSON.stringify(tally(replies.flatMap(({ resumed, reason }) => (resumed ? [] : String(reason)))))}; too early ${early.length}`,
	);
	expect(results.map(({ asked }) => String(asked)).sort()).toEqual(called);
	expect(results).toMatchObject(
		results.map(({ asked }) => ({
			status: 'success',
			records: [{ event: 'callRecord', customData: asked, destinationNumber: asked }],
		})),
	);
	expect(early).toEqual([]);
	// A hub that n8n answers too late does not know that it has woken a workflow.
	const wokenBy = tally(woken.map(({ customData }) => String(customData)));
	expect(Object.values(wokenBy).filter((count) => count > 1)).toEqual([]);
	expect(provider.dials.map(({ destinationNumber }) => destinationNumber).sort()).toEqual(called);
});
