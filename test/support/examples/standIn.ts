import { type IncomingHttpHeaders, type IncomingMessage, createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request that a stand-in received. */
export interface Received {
	method: string;
	host: string;
	/** Path and query. */
	url: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Answer {
	/** Default 200. */
	status?: number;
	headers?: Record<string, string>;
	/** A string is sent as is, anything else as JSON. */
	body?: unknown;
}

export interface Certificate {
	key: string;
	cert: string;
}

/** A web server that stands in for someone else's service. */
export interface StandIn {
	url: string;
	port: number;
	/** Every request, in order. */
	received: Received[];
	close(): Promise<void>;
}

/** @param certificate enables HTTPS */
export async function startStandIn(
	answer: (request: Received) => Answer,
	certificate?: Certificate,
): Promise<StandIn> {
	const received: Received[] = [];
	const server = certificate ? createSecureServer(certificate) : createServer();
	server.on('request', async (request: IncomingMessage, response) => {
		const { method = '', url = '', headers } = request;
		const body = Buffer.concat(await request.toArray());
		const got = { method, host: headers.host ?? '', url, headers, body };
		received.push(got);
		const { status = 200, headers: more, body: reply = '' } = answer(got);
		const isText = typeof reply === 'string';
		response.writeHead(status, {
			'content-type': isText ? 'text/plain' : 'application/json',
			...more,
		});
		response.end(isText ? reply : JSON.stringify(reply));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http${certificate ? 's' : ''}://127.0.0.1:${port}`,
		port,
		received,
		close: async () =>
			await new Promise((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			}),
	};
}
