import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { type Simulator, startSimulator } from '../support/simulator';
import { triggerWorkflow } from '../support/workflows';

const callbackSecret = randomUUID();
const STATUS = JSON.stringify({ uuid: 'ca11', status: 'ring', isbleg: 'true' });
const RECORD = JSON.stringify({ id: 1, hangupcause: 10001, hangupdirection: 10040, billsec: 0 });

let provider: Simulator;
let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	provider = await startSimulator();
	// As behind one reverse proxy: n8n reads the sender's address from x-forwarded-for.
	n8n = await startN8n({ tarball: await packTarball(), env: { N8N_PROXY_HOPS: '1' } });
	credentialId = await addAccount(n8n, provider, { callbackSecret });
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

/** Imports and publishes a trigger workflow. */
async function publish(parameters = {}): Promise<{ id: string; url: string }> {
	const webhookId = randomUUID();
	const id = await n8n.createWorkflow(triggerWorkflow(credentialId, webhookId, parameters));
	await n8n.activate(id);
	return { id, url: n8n.webhookUrl(webhookId) };
}

async function post(url: string, body: string, contentType?: string, from?: string) {
	const response = await request(url, {
		method: 'POST',
		headers: {
			...(contentType && { 'content-type': contentType }),
			...(from && { 'x-forwarded-for': from }),
		},
		body,
	});
	return {
		status: response.statusCode,
		text: await response.body.text(),
		contentType: String(response.headers['content-type']),
	};
}

it('takes every callback of a call, one execution each, and answers 1', async () => {
	const { id, url } = await publish();
	const address = `${url}?secret=${callbackSecret}`;
	provider.options.callbackUrls = { extensionStatus: address, callRecord: address };
	provider.placeCall({ destnumber: '13300000001', customuuid: 'order 7', userid: '1@extGroup-1' });
	await provider.settled();

	expect(provider.callbacks.map(({ status, answer }) => `${status} ${answer}`)).toEqual(
		Array(7).fill('200 1'),
	);
	const executions = await n8n.waitForExecutions(id, 7);
	expect(executions.map(({ status }) => status)).toEqual(Array(7).fill('success'));
	const items = await Promise.all(
		executions.map(async (execution) => itemsOf(await n8n.execution(execution.id), 'After')),
	);
	expect(items.map((ofOne) => ofOne.length)).toEqual(Array(7).fill(1));
	const json = items.map(([item]) => item!.json);
	expect(
		json
			.filter(({ event }) => event === 'extensionStatus')
			.map(({ leg, status }) => `${leg} ${status}`),
	).toEqual([
		'customer ringing',
		'customer answered',
		'agent ringing',
		'agent answered',
		'customer hungUp',
		'agent hungUp',
	]);
	expect(json.at(-1)).toMatchObject({
		event: 'callRecord',
		customData: 'order 7',
		answered: true,
		pressedKey: '1',
		talkSeconds: 20,
		hangupCause: { code: 10001, name: 'Hang Up Normally' },
		recording: { fileName: expect.stringMatching(/\.wav$/) },
		startedAt: expect.stringMatching(/\+08:00$/),
	});
	expect(new Set(json.map(({ callId }) => callId)).size).toBe(1);
});

it('gives the original body when not simplified', async () => {
	const { id, url } = await publish({ simplify: false, authentication: 'none' });
	await post(url, RECORD, 'application/json');
	const [execution] = await n8n.waitForExecutions(id, 1);
	expect(itemsOf(await n8n.execution(execution!.id), 'After')).toMatchObject([
		{ json: JSON.parse(RECORD) },
	]);
});

it('takes JSON whatever the content type says, and refuses the rest with a status and no execution', async () => {
	const { id, url } = await publish({ authentication: 'none' });
	const accepted = [
		'application/json',
		'text/plain',
		'application/x-www-form-urlencoded',
		undefined,
	];
	for (const [index, contentType] of accepted.entries()) {
		const body = JSON.stringify({ ...JSON.parse(RECORD), id: index });
		expect(await post(url, body, contentType)).toEqual({
			status: 200,
			text: '1',
			contentType: 'text/plain; charset=utf-8',
		});
	}
	for (const [body, contentType, status] of [
		['', 'application/json', 400],
		['{"uuid":', 'application/json', 422],
		['{"uuid":', 'text/plain', 400],
		[`[${RECORD}]`, 'application/json', 400],
		['null', 'text/plain', 400],
		['{}', 'application/json', 400],
		['{"hello":"world"}', 'application/json', 400],
		['ring', undefined, 400],
	] as const) {
		expect(await post(url, body, contentType)).toMatchObject({ status });
	}
	const executions = await n8n.waitForExecutions(id, accepted.length);
	expect(executions).toHaveLength(accepted.length);
	const count = 'SELECT count(*) AS n FROM execution_entity WHERE "workflowId" = ?';
	expect(n8n.database(count, id)).toEqual([{ n: accepted.length }]);
});

it('sends each event to an output of its own, at the production and at the test address', async () => {
	const webhookId = randomUUID();
	const workflow = triggerWorkflow(credentialId, webhookId, {
		authentication: 'none',
		options: { separateOutputs: true, acknowledgement: '{"code":0}' },
	});
	const id = await n8n.createWorkflow(workflow);
	const outputs = async (executionId: string) => {
		const execution = await n8n.execution(executionId);
		return [0, 1].map((output) =>
			itemsOf(execution, 'Callbacks', output).map(({ json }) => json.event),
		);
	};
	const acknowledged = {
		status: 200,
		text: '{"code":0}',
		contentType: 'application/json; charset=utf-8',
	};

	for (const [index, body, expected] of [
		[1, RECORD, [[], ['callRecord']]],
		[2, RECORD, [[], ['callRecord']]],
		[3, STATUS, [['extensionStatus'], []]],
	] as const) {
		await n8n.listenForTestCall(id, 'Callbacks');
		expect(await post(n8n.testWebhookUrl(webhookId), body)).toEqual(acknowledged);
		const executions = await n8n.waitForExecutions(id, index);
		expect(await outputs(executions.at(-1)!.id)).toEqual(expected);
	}

	await n8n.activate(id);
	expect(await post(n8n.webhookUrl(webhookId), STATUS)).toEqual(acknowledged);
	const executions = await n8n.waitForExecutions(id, 4);
	expect(await outputs(executions.at(-1)!.id)).toEqual([['extensionStatus'], []]);
});

it('refuses an address that is not allowed with 403, and a list that is none when it is published', async () => {
	const { id, url } = await publish({
		authentication: 'none',
		options: { allowedIps: '203.0.113.0/24, 2001:db8::1' },
	});
	expect(await post(url, RECORD)).toMatchObject({ status: 403 });
	expect(await post(url, RECORD, undefined, '203.0.114.1')).toMatchObject({ status: 403 });
	expect(await n8n.executions({ workflowId: id })).toEqual([]);
	expect(await post(url, RECORD, undefined, '203.0.113.9')).toMatchObject({ status: 200 });
	const local = await publish({ authentication: 'none', options: { allowedIps: '127.0.0.0/8' } });
	expect(await post(local.url, RECORD)).toMatchObject({ status: 200 });
	await expect(
		publish({ authentication: 'none', options: { allowedIps: '127.0.0.1, 10.0.0.0/33' } }),
	).rejects.toThrow('Allowed IP Addresses contains “10.0.0.0/33”, which is not a valid address');
});

it('refuses a callback without the secret with 401 and starts nothing', async () => {
	const { id, url } = await publish();
	expect(await post(url, RECORD, 'application/json')).toMatchObject({ status: 401 });
	expect(await post(`${url}?secret=wrong`, RECORD, 'application/json')).toMatchObject({
		status: 401,
	});
	expect(await n8n.executions({ workflowId: id })).toEqual([]);
});

it('is open without a secret only where Authentication is none, whatever an expression makes of it', async () => {
	const { url } = await publish({ authentication: '={{ null }}' });
	expect(await post(url, RECORD)).toMatchObject({ status: 401 });
	expect(await post(`${url}?secret=${callbackSecret}`, RECORD)).toMatchObject({ status: 200 });
});

it('cannot be published while it wants a secret that the credential does not have', async () => {
	const bare = await n8n.createCredential('Bare', 'yunhuVoiceApi', {
		apiUrl: provider.url,
		appId: provider.appId,
		accessKey: provider.accessKey,
	});
	const id = await n8n.createWorkflow(triggerWorkflow(bare, randomUUID()));
	await expect(n8n.activate(id)).rejects.toThrow(
		/The credential has no Callback Secret\. Open the credential, .*publish the workflow again/,
	);
});

it('refuses a multipart form whose content type n8n does not recognise with 400, not with a failed execution', async () => {
	const { id, url } = await publish({ authentication: 'none' });
	const body = '--x\r\ncontent-disposition: form-data; name="uuid"\r\n\r\n1\r\n--x--\r\n';
	const contentType = 'multipart/form-data ; boundary=x';
	expect(await post(url, body, contentType)).toMatchObject({ status: 400 });
	expect(await n8n.executions({ workflowId: id })).toEqual([]);
});

it('with Remember Across Restarts knows after a restart every callback it took before', async () => {
	const { id, url } = await publish({
		authentication: 'none',
		options: { rememberAcrossRestarts: true },
	});
	const body = (n: number) => JSON.stringify({ ...JSON.parse(RECORD), id: `restart-${n}` });
	for (const n of [1, 2, 3]) {
		// Longer than the minimum time between two snapshots in the database.
		if (n > 1) await new Promise((done) => setTimeout(done, 1_200));
		await post(url, body(n), 'application/json');
	}
	await n8n.waitForExecutions(id, 3);
	const [workflow] = n8n.database('SELECT "staticData" FROM workflow_entity WHERE id = ?', id);
	const { 'node:Callbacks': stored } = JSON.parse(String(workflow!.staticData)) as Record<
		string,
		{ seen: string }
	>;
	expect(stored?.seen.split(',')).toHaveLength(3);
	await n8n.restart();
	for (const n of [1, 2, 3]) {
		expect(await post(url, body(n), 'application/json')).toMatchObject({ status: 200, text: '1' });
	}
	await post(url, body(4), 'application/json');
	expect(await n8n.waitForExecutions(id, 4)).toHaveLength(4);
});
