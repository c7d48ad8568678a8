import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { request } from 'undici';
import {
	makeReference,
	readReference,
	withReference,
} from '../../nodes/YunhuVoice/waiting/reference';
import { addAccount } from '../support/account';
import { errorOf, itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { type Simulator, startSimulator } from '../support/simulator';
import { hubWorkflow, loopWorkflow, waitingWorkflow } from '../support/workflows';

const callbackSecret: string = randomUUID();

const WAIT = {
	resource: 'call',
	operation: 'playVoice',
	destinationNumber: '={{ $json.number }}',
	voiceFile: 'https://example.com/welcome.mp3',
	transferRoute: '1@extGroup-1',
	waitForResult: true,
	options: { customData: '={{ $json.order }}' },
};

let provider: Simulator;
let n8n: N8nInstance;
let credentialId: string;
let hubId: string;
let hubUrl: string;

beforeAll(async () => {
	provider = await startSimulator({ timeScale: 0.05 });
	n8n = await startN8n({ tarball: await packTarball() });
	credentialId = await addAccount(n8n, provider, { callbackSecret });
	const webhookId = randomUUID();
	hubId = await n8n.createWorkflow(
		hubWorkflow(credentialId, webhookId, { options: { timeoutSeconds: 20 } }),
	);
	await n8n.activate(hubId);
	hubUrl = `${n8n.webhookUrl(webhookId)}?secret=${callbackSecret}`;
});

beforeEach(() => {
	provider.options.customDataLength = Infinity;
	provider.options.callbackUrls = { extensionStatus: hubUrl, callRecord: hubUrl };
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

const start = async (item: IDataObject, parameters: IDataObject = {}): Promise<string> =>
	await n8n.startWorkflow(
		await n8n.createWorkflow(
			waitingWorkflow(credentialId, { ...WAIT, ...parameters } as never, [item]),
		),
	);

const resultOf = async (executionId: string): Promise<IDataObject | undefined> =>
	// n8n looks for expired waits once a minute.
	itemsOf(await n8n.waitForExecution(executionId, { timeoutMs: 150_000 }), 'After')[0]?.json;

/** Hub executions that `hubReplies` has covered. Each call returns only the replies since the last one. */
let seen = 0;
async function hubReplies(count: number): Promise<IDataObject[]> {
	const executions = (await n8n.waitForExecutions(hubId, seen + count)).slice(seen);
	seen += executions.length;
	const items = await Promise.all(
		executions.map(async ({ id }) => itemsOf(await n8n.execution(id), 'Resume')),
	);
	return items.flat().map(({ json }) => json);
}

it('goes on with the record of an answered, a busy and a never answered call, each its own', async () => {
	const calls = [
		{ number: '13300000001', order: 'order 1' },
		{ number: '13300000002', order: 'order 2' },
		{ number: '13300000003', order: 'order 3' },
	];
	const ids = await Promise.all(calls.map(async (call) => await start(call)));
	const results = await Promise.all(ids.map(resultOf));
	const outcomes = [
		{
			answered: true,
			pressedKey: '1',
			talkSeconds: 20,
			recording: { fileName: expect.stringMatching(/\.wav$/) },
		},
		{ answered: false, hangupCause: { code: 10006 } },
		{ answered: false, hangupCause: { code: 10005 } },
	];
	expect(results).toMatchObject(
		calls.map((of, n) => ({
			event: 'callRecord',
			destinationNumber: of.number,
			customData: of.order,
			of,
			...outcomes[n],
		})),
	);
	expect(provider.dials).toHaveLength(3);

	await provider.settled();
	const replies = await hubReplies(provider.callbacks.length);
	expect(
		replies
			.filter(({ resumed }) => resumed)
			.map(({ customData }) => customData)
			.sort(),
	).toEqual(['order 1', 'order 2', 'order 3']);
	expect(replies.find(({ event }) => event === 'extensionStatus')).toMatchObject({
		resumed: false,
		reason: 'Only a call record resumes a waiting workflow',
	});
});

/** A call in progress: the execution that waits for it, and the custom data that the provider received. */
interface Waiting {
	id: string;
	customuuid: string;
}

/** Starts a workflow and leaves it waiting. The provider sends no callbacks; `deliver` sends the records. */
async function startWaiting(item: IDataObject, parameters: IDataObject = {}): Promise<Waiting> {
	provider.options.callbackUrls = {};
	const id = await start(item, parameters);
	await n8n.waitForExecution(id, { status: ['waiting'] });
	return { id, customuuid: provider.dials.at(-1)!.customuuid };
}

let records = 0;

/** Sends a new call record to the hub. Returns the hub's reply. */
async function deliver(customuuid: string, changes: IDataObject = {}): Promise<IDataObject> {
	const known = (await n8n.executions({ workflowId: hubId })).length;
	const response = await request(hubUrl, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			id: ++records,
			hangupcause: 10001,
			hangupdirection: 10041,
			billsec: 7,
			customuuid,
			...changes,
		}),
	});
	expect(await response.body.text()).toBe('1');
	const execution = (await n8n.waitForExecutions(hubId, known + 1))[known]!;
	return itemsOf(await n8n.execution(execution.id), 'Resume')[0]!.json;
}

const statusOf = async (id: string): Promise<string> => (await n8n.execution(id)).status;

it('still goes on after n8n was stopped and started again while it waited', async () => {
	const { id, customuuid } = await startWaiting({ number: '13300000001', order: 'order 4' });
	await n8n.restart();
	expect(await deliver(customuuid)).toMatchObject({ resumed: true, customData: 'order 4' });
	expect(await resultOf(id)).toMatchObject({ talkSeconds: 7, customData: 'order 4' });
});

it('goes on with the input item when the wait limit is over; a record that comes later wakes nobody', async () => {
	const item = { number: '13300000001', order: 'order 5' };
	const { id, customuuid } = await startWaiting(item, { waitLimitMinutes: 0.02 });
	expect(await resultOf(id)).toEqual({ ...item, of: item });
	expect(await deliver(customuuid)).toMatchObject({
		resumed: false,
		reason: 'The workflow has already finished',
	});
});

it('is woken once, however often the record comes', async () => {
	const { id, customuuid } = await startWaiting({ number: '13300000001', order: 'order 6' });
	expect(await deliver(customuuid)).toMatchObject({ resumed: true });
	await n8n.waitForExecution(id);
	expect(await deliver(customuuid)).toMatchObject({ resumed: false });
	expect(itemsOf(await n8n.execution(id), 'After')).toHaveLength(1);
});

it('stays stopped when a person has stopped it while it waited', async () => {
	const { id, customuuid } = await startWaiting({ number: '13300000001', order: 'order 11' });
	await n8n.stopExecution(id);
	await n8n.waitForExecution(id);
	expect(await deliver(customuuid)).toMatchObject({
		resumed: false,
		reason: 'The workflow has already finished',
	});
	expect(await statusOf(id)).toBe('canceled');
});

it('is not woken by a reference that is cut off, changed, or of an execution that does not exist', async () => {
	const { id, customuuid } = await startWaiting({ number: '13300000001', order: 'order 7' });
	const unknown = makeReference(provider.accessKey, { executionId: '999999', resumeToken: '' })!;
	const reason =
		'The reference is incomplete, was changed, or comes from another access key: use the same credential in both workflows';
	expect(await deliver(customuuid.slice(0, -1))).toMatchObject({
		resumed: false,
		reason,
		customData: 'order 7',
	});
	const [, reference = ''] = customuuid.split('~w1.');
	expect(await deliver(`order 7~w1.1${reference}`)).toMatchObject({ resumed: false, reason });
	expect(await deliver(withReference('order 8', unknown))).toMatchObject({
		resumed: false,
		reason: 'No workflow is waiting for this call any longer',
	});
	expect(await statusOf(id)).toBe('waiting');
	expect(await deliver(customuuid)).toMatchObject({ resumed: true });
});

it('keeps the user’s text whole where the provider cuts custom data off', async () => {
	provider.options.customDataLength = 40;
	const { id, customuuid } = await startWaiting({ number: '13300000001', order: 'order 9' });
	expect(customuuid).toHaveLength(40);
	expect(await deliver(customuuid)).toMatchObject({ resumed: false, customData: 'order 9' });
	expect(await statusOf(id)).toBe('waiting');
});

it('does not take a record that was not sent by a holder of the access key', async () => {
	const { id, customuuid } = await startWaiting({ number: '13300000001', order: 'order 10' });
	const [, reference = ''] = customuuid.split('~w1.');
	const { executionId, resumeToken } = readReference(provider.accessKey, reference)!;
	expect(executionId).toBe(id);
	const signature = resumeToken && `?signature=${resumeToken}`;
	const record = '{"event":"callRecord"}';
	const forge = async (path: string, sent?: string) => {
		const { statusCode, body } = await request(`${n8n.baseUrl}/webhook-waiting/${id}${path}`, {
			method: 'POST',
			...(sent !== undefined && { headers: { 'content-type': 'application/json' }, body: sent }),
		});
		await body.dump();
		return statusCode;
	};
	for (const proof of ['x'.repeat(43), '外'.repeat(43), '', null]) {
		expect(await forge(`/call-record${signature}`, JSON.stringify({ record, proof }))).toBe(403);
	}
	for (const sent of ['{}', '[]', undefined]) {
		expect(await forge(`/call-record${signature}`, sent)).toBe(403);
	}
	// n8n itself may reject these, with another status.
	for (const sent of ['null', '"text"', '{']) {
		expect(await forge(`/call-record${signature}`, sent)).toBeGreaterThanOrEqual(400);
	}
	expect(await forge(signature, '{}')).toBe(404);
	expect(await statusOf(id)).toBe('waiting');
});

it('waits for one call after the other in a loop; a late record of the first wakes no other wait', async () => {
	provider.options.callbackUrls = {};
	const items = [
		{ number: '13300000001', order: 'first' },
		{ number: '13300000001', order: 'second' },
	];
	const id = await n8n.startWorkflow(
		await n8n.createWorkflow(loopWorkflow(credentialId, WAIT, items)),
	);
	await n8n.waitForExecution(id, { status: ['waiting'] });
	const first = provider.dials.at(-1)!;
	expect(await deliver(first.customuuid, { billsec: 1 })).toMatchObject({ resumed: true });
	await n8n.waitForExecution(id, { status: ['waiting'] });
	const second = provider.dials.at(-1)!;
	expect(second.customuuid).not.toBe(first.customuuid);
	expect(await deliver(first.customuuid, { billsec: 1 })).toMatchObject({
		resumed: false,
		reason: 'The workflow is waiting for another call',
	});
	expect(await deliver(second.customuuid, { billsec: 2 })).toMatchObject({ resumed: true });
	const execution = await n8n.waitForExecution(id);
	expect(itemsOf(execution, 'Loop').map(({ json }) => [json.customData, json.talkSeconds])).toEqual(
		[
			['first', 1],
			['second', 2],
		],
	);
});

it('refuses to wait for several items at once, names Loop Over Items, and calls nobody', async () => {
	const dials = provider.dials.length;
	const items = [{ number: '13300000001' }, { number: '13300000002' }];
	const execution = await n8n.runWorkflow(
		await n8n.createWorkflow(waitingWorkflow(credentialId, WAIT, items)),
	);
	expect(execution.status).toBe('error');
	expect(errorOf(execution)).toMatchObject({
		message: expect.stringContaining('Wait for Result takes one item at a time'),
		description: expect.stringContaining('Loop Over Items'),
	});
	expect(provider.dials).toHaveLength(dials);
});
