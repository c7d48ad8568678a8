import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { request } from 'undici';
import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { until } from '../support/harness/wait';
import { times } from '../support/lists';
import { batchesOf, MODES, polls } from '../support/recordTrigger';
import { type Simulator, startSimulator } from '../support/simulator';
import {
	hubWorkflow,
	PLAY_VOICE,
	recordsWorkflow,
	waitingWorkflow,
	withRecords,
} from '../support/workflows';

describe.each(MODES)('$name', ({ env, repeats }) => {
	let n8n: N8nInstance;
	const providers: Simulator[] = [];

	beforeAll(async () => {
		n8n = await startN8n({ tarball: await packTarball(), env });
	});

	afterAll(async () => {
		await n8n?.stop();
		await Promise.all(providers.map(async (provider) => await provider.close()));
	});

	/** Each test has a provider of its own, so that its requests can be counted. */
	async function account(more: IDataObject = {}) {
		const provider = await startSimulator({ timeScale: 0.05 });
		providers.push(provider);
		return { provider, credentialId: await addAccount(n8n, provider, more) };
	}

	const batches = (workflowId: string) => batchesOf(n8n, workflowId);

	/** Waits until a published workflow has been started so many times. */
	const untilBatches = async (workflowId: string, count: number) =>
		await until(
			async () => (batches(workflowId).length >= count ? batches(workflowId) : undefined),
			60_000,
			() => new Error(`${batches(workflowId).length} executions, not ${count}`),
		);

	it('gives nothing of what was there, each new record once, and after a crash what nobody knows to be stored', async () => {
		const { provider, credentialId } = await account();
		times(3, () => provider.addBill());
		const id = await n8n.createWorkflow(recordsWorkflow(credentialId));
		await n8n.activate(id);
		// Before n8n polls for the first time after publishing.
		provider.addBill({ id: 101 });
		await untilBatches(id, 1);
		provider.placeCall({ destnumber: '13300000001', customuuid: 'order 1' });
		await provider.settled();
		const { id: placed } = provider.bills.at(-1)!;
		await untilBatches(id, 2);
		await polls(provider, 2);
		expect(batches(id)).toEqual([['101'], [String(placed)]]);

		const stored = () => n8n.database('SELECT "staticData" FROM workflow_entity WHERE id = ?', id);
		const before = stored();
		const manual = await n8n.runWorkflow(id, { trigger: 'Records' });
		expect(itemsOf(manual, 'After').map(({ json }) => json)).toMatchObject([
			...[1, 2, 3].map((recordId) => ({ recordId: String(recordId) })),
			{ recordId: '101' },
			{ recordId: String(placed), customData: 'order 1', source: 'query' },
		]);
		expect(stored()).toEqual(before);

		provider.addBill({ id: 201 });
		await untilBatches(id, 3);
		// Before the next poll, which would store that the batch has come through where n8n commits each poll.
		await n8n.kill();
		await n8n.restart();
		await polls(provider, 2);
		const again = times(repeats, () => ['201']);
		expect(batches(id)).toEqual([['101'], [String(placed)], ['201'], ...again]);
		provider.addBill({ id: 301 });
		expect((await untilBatches(id, 4 + repeats)).at(-1)).toEqual(['301']);
	});

	it('a refusal makes one failed execution, not one each time; afterwards nothing is missing', async () => {
		const { provider, credentialId } = await account();
		const id = await n8n.createWorkflow(recordsWorkflow(credentialId));
		await n8n.activate(id);
		provider.options.unlicensed = ['Sip_Cdr'];
		await n8n.waitForExecutions(id, 1, { status: ['error'] });
		provider.addBill();
		await polls(provider, 2);
		expect(await n8n.executions({ workflowId: id })).toHaveLength(1);
		provider.options.unlicensed = [];
		await untilBatches(id, 1);
		expect(batches(id)).toEqual([['1']]);
	});

	it('cannot be published with a wrong access key, and says why', async () => {
		const { credentialId } = await account({ accessKey: 'wrong' });
		const id = await n8n.createWorkflow(recordsWorkflow(credentialId));
		await expect(n8n.activate(id)).rejects.toThrow(
			'The login failed: Operation Failed (code 1003): 授权失败, Authorization failed',
		);
	});

	it('wakes a workflow that waits for its call; whichever of callback and polled record comes second does no harm', async () => {
		const callbackSecret = randomUUID();
		const { provider, credentialId } = await account({ callbackSecret });
		const webhookId = randomUUID();
		const hub = await n8n.createWorkflow(
			withRecords(hubWorkflow(credentialId, webhookId), credentialId),
		);
		await n8n.activate(hub);
		const url = `${n8n.webhookUrl(webhookId)}?secret=${callbackSecret}`;
		const start = async (order: string) => {
			const parameters = { ...PLAY_VOICE, waitForResult: true, options: { customData: order } };
			const number = '13300000001';
			return await n8n.startWorkflow(
				await n8n.createWorkflow(waitingWorkflow(credentialId, parameters, [{ number }])),
			);
		};
		const replies = async (count: number) => {
			const executions = await n8n.waitForExecutions(hub, count);
			const items = await Promise.all(
				executions.map(async ({ id }) => itemsOf(await n8n.execution(id), 'Resume')),
			);
			return items.flat().map(({ json }) => json);
		};
		const endOf = async (id: string) =>
			itemsOf(await n8n.waitForExecution(id), 'After').map(({ json }) => json);

		const polled = await start('polled');
		expect(await endOf(polled)).toMatchObject([
			{ customData: 'polled', source: 'query', answered: true },
		]);
		const [dial] = provider.dials;
		await request(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				id: 1,
				hangupcause: 10001,
				billsec: 20,
				customuuid: dial!.customuuid,
			}),
		});
		expect(await replies(2)).toMatchObject([
			{ resumed: true, source: 'query' },
			{ resumed: false, source: 'callback' },
		]);

		provider.options.callbackUrls = { callRecord: url };
		// So that no poll finds the record before the callback has been sent.
		provider.options.billDelaySeconds = 100;
		const calledBack = await start('called back');
		expect(await endOf(calledBack)).toMatchObject([
			{ customData: 'called back', source: 'callback', pressedKey: '1' },
		]);
		expect((await replies(4)).slice(2)).toMatchObject([
			{ resumed: true, source: 'callback' },
			{ resumed: false, source: 'query' },
		]);
	});
});
