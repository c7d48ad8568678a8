import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fastify from 'fastify';
import { OUTCOMES } from '../../../support/simulator';
import { main } from '../../../support/simulator/cli';
import { dial, login } from './helpers';

const run = async (args: string[]) => {
	const lines: string[] = [];
	const simulator = await main(args, (line) => lines.push(line));
	return { simulator: simulator!, lines };
};

const program = async (...args: string[]) =>
	await promisify(execFile)(process.execPath, ['--import', 'tsx', ...args], {
		cwd: join(__dirname, '../../../..'),
		timeout: 20_000,
	});

it('prints the address, the demo access and the table of numbers', async () => {
	const { simulator, lines } = await run([]);
	const text = lines.join('\n');
	for (const part of [simulator.url, simulator.appId, simulator.accessKey]) {
		expect(text).toContain(part);
	}
	for (const [ending, { title }] of Object.entries(OUTCOMES)) {
		expect(text).toMatch(new RegExp(`${ending} +${title}`));
	}
	await simulator.close();
});

it('sends both callbacks to the callback URL and prints requests and callbacks', async () => {
	const receiver = fastify();
	receiver.post('/hook', async () => '1');
	const url = await receiver.listen({ host: '127.0.0.1', port: 0 });
	const { simulator, lines } = await run(['--callback-url', `${url}/hook`, '--time-scale', '0']);
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

it('shows its flags with --help and starts nothing', async () => {
	const { simulator, lines } = await run(['--help']);
	expect(simulator).toBeUndefined();
	for (const flag of ['--port', '--callback-url', '--latency', '--time-scale', '--help']) {
		expect(lines.join()).toContain(flag);
	}
});

it.each([
	[['--port', 'x'], /--port/],
	[['--latency', ''], /--latency/],
	[['--time-scale=-1'], /--time-scale/],
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
