import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { freePort } from '../../support/harness/process';

/** The first ephemeral port of Linux; macOS starts higher. */
const FIRST_GIVEN_PORT = 32_768;

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
		const ports = await Promise.all(Array.from({ length: 20 }, async () => await freePort()));
		expect(Math.max(...ports)).toBeLessThan(FIRST_GIVEN_PORT);
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
