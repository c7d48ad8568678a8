import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type IncomingMessage, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../harness/command';
import { type Answer, type Received, startStandIn } from './standIn';

/** A stand-in for internet services whose URLs are fixed in n8n's nodes. */
export interface Cloud {
	/** Environment for n8n: every connection leaves through a proxy, which leads these hosts here. */
	env: Record<string, string>;
	/** Every request, in order. */
	received: Received[];
	close(): Promise<void>;
}

/**
 * Plays internet hosts over HTTPS, with a certificate that only this n8n trusts. Other hosts are unreachable.
 *
 * Needs the `openssl` command.
 */
export async function startCloud(
	hosts: string[],
	answer: (request: Received) => Answer,
): Promise<Cloud> {
	const folder = mkdtempSync(join(tmpdir(), 'yunhu-voice-cloud-'));
	const { key, cert } = await makeCertificate(hosts, folder);
	const services = await startStandIn(answer, {
		key: readFileSync(key, 'utf8'),
		cert: readFileSync(cert, 'utf8'),
	});
	const proxy = await startProxy(hosts, services.port);
	return {
		env: { ...proxy.env, NODE_EXTRA_CA_CERTS: cert },
		received: services.received,
		close: async () => {
			await proxy.close();
			await services.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/**
 * Creates a temporary certificate for internet hosts and this machine. Needs the `openssl` command.
 *
 * @returns the paths of the two files
 */
export async function makeCertificate(
	hosts: string[],
	folder: string,
): Promise<{ key: string; cert: string }> {
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const names = [...hosts.map((host) => `DNS:${host}`), 'IP:127.0.0.1'].join();
	await run(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=stand-in'],
			...['-addext', `subjectAltName=${names}`, '-keyout', key, '-out', cert],
		],
		folder,
	);
	return { key, cert };
}

/** Starts a proxy that leads HTTPS connections for these hosts to a local port and refuses all others. */
export async function startProxy(
	hosts: string[],
	port: number,
): Promise<{ env: Record<string, string>; close(): Promise<void> }> {
	const sockets = new Set<Socket>();
	const server = createServer((_, response) => response.writeHead(403).end());
	server.on('connect', ({ url = '' }: IncomingMessage, client: Socket) => {
		client.on('error', () => client.destroy());
		sockets.add(client);
		if (!hosts.includes(url.split(':')[0] ?? '')) {
			client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const service = connect(port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			service.pipe(client).pipe(service);
		});
		service.on('error', () => client.destroy());
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		env: {
			HTTPS_PROXY: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			NO_PROXY: '127.0.0.1,localhost',
		},
		close: async () => {
			sockets.forEach((socket) => socket.destroy());
			await new Promise((closed) => server.close(closed));
		},
	};
}
