import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import {
	makeReference,
	packDelivery,
	readReference,
	splitCustomData,
	withReference,
} from '../../nodes/YunhuVoice/waiting/reference';
import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
	type TestAccount,
} from '../support/contexts/account';
import { itemsOf, runAction } from '../support/contexts/n8n';
import { PolledTrigger } from '../support/contexts/recordTrigger';
import { deliverTo } from '../support/contexts/waiting';

afterEach(closeAccounts);

const WAIT = { ...PLAY_VOICE, waitForResult: true, waitLimitMinutes: 60 };

describe('Play Voice with Wait for Result', () => {
	it('sends the user’s text and the reference of the execution, and waits as long as was said', async () => {
		const { provider, run } = await openTestAccount();
		const before = Date.now();
		const result = await run({ ...WAIT, options: { customData: 'order 7' } });
		const { customData, waitReference } = splitCustomData(provider.dials[0]!.customuuid);
		expect(customData).toBe('order 7');
		expect(readReference(provider.accessKey, waitReference!)).toEqual({
			executionId: '1',
			resumeToken: expect.stringMatching(/^[\da-f]{64}$/),
		});
		expect(result.status).toBe('waiting');
		const limit = result.waitTill!.getTime() - 60 * 60_000;
		expect(limit).toBeGreaterThanOrEqual(before);
		expect(limit).toBeLessThanOrEqual(Date.now());
	});

	it('has a random text of its own where the user gives none', async () => {
		const { provider, run } = await openTestAccount();
		await run(WAIT);
		const { customData } = splitCustomData(provider.dials[0]!.customuuid);
		expect(customData).toMatch(/^[\da-f]{32}$/);
	});

	it('reads every parameter before it calls: one that cannot be read places no call', async () => {
		const { provider, run } = await openTestAccount();
		const simplify = "={{ $('Nowhere').item.json.raw }}";
		const result = await run({ ...PLAY_VOICE, simplify }, undefined, CONTINUE);
		expect(itemsOf(result)[0]?.json).toMatchObject({ level: 'input' });
		expect(provider.dials).toEqual([]);
	});

	it('does not wait for a call that was not placed', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'PlayVoice', fault: { code: 1019 } });
		const result = await run({ ...WAIT, options: { customData: 'order 7' } }, undefined, CONTINUE);
		expect(result.status).toBe('success');
		expect(result.waitTill).toBeUndefined();
		expect(itemsOf(result)[0]?.json).toMatchObject({ code: '1019', customData: 'order 7' });
	});

	it('names the user’s text alone where it is open whether the call was placed', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'PlayVoice', fault: { reset: 'after' } });
		const result = await run({ ...WAIT, options: { customData: 'order 7' } }, undefined, CONTINUE);
		expect(itemsOf(result)[0]?.json).toMatchObject({
			error: expect.stringContaining('(custom data order 7)'),
			customData: 'order 7',
		});
		expect(result.waitTill).toBeUndefined();
	});

	it('says that the call was placed where n8n cannot put the workflow to sleep', async () => {
		const { provider, credentials } = await openTestAccount();
		const [item] = itemsOf(
			await runAction(
				credentials,
				{ ...WAIT, options: { customData: 'order 7' } },
				[{ json: {} }],
				CONTINUE,
				undefined,
				{
					setExecutionStatus: () => {
						throw new Error('the store is gone');
					},
				},
			),
		);
		expect(provider.dials).toHaveLength(1);
		expect(item?.json).toEqual({
			error: expect.stringContaining('The call was placed, but'),
			code: 'WAIT_FAILED',
			level: 'transport',
			advice: expect.stringContaining('Do not call again'),
			mayHaveBeenPlaced: true,
			requestedAt: expect.stringMatching(/^20/),
			destinationNumber: '13300000001',
			customData: 'order 7',
		});
	});

	it.each([525_600, '={{ "60" }}'])('takes a limit of %s', async (waitLimitMinutes) => {
		const { run } = await openTestAccount();
		expect((await run({ ...WAIT, waitLimitMinutes })).status).toBe('waiting');
	});

	const LIMIT = 'Wait Limit (Minutes) is out of range or not a number';

	it.each<[string, IDataObject, Partial<INode>, string]>([
		['a limit of 0', { waitLimitMinutes: 0 }, {}, LIMIT],
		['a limit that is a switch', { waitLimitMinutes: '={{ true }}' }, {}, LIMIT],
		['a limit below 0', { waitLimitMinutes: -1 }, {}, LIMIT],
		['a limit of more than a year', { waitLimitMinutes: 525_601 }, {}, LIMIT],
		['a limit that is no number', { waitLimitMinutes: '={{ "soon" }}' }, {}, LIMIT],
		['no limit', { waitLimitMinutes: '={{ undefined }}' }, {}, LIMIT],
		[
			'use as a tool',
			{},
			{ type: 'n8n-nodes-yunhu-voice.yunhuVoiceTool' },
			'A tool cannot wait for the result of a call',
		],
		[
			'the reference of another call as custom data',
			{ options: { customData: 'order 7~w1.1.abc' } },
			{},
			'Custom Data contains the wait reference of another call',
		],
	])('refuses %s before anything is sent', async (_, changes, settings, error) => {
		const { provider, run } = await openTestAccount();
		const result = await run({ ...WAIT, ...changes }, undefined, { ...CONTINUE, ...settings });
		expect(itemsOf(result)[0]?.json).toMatchObject({
			error,
			level: 'input',
			advice: expect.stringMatching(/\.$/),
		});
		expect(result.waitTill).toBeUndefined();
		expect(provider.requests).toEqual([]);
	});

	it('refuses several items, names Loop Over Items, and sends nothing', async () => {
		const { provider, run } = await openTestAccount();
		const items = itemsWithNumbers('13300000001', '13300000002');
		const result = await run(WAIT, items, CONTINUE);
		expect(itemsOf(result).map(({ json }) => json)).toMatchObject(
			Array(2).fill({
				error: 'Wait for Result takes one item at a time',
				advice: expect.stringContaining('Loop Over Items'),
			}),
		);
		expect(provider.requests).toEqual([]);
	});

	it('refuses an execution that n8n does not keep, and sends nothing', async () => {
		const { provider, credentials } = await openTestAccount();
		const result = await runAction(credentials, WAIT, undefined, CONTINUE, undefined, {
			executionId: undefined as never,
		});
		expect(itemsOf(result)[0]?.json).toMatchObject({
			error: 'n8n cannot resume this execution later',
			advice: expect.stringContaining('turn off Wait for Result'),
		});
		expect(provider.requests).toEqual([]);
	});
});

describe('an execution that waits', () => {
	const RECORD = { event: 'callRecord', eventId: 'record 1' };

	/** Places a call and waits for it. Returns what delivers a record as its hub does, and what delivers anything. */
	async function waiting(settings: Partial<INode> = {}) {
		const { provider, credentials, run } = await openTestAccount();
		const execution = await run(WAIT, undefined, settings);
		const { waitReference } = splitCustomData(provider.dials[0]!.customuuid);
		return {
			credentials,
			packed: (record: object = RECORD) => packDelivery(provider.accessKey, waitReference!, record),
			packedFor: (reference: string) => packDelivery(provider.accessKey, reference, RECORD),
			deliver: async (body: object) => await deliverTo(execution, credentials, body, settings),
			execution,
		};
	}

	it.each(['Yunhu', 'Call {{ $json.name }}', 'a "quoted" {name}'])(
		'of the node %j continues with the record of its call',
		async (name) => {
			const { packed, deliver } = await waiting({ name });
			expect(await deliver(packed())).toEqual({
				status: 200,
				text: 'awake',
				items: [{ json: RECORD }],
			});
		},
	);

	const REFUSED = {
		status: 403,
		text: 'The workflow does not wait for this call',
		items: undefined,
	};

	it('waits on where the record of another call is delivered', async () => {
		const { deliver, packedFor } = await waiting();
		expect(await deliver(packedFor('1..abcdefgh.abcdefghijklmnopqrstuv'))).toEqual(REFUSED);
	});

	it.each<[string, (delivery: { record: string; proof: string }) => object]>([
		['nothing', () => ({})],
		['a record without proof', ({ record }) => ({ record })],
		['a proof without record', ({ proof }) => ({ proof })],
		['a changed record', ({ record, proof }) => ({ record: record.replace('1', '2'), proof })],
	])('waits on where %s is delivered', async (_what, change) => {
		const { deliver, packed } = await waiting();
		expect(await deliver(change(packed()))).toEqual(REFUSED);
	});

	it('takes nothing if it has kept no reference', async () => {
		const { deliver, packedFor, execution } = await waiting();
		execution.data.executionData!.contextData = {};
		expect(await deliver(packedFor('undefined'))).toEqual(REFUSED);
	});

	it('waits on if its credential cannot be read', async () => {
		const { deliver, packed, credentials } = await waiting();
		credentials.getDecrypted = async () => await Promise.reject(new Error('no such credential'));
		expect(await deliver(packed())).toEqual({
			status: 500,
			text: 'The waiting node could not be read',
			items: undefined,
		});
	});
});

describe('Resume Waiting', () => {
	let account: TestAccount;
	let server: Server;
	/** The requests to the waiting URL, and its responses in turn. The last response repeats. */
	let asked: Array<{ url: string; body: string }>;
	let answers: Array<[status: number, body?: string, location?: string]>;

	const textOf = async (incoming: IncomingMessage) => {
		let text = '';
		for await (const chunk of incoming) text += String(chunk);
		return text;
	};

	beforeEach(async () => {
		account = await openTestAccount();
		asked = [];
		answers = [[200, 'awake']];
		server = createServer((incoming, reply) => {
			void textOf(incoming).then((body) => {
				asked.push({ url: incoming.url!, body });
				const [status, text, location] = answers.length > 1 ? answers.shift()! : answers[0]!;
				// 0 stands for no response.
				if (status !== 0) reply.writeHead(status, location ? { location } : {}).end(text);
			});
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
	});

	afterEach(async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	});

	const referenceOf = (executionId: string, resumeToken = '') =>
		makeReference(account.provider.accessKey, { executionId, resumeToken })!;

	async function resumeItem(
		item: INodeExecutionData,
		options: IDataObject = {},
		meanwhile?: (cancel: () => void) => Promise<void>,
	): Promise<INodeExecutionData> {
		const { port } = server.address() as AddressInfo;
		const result = await runAction(
			account.credentials,
			{
				resource: 'call',
				operation: 'resumeWaiting',
				reference: '={{ $json.waitReference }}',
				options: { timeoutSeconds: 3, ...options },
			},
			[item],
			CONTINUE,
			meanwhile,
			{ webhookWaitingBaseUrl: `http://127.0.0.1:${port}/webhook-waiting` },
		);
		return itemsOf(result)[0]!;
	}

	const resume = async (json: IDataObject, options: IDataObject = {}): Promise<IDataObject> =>
		(await resumeItem({ json }, options)).json;

	it('knocks at this n8n’s own waiting address with the record, once, and passes the item on', async () => {
		const resumeToken = 'ab'.repeat(32);
		const record = { event: 'callRecord', waitReference: referenceOf('42', resumeToken) };
		expect(await resume(record)).toEqual({ ...record, resumed: true });
		expect(asked).toEqual([
			{
				url: `/webhook-waiting/42/call-record?signature=${resumeToken}`,
				body: expect.stringContaining('callRecord'),
			},
		]);
		expect(account.provider.requests).toEqual([]);
	});

	it('passes the files of the item on', async () => {
		const binary = { data: { data: 'UklGRg==', mimeType: 'audio/wav' } };
		const record = { event: 'callRecord', waitReference: referenceOf('42') };
		expect(await resumeItem({ json: record, binary })).toMatchObject({ binary });
		expect(await resumeItem({ json: record })).not.toHaveProperty('binary');
	});

	it('wakes with a record that the record trigger has asked for', async () => {
		const trigger = new PolledTrigger(account);
		await trigger.publish();
		account.provider.addBill({ customuuid: withReference('order 7', referenceOf('42')) });
		const [record] = (await trigger.poll())!;
		expect(await resume(record!)).toMatchObject({
			resumed: true,
			source: 'query',
			customData: 'order 7',
		});
		expect(asked).toHaveLength(1);
	});

	it.each([
		['no reference', null, 'callRecord', 'No workflow is waiting for this call'],
		['a status', 'as made', 'extensionStatus', 'Only a call record resumes a waiting workflow'],
		[
			'an item not simplified',
			'as made',
			undefined,
			'Only a call record resumes a waiting workflow',
		],
		[
			'a reference of another account',
			makeReference('another key', { executionId: '42', resumeToken: '' })!,
			'callRecord',
			'The reference is incomplete, was changed, or comes from another access key: use the same credential in both workflows',
		],
		[
			'a reference that is an address',
			'http://127.0.0.1/elsewhere',
			'callRecord',
			'The reference is incomplete, was changed, or comes from another access key: use the same credential in both workflows',
		],
	])('asks nobody about %s', async (_, reference, event, reason) => {
		const waitReference = reference === 'as made' ? referenceOf('42') : reference;
		expect(await resume({ event, waitReference })).toMatchObject({ resumed: false, reason });
		expect(asked).toEqual([]);
	});

	const RUNNING = 'The execution "42" is running already.';

	it('tries again while the workflow is not waiting yet', async () => {
		answers = [
			[409, RUNNING],
			[409, RUNNING],
			[200, 'awake'],
		];
		const record = { event: 'callRecord', waitReference: referenceOf('42') };
		expect(await resume(record)).toMatchObject({ resumed: true });
		expect(asked).toHaveLength(3);
	});

	it('tries again after an error on the way', async () => {
		answers = [
			[502, '<html>'],
			[200, 'awake'],
		];
		const record = { event: 'callRecord', waitReference: referenceOf('42') };
		expect(await resume(record)).toMatchObject({ resumed: true });
		expect(asked).toHaveLength(2);
	});

	it('stops trying when the execution is cancelled', async () => {
		answers = [[409, RUNNING]];
		const item = { json: { event: 'callRecord', waitReference: referenceOf('42') } };
		await resumeItem(item, { timeoutSeconds: 30 }, async (cancel) => {
			while (asked.length === 0) await sleep(20);
			cancel();
		});
		const tries = asked.length;
		await sleep(1500);
		expect(asked.length - tries).toBeLessThanOrEqual(1);
	});

	it('names Reference if it is no text', async () => {
		const { error } = await resume({ event: 'callRecord', waitReference: { id: 42 } });
		expect(error).toMatch(/^Reference is neither text/);
	});

	it.each<[string, [number, string?, string?][], string, number]>([
		['it runs on', [[409, RUNNING]], 'The workflow is running, not waiting', 2],
		[
			'it has finished',
			[[409, '"42 has finished already.']],
			'The workflow has already finished',
			1,
		],
		[
			'it has failed',
			[[409, '"42" has finished with error.']],
			'The workflow has already finished',
			1,
		],
		[
			'n8n does not know it',
			[[404, '{"message":"The execution \\"42\\" does not exist."}']],
			'No workflow is waiting for this call any longer',
			1,
		],
		[
			'it waits with another node',
			[[404, 'does not contain a waiting webhook with a matching path/method.']],
			'No workflow is waiting for this call any longer',
			1,
		],
		[
			'it has moved on to a form',
			[[307, '', '/form-waiting/42']],
			'No workflow is waiting for this call any longer',
			1,
		],
		[
			'n8n refuses the token',
			[[401, '{"error":"Invalid token"}']],
			'The workflow is waiting for another call',
			2,
		],
		[
			'it waits for another call',
			[[403, 'The workflow does not wait for this call']],
			'The workflow is waiting for another call',
			1,
		],
	])('says resumed: false where %s', async (_, given, reason, atLeast) => {
		answers = given;
		const record = { event: 'callRecord', waitReference: referenceOf('42') };
		expect(await resume(record, { timeoutSeconds: 2 })).toEqual({
			...record,
			resumed: false,
			reason,
		});
		expect(asked.length).toBeGreaterThanOrEqual(atLeast);
		if (atLeast === 1) expect(asked).toHaveLength(1);
	});

	it('says so, without an error, where n8n does not answer in time: it may wake the workflow still', async () => {
		answers = [[0]];
		const record = { event: 'callRecord', waitReference: referenceOf('42') };
		expect(await resume(record, { timeoutSeconds: 1 })).toEqual({
			...record,
			resumed: false,
			reason: 'n8n did not respond in time; it may still resume the workflow',
		});
	});

	it.each<[string, [number, string?, string?]]>([
		['an error of a proxy', [502, '<html>']],
		['a proxy that lets nobody in', [401, '<html>']],
		['a proxy that forbids', [403, '<html>']],
		['a proxy that does not know the address', [404, '<html>']],
		['a success of something that is not n8n', [200, '<html>welcome</html>']],
		['a redirect, which is not followed', [302, '', '/elsewhere']],
		['a redirect to another page', [307, '', '/elsewhere']],
		['a redirect to a form by a proxy', [302, '', '/form-waiting/42']],
		['the node’s word with another status', [500, 'awake']],
		['the node’s refusal with another status', [500, 'The workflow does not wait for this call']],
		['n8n’s refusal with another status', [403, '{"error":"Invalid token"}']],
		['n8n’s ignorance with another status', [500, 'The execution "42" does not exist.']],
	])('is an error that names WEBHOOK_URL after %s', async (_, answer) => {
		answers = [answer];
		const record = { event: 'callRecord', waitReference: referenceOf('42') };
		expect(await resume(record, { timeoutSeconds: 1 })).toMatchObject({
			error: `n8n’s own waiting address answered with HTTP ${answer[0]}`,
			code: `HTTP_${answer[0]}`,
			level: 'transport',
			advice: expect.stringContaining('WEBHOOK_URL'),
		});
		expect(new Set(asked.map(({ url }) => url))).toEqual(
			new Set(['/webhook-waiting/42/call-record']),
		);
	});

	it('is an error that names WEBHOOK_URL where n8n cannot reach itself', async () => {
		const result = await runAction(
			account.credentials,
			{ resource: 'call', operation: 'resumeWaiting', options: { timeoutSeconds: 1 } },
			[{ json: { event: 'callRecord', waitReference: referenceOf('42') } }],
			CONTINUE,
			undefined,
			{ webhookWaitingBaseUrl: 'http://127.0.0.1:1/webhook-waiting' },
		);
		expect(itemsOf(result)[0]?.json).toMatchObject({
			error: expect.stringContaining('n8n could not reach its own waiting address'),
			advice: expect.stringContaining('WEBHOOK_URL'),
		});
	});
});
