import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fastify from 'fastify';
import { OUTCOMES } from '../../simulator';
import { main } from '../../simulator/cli';
import { dial, login } from './helpers';

const run = async (args: string[]) => {
	const lines: string[] = [];
	const simulator = await main(args, (line) => lines.push(line));
	return { simulator: simulator!, lines };
};

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

it('takes port, latency and time scale', async () => {
	const first = await run([]);
	const { port } = new URL(first.simulator.url);
	await first.simulator.close();
	const { simulator } = await run(['--port', port, '--latency', '2', '--time-scale', '0.5']);
	expect(new URL(simulator.url).port).toBe(port);
	expect(simulator.options).toMatchObject({ latencyMs: 2, timeScale: 0.5 });
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

it('runs as a program and reports a wrong flag without a stack', async () => {
	const root = join(__dirname, '../../..');
	const program = async (...args: string[]) =>
		await promisify(execFile)(
			process.execPath,
			['--import', 'tsx', 'test/simulator/cli.ts', ...args],
			{ cwd: root },
		);
	expect((await program('--help')).stdout).toContain('--callback-url');
	await expect(program('--port', 'x')).rejects.toMatchObject({
		code: 1,
		stderr: '--port must be a number, 0 or more\n',
	});
}, 30_000);
