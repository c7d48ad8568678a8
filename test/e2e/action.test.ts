import { addAccount } from '../support/account';
import {
	type Execution,
	errorOf,
	itemsOf,
	type N8nInstance,
	startN8n,
} from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { type Simulator, startSimulator } from '../support/simulator';
import { actionWorkflow, PLAY_VOICE } from '../support/workflows';

const ten = (start: number) =>
	Array.from({ length: 10 }, (_, n) => ({ number: String(13300000100 + start * 10 + n) }));

const jsonOf = (execution: Execution, output = 0) =>
	itemsOf(execution, 'Yunhu', output).map(({ json }) => json);

let provider: Simulator;
let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	provider = await startSimulator();
	n8n = await startN8n({
		tarball: await packTarball(),
		// The default of n8n 2. By default, n8n 1 keeps whole files in memory.
		env: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' },
	});
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

/** Each test has its own account, because n8n's process remembers accounts. */
beforeEach(async () => {
	await provider.close();
	provider = await startSimulator();
	credentialId = await addAccount(n8n, provider);
});

const run = async (
	...workflow: Parameters<typeof actionWorkflow> extends [string, ...infer Rest] ? Rest : never
) => await n8n.runWorkflow(await n8n.createWorkflow(actionWorkflow(credentialId, ...workflow)));

it('logs in once for 20 items in 2 runs, once more after the token is revoked, and fails no item', async () => {
	const first = await run(PLAY_VOICE, ten(0));
	const second = await run(PLAY_VOICE, ten(1));
	expect(
		jsonOf(first)
			.concat(jsonOf(second))
			.filter(({ accepted }) => accepted),
	).toHaveLength(20);
	expect(provider.count('Login')).toBe(1);

	provider.revokeTokens();
	const third = await run(PLAY_VOICE, ten(2));
	expect(jsonOf(third).filter(({ accepted }) => accepted)).toHaveLength(10);
	expect(provider.count('Login')).toBe(2);
	expect(provider.dials).toHaveLength(30);
	expect(new Set(provider.dials.map(({ destinationNumber }) => destinationNumber)).size).toBe(30);
});

it('keeps the token over a restart of n8n', async () => {
	await run(PLAY_VOICE, ten(0));
	await n8n.restart();
	await run(PLAY_VOICE, ten(1));
	expect(provider.count('Login')).toBe(1);
	expect(provider.dials).toHaveLength(20);
});

it('sends urlencoded forms where the credential says so', async () => {
	await n8n.updateCredential(credentialId, { bodyFormat: 'urlencoded' });
	const execution = await run(PLAY_VOICE, [{ number: '+86 133-0000-0001' }]);
	expect(jsonOf(execution)).toMatchObject([{ accepted: true, destinationNumber: '8613300000001' }]);
	expect(provider.requests.map(({ contentType }) => contentType)).toEqual([
		'application/x-www-form-urlencoded',
		'application/x-www-form-urlencoded',
	]);
});

it('gets a recording’s link, and the file itself', async () => {
	provider.addRecording('call-1.wav', { seconds: 3 });
	const fileName = 'call-1.wav';
	const link = await run({ resource: 'recording', operation: 'getRecodeFile', fileName });
	expect(jsonOf(link)).toEqual([
		{
			fileName,
			downloadUrl: expect.stringContaining(provider.origin),
			expiresAt: expect.stringMatching(/\+08:00$/),
			message: expect.any(String),
		},
	]);

	const download = await run({ resource: 'recording', operation: 'download', fileName });
	const [item] = itemsOf(download, 'Yunhu');
	expect(item?.binary?.data).toMatchObject({ fileName, mimeType: 'audio/wav' });
	const file = await n8n.binary(item!.binary!.data!);
	expect(file.subarray(0, 4).toString() + file.subarray(8, 12).toString()).toBe('RIFFWAVE');
	expect(file.length).toBe(8 + file.readUInt32LE(4));
});

it('streams a recording to disk: n8n’s memory does not grow by its size', async () => {
	const bytes = 400_000_000;
	const download = { resource: 'recording', operation: 'download', fileName: 'long.wav' };
	provider.addRecording('long.wav', { bytes: 1_000_000 });
	await run(download);
	provider.addRecording('long.wav', { bytes });
	const before = n8n.memory();
	let most = 0;
	const watch = setInterval(() => (most = Math.max(most, n8n.memory())), 20);
	const execution = await run(download).finally(() => clearInterval(watch));
	expect(itemsOf(execution, 'Yunhu')[0]?.binary?.data).toMatchObject({ fileSize: '400 MB' });
	expect(most - before).toBeLessThan(bytes / 2);
});

it('fetches nothing larger than it may be', async () => {
	provider.addRecording('long.wav', { bytes: 2_000_000, chunked: true });
	const execution = await run(
		{
			resource: 'recording',
			operation: 'download',
			fileName: 'long.wav',
			options: { maxSizeMb: 1 },
		},
		[{}],
		{ onError: 'continueRegularOutput' },
	);
	expect(jsonOf(execution)).toMatchObject([{ code: 'TOO_LARGE' }]);
});

it('starts nothing new once the execution is stopped; each number is dialled at most once', async () => {
	provider.options.latencyMs = 50;
	const numbers = Array.from({ length: 200 }, (_, n) => ({ number: String(13300002000 + n) }));
	const id = await n8n.startWorkflow(
		await n8n.createWorkflow(actionWorkflow(credentialId, PLAY_VOICE, numbers)),
	);
	while (provider.dials.length < 10) await new Promise((done) => setTimeout(done, 10));
	await n8n.stopExecution(id);
	await n8n.waitForExecution(id);
	const { length } = provider.dials;
	expect(length).toBeLessThan(200);
	await run(PLAY_VOICE, [{ number: '13300000001' }]);
	expect(provider.dials).toHaveLength(length + 1);
	expect(new Set(provider.dials.map(({ destinationNumber }) => destinationNumber)).size).toBe(
		length + 1,
	);
});

it('keeps the order of the input, whatever finishes first', async () => {
	provider.answerNext({ service: 'PlayVoice', fault: { delayMs: 500 } });
	const execution = await run(PLAY_VOICE, ten(0));
	expect(jsonOf(execution).map(({ destinationNumber }) => destinationNumber)).toEqual(
		ten(0).map(({ number }) => number),
	);
});

it('logs out, and in again', async () => {
	await run(PLAY_VOICE, [{ number: '13300000001' }]);
	const out = { resource: 'session', operation: 'logout' };
	expect(jsonOf(await run({ ...out, logInAgain: true }))).toEqual([
		{ loggedOut: true, wasLoggedIn: true, loggedInAgain: true },
	]);
	expect(jsonOf(await run(out))).toEqual([
		{ loggedOut: true, wasLoggedIn: true, loggedInAgain: false },
	]);
	expect(jsonOf(await run(out))).toMatchObject([{ wasLoggedIn: false }]);
	expect(provider.count('Login')).toBe(2);
});

it('calls any service by its name', async () => {
	provider.addRecording('call-1.wav');
	const execution = await run({
		resource: 'service',
		operation: 'call',
		serviceName: 'App.Sip_Cdr.GetRecodeFile',
		specifyFields: 'json',
		fieldsJson: '{"filename": "call-1.wav"}',
	});
	expect(jsonOf(execution)).toMatchObject([{ downurl: expect.stringContaining(provider.origin) }]);
});

it('logs in once for two workflows that run at the same moment, 50 requests under way in each', async () => {
	const parameters = { ...PLAY_VOICE, options: { concurrency: 50 } };
	const list = (start: number) =>
		Array.from({ length: 100 }, (_, n) => ({ number: String(13300001000 + start + n) }));
	const both = await Promise.all([run(parameters, list(0)), run(parameters, list(100))]);
	expect(
		both.flatMap((execution) => jsonOf(execution)).filter(({ accepted }) => accepted),
	).toHaveLength(200);
	expect(provider.count('Login')).toBe(1);
	expect(new Set(provider.dials.map(({ destinationNumber }) => destinationNumber)).size).toBe(200);
	expect(provider.dials).toHaveLength(200);
});

describe('a failed item', () => {
	const numbers = [{ number: '12' }, { number: '13300000001' }, { number: '13300000002' }];
	// One at a time, so that each fault hits the intended item.
	const ONE_BY_ONE = { ...PLAY_VOICE, options: { concurrency: 1 } };

	it('stops the run, with what happened, what to do, and the item it belongs to', async () => {
		provider.answerNext({ service: 'PlayVoice', after: 1, fault: { ret: 603 } });
		const execution = await run(ONE_BY_ONE, numbers.slice(1));
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatchObject({
			message: expect.stringContaining('not licensed for the account (ret 603)'),
			description: expect.stringContaining('license'),
			context: { itemIndex: 1 },
		});
		expect(errorOf(execution)?.message).toContain('(item 1; 1 calls placed, 0 items not started)');
	});

	it('is an item of its own under Continue, with code and advice', async () => {
		provider.answerNext({ service: 'PlayVoice', after: 1, fault: { httpAfter: 500 } });
		const execution = await run(ONE_BY_ONE, numbers, { onError: 'continueRegularOutput' });
		expect(itemsOf(execution, 'Yunhu')).toMatchObject([
			{
				json: { level: 'input', code: 'INPUT', advice: expect.any(String) },
				pairedItem: { item: 0 },
			},
			{ json: { accepted: true }, pairedItem: { item: 1 } },
			{
				json: {
					level: 'transport',
					code: 'HTTP_500',
					error: expect.stringContaining('may have been placed'),
					destinationNumber: '13300000002',
					customData: expect.stringMatching(/^[0-9a-f]{32}$/),
				},
				pairedItem: { item: 2 },
			},
		]);
		expect(provider.dials.map(({ destinationNumber }) => destinationNumber)).toEqual([
			'13300000001',
			'13300000002',
		]);
	});

	it('is the only one where an expression of its options fails; a pace that is none is told to all', async () => {
		const settings = { onError: 'continueRegularOutput' as const };
		const people = [
			{ number: '13300000001', when: 'nonsense' },
			{ number: '13300000002', when: '2026-01-02' },
		];
		const customData = '={{ $json.when.toDateTime() && $json.number }}';
		const execution = await run({ ...PLAY_VOICE, options: { customData } }, people, settings);
		expect(jsonOf(execution)).toMatchObject([
			{ code: 'INPUT', level: 'input' },
			{ accepted: true, customData: '13300000002' },
		]);
		const many = { ...PLAY_VOICE, options: { concurrency: '={{ "many" }}' } };
		const told = { code: 'INPUT', error: 'Concurrency must be a number from 1 to 50' };
		expect(jsonOf(await run(many, people, settings))).toMatchObject([told, told]);
		expect(provider.dials).toHaveLength(1);
	});

	it('says why the login failed, and what the connection failed of', async () => {
		provider.answerNext({ service: 'Login', fault: { ret: 601 } });
		expect(errorOf(await run(ONE_BY_ONE, numbers.slice(1)))?.message).toContain(
			'The login failed: The app ID is not authorized (ret 601)',
		);
		await n8n.updateCredential(credentialId, { apiUrl: 'http://127.0.0.1:9/' });
		expect(errorOf(await run(ONE_BY_ONE, numbers.slice(1)))?.message).toContain(
			'The login failed: n8n cannot reach the server',
		);
		await n8n.updateCredential(credentialId, { apiUrl: provider.url });
		expect(jsonOf(await run(ONE_BY_ONE, numbers.slice(1, 2)))).toMatchObject([{ accepted: true }]);
		provider.answerNext({ service: 'PlayVoice', fault: { stall: true } });
		const impatient = { ...PLAY_VOICE, options: { timeoutSeconds: 1 } };
		const [item] = itemsOf(
			await run(impatient, numbers.slice(2), { onError: 'continueRegularOutput' }),
			'Yunhu',
		);
		expect(item?.json).toMatchObject({ level: 'transport', code: 'TIMEOUT' });
	});

	it('leaves by the error output where there is one', async () => {
		const execution = await run(ONE_BY_ONE, numbers, { onError: 'continueErrorOutput' });
		expect(jsonOf(execution, 0)).toMatchObject([{ accepted: true }, { accepted: true }]);
		expect(jsonOf(execution, 1)).toMatchObject([
			{ error: expect.stringContaining('“12” is not a phone number') },
		]);
	});
});

it('keeps token and access key out of executions and logs', async () => {
	provider.answerNext({ service: 'PlayVoice', fault: { http: 500 } });
	await run(PLAY_VOICE, [{ number: '13300000001' }]);
	provider.answerNext({ service: 'PlayVoice', fault: { reset: 'before' } });
	await run(PLAY_VOICE, [{ number: '13300000001' }]);
	const token = provider.requests.find(({ fields }) => fields.token)?.fields.token;
	const stored = JSON.stringify(n8n.database('SELECT data FROM execution_data'));
	expect(stored).toContain('may have been placed');
	expect(token).toMatch(/^[0-9a-f]{32}$/);
	for (const secret of [token!, provider.accessKey]) {
		expect(stored).not.toContain(secret);
		expect(n8n.logText()).not.toContain(secret);
	}
});
