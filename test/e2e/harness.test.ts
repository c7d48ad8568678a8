import { request } from 'undici';
import {
	type N8nInstance,
	type WorkflowJson,
	errorOf,
	itemsOf,
	startN8n,
} from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { chain, manualTrigger, node, webhook } from '../support/workflows';

/** A workflow of n8n's own nodes only: a trigger and a Code node. */
const workflow = (name: string, trigger: WorkflowJson['nodes'][number], code: string) =>
	chain(name, [trigger, node('Work', 'n8n-nodes-base.code', { jsCode: code }, { typeVersion: 2 })]);

const MANUAL = manualTrigger();
const WEBHOOK_ID = '6b2c2d5e-0001-4000-8000-000000000003';
const WEBHOOK = { ...webhook(':number'), webhookId: WEBHOOK_ID };

describe('the harness', () => {
	let n8n: N8nInstance;

	beforeAll(async () => {
		n8n = await startN8n({ tarball: await packTarball() });
	});

	afterAll(async () => {
		await n8n?.stop();
	});

	it('runs a workflow by hand and reads what its nodes put out', async () => {
		const id = await n8n.createWorkflow(
			workflow('By hand', MANUAL, 'return [{ json: { n: 1 } }, { json: { n: 2 } }]'),
		);

		const execution = await n8n.runWorkflow(id);

		expect(errorOf(execution)).toBeUndefined();
		expect(itemsOf(execution, 'Work').map((item) => item.json)).toEqual([{ n: 1 }, { n: 2 }]);
		expect(() => itemsOf(execution, 'Wrok')).toThrow('no node "Wrok", only Start, Work');
	});

	it('tells the error a workflow ended with', async () => {
		const id = await n8n.createWorkflow(
			workflow('Broken', MANUAL, 'throw new Error("no such luck")'),
		);

		const execution = await n8n.runWorkflow(id);

		expect(execution.status).toBe('error');
		expect(errorOf(execution)?.message).toContain('no such luck');
	});

	it('reads a file a node put out', async () => {
		const code = `return [{ json: {}, binary: { data:
			await this.helpers.prepareBinaryData(Buffer.from('contents'), 'file.txt') } }]`;
		const id = await n8n.createWorkflow(workflow('File', MANUAL, code));

		const [item] = itemsOf(await n8n.runWorkflow(id), 'Work');

		expect((await n8n.binary(item!.binary!.data!)).toString()).toBe('contents');
	});

	it('publishes a workflow, finds the executions it starts, and keeps them over a crash', async () => {
		const id = await n8n.createWorkflow(
			workflow('By call', WEBHOOK, 'return [{ json: $json.params }]'),
		);
		await n8n.activate(id);

		const url = n8n.webhookUrl(WEBHOOK_ID, '42');
		expect((await request(url, { method: 'POST' })).statusCode).toBe(200);
		const [first] = await n8n.waitForExecutions(id, 1);
		const execution = await n8n.execution(first?.id ?? '');
		expect(itemsOf(execution, 'Work').map((item) => item.json)).toEqual([{ number: '42' }]);

		await n8n.kill();
		await n8n.restart();

		expect((await request(url, { method: 'POST' })).statusCode).toBe(200);
		await n8n.waitForExecutions(id, 2);
		const count =
			'SELECT count(*) AS n FROM execution_entity WHERE "workflowId" = ? AND status = ?';
		expect(n8n.database(count, id, 'success')).toEqual([{ n: 2 }]);

		await n8n.deactivate(id);
		expect((await request(url, { method: 'POST' })).statusCode).toBe(404);
	});

	it('leaves no process behind', async () => {
		const { pid } = n8n;

		await n8n.stop();

		expect(() => process.kill(-pid, 0)).toThrow('ESRCH');
	});
});
