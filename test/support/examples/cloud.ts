import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type IncomingMessage, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../harness/command';
import { type Answer, type Received, startStandIn } from './standIn';

/** A stand-in for services in the internet whose addresses n8n's nodes do not let anybody change. */
export interface Cloud {
	/** What n8n has to be started with: every connection leaves by a proxy, which leads these hosts here. */
	env: Record<string, string>;
	/** Every request, in order. */
	received: Received[];
	close(): Promise<void>;
}

/**
 * Plays hosts of the internet over HTTPS, with a certificate that only this n8n trusts. Other hosts cannot be reached.
 * Needs the command `openssl`.
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

/** Makes a throw-away certificate for hosts of the internet and for this machine. Needs the command `openssl`. */
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

/** A way out that leads these hosts, over HTTPS, to a port of this machine, and all others nowhere. */
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
