import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { closeAccounts, CONTINUE, openTestAccount } from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import type { FaultKind, Simulator } from '../support/simulator';

afterEach(closeAccounts);

const GET = { resource: 'recording', operation: 'getRecodeFile', fileName: 'call-1.wav' };
const DOWNLOAD = { resource: 'recording', operation: 'download', fileName: 'call-1.wav' };

describe('Get Link', () => {
	it('gives the link and when it expires, in the server’s time zone', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav');
		expect(itemsOf(await run(GET))).toEqual([
			{
				json: {
					fileName: 'call-1.wav',
					downloadUrl: expect.stringContaining(`${provider.origin}/recordings/`),
					expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+08:00$/),
					message: expect.any(String),
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('gives the provider’s answer when not simplified', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav');
		expect(itemsOf(await run({ ...GET, simplify: false }))[0]?.json).toMatchObject({
			ret: 200,
			data: { result: { expiredtime: expect.stringMatching(/^Expiration time:/) } },
		});
	});

	it('refuses an empty file name, as calls without a recording have, before anything is sent', async () => {
		const { provider, run } = await openTestAccount();
		const [item] = itemsOf(await run({ ...GET, fileName: '={{ "" }}' }, undefined, CONTINUE));
		expect(item?.json).toMatchObject({
			level: 'input',
			error: 'File Name is empty',
			advice: expect.stringContaining('Filter out such calls'),
		});
		const [unreadable] = itemsOf(await run({ ...GET, fileName: '={{ {} }}' }, undefined, CONTINUE));
		expect(unreadable?.json.error).toBe('File Name is neither text nor a number');
		expect(provider.requests).toEqual([]);
	});

	it('says of a recording that is not there yet what to do', async () => {
		const { provider, run } = await openTestAccount();
		const raw = '{"ret":200,"data":{"status":0,"result":[]}}';
		provider.answerNext({ service: 'GetRecodeFile', fault: { raw } });
		expect(itemsOf(await run(GET, undefined, CONTINUE))[0]?.json).toMatchObject({
			code: 'NO_RESULT',
			error: expect.stringContaining('not available yet'),
			advice: expect.stringContaining('Wait for Recording'),
		});
	});

	it.each<[string, FaultKind, string]>([
		['success without a link', { raw: '{"ret":200,"data":{"status":0,"result":{}}}' }, 'NO_RESULT'],
		['success without a result', { raw: '{"ret":200,"data":{"status":0}}' }, 'NO_RESULT'],
		['an empty answer', { raw: '' }, 'EMPTY_ANSWER'],
	])('%s is an error', async (_, fault, code) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'GetRecodeFile', times: Infinity, fault });
		expect(itemsOf(await run(GET, undefined, CONTINUE))[0]?.json).toMatchObject({ code });
	});

	it('says what to do about a file the provider does not have', async () => {
		const { run } = await openTestAccount();
		expect(itemsOf(await run(GET, undefined, CONTINUE))[0]?.json).toMatchObject({
			code: '1002',
			level: 'status',
			error: expect.stringMatching(/not available yet, or it was deleted after 3 months.*1002/),
			advice: expect.stringContaining('Wait for Recording (Seconds)'),
		});
	});

	it.each([1003, 1029])('reads code %i the same way', async (code) => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'GetRecodeFile', fault: { code } });
		expect(itemsOf(await run(GET, undefined, CONTINUE))[0]?.json).toMatchObject({
			code: String(code),
			error: expect.stringMatching(`not available yet, or it was deleted.*${code}`),
		});
	});

	it('leaves other refusals in their own words', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'GetRecodeFile', fault: { code: 1033 } });
		expect(itemsOf(await run(GET, undefined, CONTINUE))[0]?.json).toMatchObject({
			code: '1033',
			error: expect.stringContaining('No Resource for the Policy'),
		});
	});
});

describe('Download', () => {
	it('gives the file as binary data, with its name and type', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav', { seconds: 2 });
		const [item] = itemsOf(await run({ ...DOWNLOAD, binaryPropertyName: 'audio' }));
		expect(item?.json).toMatchObject({ fileName: 'call-1.wav', expiresAt: expect.any(String) });
		expect(item?.binary?.audio).toMatchObject({
			fileName: 'call-1.wav',
			fileExtension: 'wav',
			mimeType: 'audio/wav',
		});
		const file = await Container.get(BinaryDataService).getAsBuffer(item!.binary!.audio!);
		expect(file.subarray(0, 4).toString()).toBe('RIFF');
		expect(file.length).toBe(44 + file.readUInt32LE(40));
	});

	it('goes by the file’s name where the server gives no type', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.mp3', { contentType: null });
		const [item] = itemsOf(await run({ ...DOWNLOAD, fileName: 'call-1.mp3' }));
		expect(item?.binary?.data).toMatchObject({ mimeType: 'audio/mpeg' });
	});

	it.each([
		['../../etc/call-1.wav', 'call-1.wav'],
		['C:\\calls\\call-1.wav', 'call-1.wav'],
		['calls/', 'recording'],
	])('keeps the path out of the file’s name %s', async (fileName, name) => {
		const { provider, run } = await openTestAccount();
		provider.addRecording(fileName);
		const [item] = itemsOf(await run({ ...DOWNLOAD, fileName }));
		expect(item?.binary?.data?.fileName).toBe(name);
	});

	it('never sends the token with the link', async () => {
		const { provider, run, credentials } = await openTestAccount();
		const elsewhere = await openTestAccount();
		provider.addRecording('call-1.wav');
		provider.redirectRecordingsTo(`${elsewhere.provider.origin}/recordings/x/call-1.wav`);
		await run(DOWNLOAD, undefined, CONTINUE);
		expect(credentials.stored.sessionToken).not.toBe('');
		expect(elsewhere.provider.requests).toEqual([]);
	});

	it.each([
		['a link that has expired', { refusals: 9 }, 'HTTP_403'],
		[
			'text instead of audio',
			{ contentType: 'text/html', content: '<p>no</p>' },
			'NOT_A_RECORDING',
		],
		['a file that does not come in time', { delayMs: 60_000 }, 'TIMEOUT'],
	])('%s is an error that says to try again', async (_, options, code) => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav', options);
		const [item] = itemsOf(
			await run({ ...DOWNLOAD, options: { timeoutSeconds: 1 } }, undefined, CONTINUE),
		);
		expect(item?.json).toMatchObject({
			code,
			error: expect.stringContaining('could not download'),
			advice: expect.stringContaining('Try again'),
		});
		expect(item).not.toHaveProperty('binary');
	});

	it.each([
		['with its length told', {}],
		['without', { chunked: true }],
	])('refuses a file that is larger than it may be, %s', async (_, more) => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav', { bytes: 1_000_001, ...more });
		const options = { maxSizeMb: 1 };
		const [item] = itemsOf(await run({ ...DOWNLOAD, options }, undefined, CONTINUE));
		expect(item?.json).toMatchObject({
			code: 'TOO_LARGE',
			level: 'transport',
			error: expect.stringContaining('1 MB'),
			advice: expect.stringContaining('Largest File'),
		});
		expect(provider.count('GetRecodeFile')).toBe(1);
		provider.addRecording('call-1.wav', { bytes: 1_000_000, ...more });
		const [fits] = itemsOf(await run({ ...DOWNLOAD, options }));
		const file = await Container.get(BinaryDataService).getAsBuffer(fits!.binary!.data!);
		expect(file.length).toBe(1_000_000);
	});

	it('waits for a recording that is not there yet, as long as it may', async () => {
		const { provider, run } = await openTestAccount();
		provider.answerNext({ service: 'GetRecodeFile', times: 2, fault: { code: 1002 } });
		provider.addRecording('call-1.wav');
		const late = { ...DOWNLOAD, options: { waitForRecordingSeconds: 60 } };
		expect(itemsOf(await run(late))[0]?.binary?.data?.fileName).toBe('call-1.wav');
		expect(provider.count('GetRecodeFile')).toBe(3);
	});

	it('does not wait where it may not', async () => {
		const { provider, run } = await openTestAccount();
		expect(itemsOf(await run(DOWNLOAD, undefined, CONTINUE))[0]?.json).toMatchObject({
			code: '1002',
		});
		expect(provider.count('GetRecodeFile')).toBe(1);
	});

	it.each([
		[{ maxSizeMb: 'ten' }, 'Largest File (MB) must be a number of at least 0'],
		[
			{ waitForRecordingSeconds: 'long' },
			'Wait for Recording (Seconds) must be a number from 0 to 3600',
		],
	])('asks for nothing with %j', async (options, error) => {
		const { provider, run } = await openTestAccount();
		const [item] = itemsOf(await run({ ...DOWNLOAD, options }, undefined, CONTINUE));
		expect(item?.json).toMatchObject({ error, level: 'input' });
		expect(provider.count('GetRecodeFile')).toBe(0);
	});

	it('refuses a link that is no web address', async () => {
		const { provider, run } = await openTestAccount();
		const result = { downurl: 'file:///etc/https://passwd' };
		const raw = JSON.stringify({ ret: 200, data: { status: 0, result } });
		provider.answerNext({ service: 'GetRecodeFile', times: Infinity, fault: { raw } });
		expect(itemsOf(await run(DOWNLOAD, undefined, CONTINUE))[0]?.json).toMatchObject({
			code: 'NOT_A_WEB_ADDRESS',
			level: 'transport',
			error: expect.stringMatching(/The link is not a web address$/),
			advice: expect.stringContaining('Try again'),
		});
	});

	describe('a recording that is not there yet', () => {
		const linkOf = (result: unknown): FaultKind => ({
			raw: JSON.stringify({ ret: 200, data: { status: 0, result } }),
		});
		const waiting = (waitForRecordingSeconds: number) => ({
			...DOWNLOAD,
			options: { waitForRecordingSeconds },
		});

		// In parallel, because each one waits 3 seconds.
		it('is waited for, however the provider says so', async () => {
			const faults: Record<string, FaultKind> = {
				'an empty link': linkOf({ downurl: '', expiredtime: '' }),
				'a list instead of a link': linkOf([]),
				'null instead of a link': linkOf(null),
				'no result': linkOf(undefined),
				'code 1002': { code: 1002 },
				'a link that is no address': linkOf({ downurl: 'pending' }),
			};
			const files = Object.entries(faults).map(async ([name, fault]) => {
				const { provider, run } = await openTestAccount();
				provider.addRecording('call-1.wav');
				provider.answerNext({ service: 'GetRecodeFile', fault });
				return [name, itemsOf(await run(waiting(10)))[0]?.binary?.data?.fileName];
			});
			expect(Object.fromEntries(await Promise.all(files))).toEqual(
				Object.fromEntries(Object.keys(faults).map((name) => [name, 'call-1.wav'])),
			);
		});

		it('an empty file is waited for', async () => {
			const { provider, run } = await openTestAccount();
			provider.addRecording('call-1.wav', { emptyFirst: 4 });
			const [item] = itemsOf(await run(waiting(10)));
			expect(Number(item?.binary?.data?.bytes)).toBeGreaterThan(44);
		});

		it('an empty file is an error in the end, never a file', async () => {
			const { provider, run } = await openTestAccount();
			provider.addRecording('call-1.wav', { emptyFirst: Infinity });
			const [item] = itemsOf(await run(waiting(1), undefined, CONTINUE));
			expect(item).not.toHaveProperty('binary');
			expect(item?.json).toMatchObject({
				code: 'EMPTY_FILE',
				error: expect.stringContaining('the recording is not available yet'),
				advice: 'Set Wait for Recording in the options.',
			});
		});

		it('a wait of 1 to 3 seconds looks twice, the second time at its end', async () => {
			const looks = [1, 2, 3].map(async (seconds) => {
				const { provider, run } = await openTestAccount();
				const started = Date.now();
				const [item] = itemsOf(await run(waiting(seconds), undefined, CONTINUE));
				const tookAll = Date.now() - started >= seconds * 1000 - 20;
				return { code: item?.json.code, count: provider.count('GetRecodeFile'), tookAll };
			});
			expect(await Promise.all(looks)).toEqual(
				Array(3).fill({ code: '1002', count: 2, tookAll: true }),
			);
		});

		it('is not waited for where waiting changes nothing', async () => {
			const codeOf = async (
				refuse: (provider: Simulator) => void,
				more = {},
				fileName = 'call-1.wav',
			) => {
				const { provider, run } = await openTestAccount();
				refuse(provider);
				const options = { waitForRecordingSeconds: 40, ...more };
				const parameters = { ...DOWNLOAD, fileName, options };
				return itemsOf(await run(parameters, undefined, CONTINUE))[0]?.json.code;
			};
			const tooLarge = codeOf(
				(provider) => provider.addRecording('call-1.wav', { bytes: 1_000_001 }),
				{ maxSizeMb: 1 },
			);
			const fault: FaultKind = { code: 4003 };
			const loginRefused = codeOf((provider) =>
				provider.answerNext({ service: 'Login', times: Infinity, fault }),
			);
			const noRecording = codeOf(() => undefined, {}, ' ');
			expect(await Promise.all([tooLarge, loginRefused, noRecording])).toEqual([
				'TOO_LARGE',
				'4003',
				'INPUT',
			]);
		});

		it('is not asked for again where a busy server asks for a pause beyond the wait', async () => {
			const { provider, run } = await openTestAccount();
			provider.addRecording('call-1.wav', { busy: { times: Infinity, retryAfter: '70' } });
			const [item] = itemsOf(await run(waiting(2), undefined, CONTINUE));
			expect(item?.json).toMatchObject({
				code: 'HTTP_429',
				advice: expect.not.stringContaining('new link'),
			});
			expect(provider.count('GetRecodeFile')).toBe(1);
		});

		it('without a wait it is looked for once', async () => {
			const { provider, run } = await openTestAccount();
			await run(waiting(0), undefined, CONTINUE);
			expect(provider.count('GetRecodeFile')).toBe(1);
		});
	});

	it.each([
		['text/plain', 'call-1.wav', 'audio/wav'],
		['text/html; charset=utf-8', 'call-1.wav', 'audio/wav'],
		['application/json', 'call-1.wav', 'audio/wav'],
		['application/force-download', 'call-1.mp3', 'audio/mpeg'],
		['application/x-download', 'call-1.mp3', 'audio/mpeg'],
		['application/octet-stream', 'call-1.wav', 'audio/wav'],
		['application/force-download', 'call-1', 'audio/wav'],
		['application/force-download', 'call.2026-11', 'audio/wav'],
		['audio/x-wav', 'call-1', 'audio/x-wav'],
		['application/audio/x', 'call-1', 'audio/wav'],
	])('audio served as %s is a recording: %s is %s', async (contentType, fileName, mimeType) => {
		const { provider, run } = await openTestAccount();
		provider.addRecording(fileName, { contentType });
		const [item] = itemsOf(await run({ ...DOWNLOAD, fileName }));
		expect(item?.binary?.data).toMatchObject({ mimeType });
	});

	it('text is no recording, however it is served', async () => {
		const served: Array<[string | null, string]> = [
			['text/plain', 'file not found'],
			['application/octet-stream', '{"ret":600,"data":[],"msg":"expired"}'],
			['application/force-download', '<html>expired</html>'],
			[null, '链接已过期'],
		];
		const failed = served.map(async ([contentType, content]) => {
			const { provider, run } = await openTestAccount();
			provider.addRecording('call-1.wav', { contentType, content });
			return itemsOf(await run(DOWNLOAD, undefined, CONTINUE))[0]?.json;
		});
		expect(await Promise.all(failed)).toEqual(
			Array(4).fill(
				expect.objectContaining({
					code: 'NOT_A_RECORDING',
					level: 'transport',
					error: expect.stringMatching(/The link returned text instead of audio$/),
				}),
			),
		);
	});

	it('audio is judged by its first bytes also where they come one by one', async () => {
		const { provider, run } = await openTestAccount();
		for (const contentType of ['text/plain', 'application/octet-stream', null]) {
			provider.addRecording('call-1.wav', { dripMs: 2, contentType });
			const [item] = itemsOf(await run(DOWNLOAD));
			expect(Number(item?.binary?.data?.bytes)).toBe(44);
		}
	});

	it('waits as long as a busy file server asks', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav', { busy: { times: 1, retryAfter: '2' } });
		const started = Date.now();
		expect(itemsOf(await run(DOWNLOAD))[0]?.binary?.data?.fileName).toBe('call-1.wav');
		expect(Date.now() - started).toBeGreaterThanOrEqual(1_990);
	});

	it('gives up a file whose server falls silent, and only then', async () => {
		const { provider, run } = await openTestAccount();
		const options = { timeoutSeconds: 1 };
		provider.addRecording('call-1.wav', { stalls: true });
		const [silent] = itemsOf(await run({ ...DOWNLOAD, options }, undefined, CONTINUE));
		expect(silent?.json).toMatchObject({ code: 'TIMEOUT' });
		expect(silent).not.toHaveProperty('binary');
		provider.addRecording('call-1.wav', { dripMs: 50 });
		const [slow] = itemsOf(await run({ ...DOWNLOAD, options }));
		expect(Number(slow?.binary?.data?.bytes)).toBe(44);
	});

	it('ends a download when the execution is cancelled', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav', { stalls: true });
		const started = Date.now();
		await run(DOWNLOAD, undefined, {}, async (cancel) => {
			while (provider.count('GetRecodeFile') === 0) await new Promise(setImmediate);
			setTimeout(cancel, 100);
		}).catch(() => undefined);
		expect(Date.now() - started).toBeLessThan(5_000);
	});

	it('asks for a fresh link when the first one is refused', async () => {
		const { provider, run } = await openTestAccount();
		provider.addRecording('call-1.wav', { refusals: 1 });
		expect(itemsOf(await run(DOWNLOAD))[0]?.binary?.data?.fileName).toBe('call-1.wav');
		expect(provider.count('GetRecodeFile')).toBe(2);
		expect(provider.count('Login')).toBe(1);
	});
});

it.each<[string, FaultKind]>([
	['a connection that breaks', { reset: 'before' }],
	['an error of the server', { httpAfter: 500 }],
	['an answer that is cut off', { raw: '{"ret":' }],
])('repeats the request for a link after %s, with the same token', async (_, fault) => {
	const { provider, run } = await openTestAccount();
	provider.addRecording('call-1.wav');
	provider.answerNext({ service: 'GetRecodeFile', times: 2, fault });
	expect(itemsOf(await run(GET))[0]?.json.downloadUrl).toContain(provider.origin);
	expect(provider.count('GetRecodeFile')).toBe(3);
	expect(provider.count('Login')).toBe(1);
});
