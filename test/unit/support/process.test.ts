import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { freePort } from '../../support/harness/process';

/** The first ephemeral port of Linux; macOS starts higher. */
const FIRST_GIVEN_PORT = 32_768;

/** One after the other, so that each is free again when the next is chosen. */
async function freePorts(count: number, choose = freePort): Promise<number[]> {
	const ports: number[] = [];
	while (ports.length < count) ports.push(await choose());
	return ports;
}

describe('freePort', () => {
	let server: Server;

	beforeEach(async () => {
		server = createServer();
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	});

	afterEach(() => {
		server.close();
	});

	const takenPort = () => (server.address() as AddressInfo).port;

	it('chooses ports that no connection of another process gets meanwhile', async () => {
		expect(Math.max(...(await freePorts(20)))).toBeLessThan(FIRST_GIVEN_PORT);
	});

	it('gives no port twice, and none to two workers of Jest', async () => {
		const worker = process.env.JEST_WORKER_ID;
		const ports: number[] = [];
		for (const id of ['1', '2']) {
			process.env.JEST_WORKER_ID = id;
			// A new process knows nothing of what others were given.
			await jest.isolateModulesAsync(async () => {
				const harness = await import('../../support/harness/process');
				ports.push(...(await freePorts(300, harness.freePort)));
			});
		}
		process.env.JEST_WORKER_ID = worker;
		expect(new Set(ports).size).toBe(600);
	});

	it('refuses a port in use, by its number', async () => {
		const port = takenPort();
		await expect(freePort(port)).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be used`);
	});

	it('gives back the port that is wanted', async () => {
		const port = takenPort();
		await new Promise((done) => server.close(done));
		expect(await freePort(port)).toBe(port);
	});
});
