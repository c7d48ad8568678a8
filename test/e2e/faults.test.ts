import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import {
	type FaultKind,
	type Simulator,
	type SimulatorOptions,
	startSimulator,
} from '../support/simulator';
import { actionWorkflow, PLAY_VOICE } from '../support/workflows';

const DOWNLOAD = { resource: 'recording', operation: 'download', fileName: 'call-1.wav' };

const numbers = Array.from({ length: 20 }, (_, n) => ({ number: String(13300003000 + n) }));

let provider: Simulator;
let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	n8n = await startN8n({ tarball: await packTarball() });
});

afterEach(async () => await provider?.close());

afterAll(async () => await n8n?.stop());

async function open(options: SimulatorOptions = {}): Promise<void> {
	provider = await startSimulator(options);
	credentialId = await addAccount(n8n, provider);
}

/** Runs an operation with On Error set to Continue. Returns its items. */
const run = async (parameters: object, items: object[] = [{}]) =>
	itemsOf(
		await n8n.runWorkflow(
			await n8n.createWorkflow(
				actionWorkflow(credentialId, parameters as never, items as never, {
					onError: 'continueRegularOutput',
				}),
			),
		),
		'Yunhu',
	);

const dialled = () => provider.dials.map(({ destinationNumber }) => destinationNumber).sort();

const call = async (items: object[], options: object = {}) =>
	(await run({ ...PLAY_VOICE, options }, items)).map(({ json }) => json);

it('600 in the middle of a list, from a provider that ends the old token at each login, fails no item', async () => {
	await open({ singleSession: true, latencyMs: 20 });
	provider.answerNext({ service: 'PlayVoice', after: 9, fault: { ret: 600 } });
	const items = await call(numbers);
	expect(items.filter(({ accepted }) => accepted)).toHaveLength(20);
	expect(provider.count('Login')).toBe(2);
	expect(dialled()).toEqual(numbers.map(({ number }) => number));
});

it('1010 leads to one log-out, one login and one repeat', async () => {
	await open({ sameTokenUntilLogout: true });
	await call(numbers.slice(0, 1));
	provider.addExtension();
	expect(await call(numbers.slice(1, 2))).toMatchObject([{ accepted: true }]);
	expect([provider.count('Logout'), provider.count('Login')]).toEqual([1, 2]);
});

it('wrong keys fail the whole list with one message, after one login', async () => {
	await open();
	await n8n.updateCredential(credentialId, { accessKey: 'not the key' });
	const items = await call(numbers);
	expect(new Set(items.map(({ error }) => error)).size).toBe(1);
	expect(items).toHaveLength(20);
	expect(provider.count('Login')).toBe(1);
	expect(provider.count('PlayVoice')).toBe(0);
});

it.each<[string, FaultKind, number]>([
	['a reset before the effect', { reset: 'before' }, 0],
	['a reset after the effect', { reset: 'after' }, 1],
	['500 after the effect', { httpAfter: 500 }, 1],
	['no answer in time', { stall: 'after' }, 1],
	['an answer that cannot be read', { raw: '{"ret":' }, 0],
])(
	'%s: the call is not repeated, and the item says that it may have been placed',
	async (_, fault, dials) => {
		await open();
		provider.answerNext({ service: 'PlayVoice', fault });
		const options = { customData: 'order 7', timeoutSeconds: 2 };
		expect(await call(numbers.slice(0, 1), options)).toMatchObject([
			{
				error: expect.stringContaining('may have been placed (custom data order 7)'),
				advice: expect.stringContaining('look for a call record'),
			},
		]);
		expect(provider.count('PlayVoice')).toBe(1);
		expect(provider.dials).toHaveLength(dials);
	},
);

it('a recording that comes slowly is saved', async () => {
	await open();
	provider.addRecording('call-1.wav', { delayMs: 1_500 });
	expect((await run(DOWNLOAD))[0]?.binary?.data).toMatchObject({ fileName: 'call-1.wav' });
});

it('a recording that a redirect leads to is saved; the other host gets nothing of ours', async () => {
	await open();
	const asked: string[] = [];
	const other = createServer((incoming, reply) => {
		asked.push(JSON.stringify([incoming.method, incoming.url, incoming.headers]));
		reply.writeHead(200, { 'content-type': 'audio/wav' }).end('RIFF');
	}).listen(0, '127.0.0.1');
	await once(other, 'listening');
	const { port } = other.address() as AddressInfo;
	provider.addRecording('call-1.wav');
	provider.redirectRecordingsTo(`http://127.0.0.1:${port}/elsewhere.wav`);
	expect((await run(DOWNLOAD))[0]?.binary?.data).toMatchObject({ fileName: 'call-1.wav' });
	other.close();
	const token = provider.requests.find(({ fields }) => fields.token)?.fields.token;
	expect(token).toMatch(/^[\da-f]{32}$/);
	expect(asked).toHaveLength(1);
	expect(asked[0]).toContain('/elsewhere.wav');
	expect(asked[0]).not.toContain(token);
});

it.each(['ftp://127.0.0.1/call-1.wav', 'file:///etc/hostname', 'data:audio/wav;base64,AAAA'])(
	'does not follow a redirect to %s',
	async (target) => {
		await open();
		provider.addRecording('call-1.wav');
		provider.redirectRecordingsTo(target);
		const [item] = await run(DOWNLOAD);
		expect(item?.json.error).toContain('could not download');
		expect(item).not.toHaveProperty('binary');
	},
);
