import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import fastify from 'fastify';
import { OUTCOMES } from '../../../support/simulator';
import { main } from '../../../support/simulator/cli';
import { dial, login, until } from './helpers';

const FREE_PORT = ['--port', '0'];

/** Runs it with a terminal to type into. */
const run = async (args: string[]) => {
	const lines: string[] = [];
	const terminal = new PassThrough();
	const simulator = await main(args, (line) => lines.push(line), terminal);
	/** Types a line. Returns what is printed next. */
	const type = async (line: string): Promise<string> => {
		const before = lines.length;
		terminal.write(`${line}\n`);
		await until(() => lines.length > before);
		return lines.slice(before).join('\n');
	};
	return { simulator: simulator!, lines, terminal, type };
};

/** A receiver that answers every callback alike, and keeps the secrets that came. */
async function startReceiver(status = 200, answer = '1') {
	const secrets: unknown[] = [];
	const server = fastify();
	server.post('/hook', async (request, reply) => {
		secrets.push(request.headers['x-callback-secret']);
		return await reply.status(status).send(answer);
	});
	const url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/hook`;
	return { url, secrets, close: async () => await server.close() };
}

const program = async (...args: string[]) =>
	await promisify(execFile)(process.execPath, ['--import', 'tsx', ...args], {
		cwd: join(__dirname, '../../../..'),
		timeout: 20_000,
	});

it('prints the address, the demo access and the table of numbers', async () => {
	const { simulator, lines } = await run(FREE_PORT);
	const text = lines.join('\n');
	for (const part of [simulator.url, simulator.appId, simulator.accessKey]) {
		expect(text).toContain(part);
	}
	expect(text).toContain('demoCallbackSecret');
	for (const [ending, { title }] of Object.entries(OUTCOMES)) {
		expect(text).toMatch(new RegExp(`${ending} +${title}`));
	}
	expect(text).toMatch(/Extension group: extGroup-1\. Extensions: \d{8}, /);
	await simulator.close();
});

it('says that a callback goes nowhere while it has no address', async () => {
	const { simulator, lines } = await run([...FREE_PORT, '--time-scale', '0']);
	await dial(simulator, { destnumber: '102', customuuid: 'order-1' });
	expect(lines.filter((line) => line.endsWith('not sent, no address yet'))).toHaveLength(3);
	await simulator.close();
});

it('sends both callbacks to the callback URL and prints requests and callbacks', async () => {
	const receiver = await startReceiver();
	const args = [...FREE_PORT, '--callback-url', receiver.url, '--time-scale', '0'];
	const { simulator, lines } = await run(args);
	await dial(simulator, { destnumber: '102' });
	const token = await login(simulator);
	expect(simulator.callbacks.map(({ status }) => status)).toEqual([200, 200, 200]);
	expect(lines.filter((line) => line.startsWith('callback'))).toHaveLength(3);
	const requests = lines.filter((line) => line.startsWith('request'));
	expect(requests).toHaveLength(3);
	expect(requests.join()).not.toContain(token);
	await simulator.close();
	await receiver.close();
});

describe('a callback address that is typed while it runs', () => {
	it('gets the callbacks from then on, with the secret', async () => {
		const receiver = await startReceiver();
		const { simulator, type } = await run([...FREE_PORT, '--time-scale', '0']);
		await dial(simulator, { destnumber: '102' });
		expect(await type(`  ${receiver.url} `)).toContain(receiver.url);
		await dial(simulator, { destnumber: '102' });
		expect(receiver.secrets).toEqual(Array(3).fill('demoCallbackSecret'));
		await simulator.close();
		await receiver.close();
	});

	it('takes the place of the earlier one, with the secret of the flag, which is not printed', async () => {
		const [earlier, later] = [await startReceiver(), await startReceiver()];
		const args = ['--callback-url', earlier.url, '--callback-secret', 'mine123'];
		const { simulator, lines, type } = await run([...FREE_PORT, '--time-scale', '0', ...args]);
		await type(later.url);
		await dial(simulator, { destnumber: '102' });
		expect(earlier.secrets).toEqual([]);
		expect(later.secrets).toEqual(['mine123', 'mine123', 'mine123']);
		expect(lines.join()).not.toContain('mine123');
		await simulator.close();
		await Promise.all([earlier.close(), later.close()]);
	});

	it('may have the secret at its end, which is sent in its place and not printed', async () => {
		const receiver = await startReceiver();
		const { simulator, type } = await run([...FREE_PORT, '--time-scale', '0']);
		expect(await type(`${receiver.url}?secret=mine%21123`)).toContain(
			`${receiver.url}?secret=***, with the secret at its end`,
		);
		await dial(simulator, { destnumber: '102' });
		expect(receiver.secrets).toEqual([undefined, undefined, undefined]);
		await simulator.close();
		await receiver.close();
	});

	it.each(['n8n.example.com/webhook/1/webhook', 'ftp://example.com', 'help', 'http://'])(
		'is refused if it is no web address: %s',
		async (line) => {
			const { simulator, type } = await run(FREE_PORT);
			expect(await type(line)).toMatch(/Production URL.*http/);
			expect(simulator.options.callbackUrls).toEqual({});
			await simulator.close();
		},
	);

	it('may be missing: the end of the input and empty lines change nothing', async () => {
		const receiver = await startReceiver();
		const args = [...FREE_PORT, '--callback-url', receiver.url, '--time-scale', '0'];
		const { simulator, terminal } = await run(args);
		terminal.end('\n\n');
		await dial(simulator, { destnumber: '102' });
		expect(receiver.secrets).toHaveLength(3);
		await simulator.close();
		await receiver.close();
	});
});

it('prints of a refused callback what it was and what the receiver answered, without the secret', async () => {
	const receiver = await startReceiver(401, `Unauthorized: mine123 ${'x'.repeat(150)} is the end`);
	const args = ['--callback-url', `${receiver.url}?secret=mine123`, '--time-scale', '0'];
	const { simulator, lines } = await run([...FREE_PORT, ...args]);
	await dial(simulator, { destnumber: '102', customuuid: 'order-1' });
	const [ring, , record] = lines.filter((line) => line.startsWith('callback'));
	expect(ring).toContain('HTTP 401 "Unauthorized: *** x');
	expect(ring).toContain('is the end"');
	expect(ring).toContain('"status":"ring"');
	expect(record).toContain('"customuuid":"order-1"');
	expect(lines.join()).not.toContain('mine123');
	await simulator.close();
	await receiver.close();
});

it('shows its flags and the account with --help and starts nothing', async () => {
	const { simulator, lines } = await run(['--help']);
	expect(simulator).toBeUndefined();
	const flags = ['--port', '--callback-url', '--callback-secret', '--latency', '--time-scale'];
	const account = ['http://127.0.0.1:8686/api/yunhu', 'demo-app', 'demo-access-key'];
	for (const part of [...flags, ...account, 'demoCallbackSecret', '--help']) {
		expect(lines.join()).toContain(part);
	}
});

it('has the same address each time', async () => {
	// Somebody may be using it while the tests run.
	const outcome = await run([]).then(
		async ({ simulator }) => (await simulator.close(), simulator.url),
		(error: Error) => error.message,
	);
	expect([
		'http://127.0.0.1:8686/api/yunhu',
		expect.stringContaining('Port 8686 is in use'),
	]).toContainEqual(outcome);
});

it('says what to do if its port is in use', async () => {
	const { simulator } = await run(FREE_PORT);
	const { port } = new URL(simulator.url);
	await expect(run(['--port', port])).rejects.toThrow(`Port ${port} is in use`);
	await simulator.close();
});

it.each([
	[['--port', 'x'], /--port/],
	[['--latency', ''], /--latency/],
	[['--time-scale=-1'], /--time-scale/],
	[['--callback-url', 'n8n.example.com'], /--callback-url/],
	[['--nonsense'], /--nonsense/],
])('refuses %j', async (args, message) => {
	await expect(run(args)).rejects.toThrow(message);
});

it('nothing keeps the process alive after close()', async () => {
	const script = `
		const { startSimulator } = require('./test/support/simulator');
		const { login, linkTo, post, LOGIN } = require('./test/unit/support/simulator/helpers');
		void (async () => {
			const simulator = await startSimulator({ timeScale: 3600 });
			simulator.addRecording('slow.wav', { delayMs: 3600000 });
			const url = await linkTo(simulator, 'slow.wav');
			simulator.placeCall({ destnumber: '101' });
			simulator.answerNext({ service: 'Logout', fault: { stall: true } });
			simulator.answerNext({ service: 'PlayVoice', fault: { delayMs: 3600000 } });
			const ends = [fetch(url), post(simulator, { service: 'App.Sip_Auth.Logout' })];
			ends.push(post(simulator, { service: 'App.Sip_Call.PlayVoice' }));
			while (simulator.requests.length < 4) await new Promise(setImmediate);
			simulator.options.latencyMs = 3600000;
			ends.push(post(simulator, LOGIN));
			while (simulator.requests.length < 5) await new Promise(setImmediate);
			await simulator.close();
			await Promise.allSettled(ends);
			console.log('closed');
		})();`;
	expect((await program('-e', script)).stdout).toBe('closed\n');
}, 30_000);

it('runs as a program and reports a wrong flag without a stack', async () => {
	const cli = 'test/support/simulator/cli.ts';
	expect((await program(cli, '--help')).stdout).toContain('--callback-url');
	await expect(program(cli, '--port', 'x')).rejects.toMatchObject({
		code: 1,
		stderr: '--port must be a number, 0 or more\n',
	});
}, 30_000);
