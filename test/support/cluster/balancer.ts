import type { AddressInfo } from 'node:net';
import httpProxy from '@fastify/http-proxy';
import fastify, { type FastifyRequest } from 'fastify';
import { Agent } from 'undici';

/** The response header that names the webhook process a request went through. */
export const SERVED_BY_HEADER = 'x-served-by';

export interface Backend {
	name: string;
	/** Its origin. */
	url: string;
}

/** Forwards requests to the webhook processes in turn, with bodies and headers unchanged. */
export interface Balancer {
	readonly url: string;
	/** Sets the processes that take requests from now on. */
	use(backends: Backend[]): void;
	close(): Promise<void>;
}

/** Starts a round-robin load balancer on 127.0.0.1. */
export async function startBalancer(): Promise<Balancer> {
	let open: Backend[] = [];
	let turn = 0;
	const taken = new WeakMap<object, Backend>();
	const server = fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024 });
	// Fastify's default parser would decode text/plain as UTF-8.
	server.removeAllContentTypeParsers();
	await server.register(httpProxy, {
		upstream: '',
		// No retries: a callback that one process may have taken must not go to another one.
		undici: new Agent({ connections: 256, pipelining: 1 }),
		replyOptions: {
			retriesCount: 0,
			getUpstream: ({ raw }) => {
				const backend = open[turn++ % open.length];
				if (!backend) throw new Error('No webhook process takes requests');
				taken.set(raw, backend);
				return backend.url;
			},
			rewriteRequestHeaders: ({ headers: { host } }, headers) => ({ ...headers, host }),
			rewriteHeaders: (headers, request) => {
				const { raw } = request as unknown as FastifyRequest;
				return { ...headers, [SERVED_BY_HEADER]: taken.get(raw)?.name ?? '' };
			},
		},
	});
	await server.listen({ port: 0, host: '127.0.0.1' });
	const { port } = server.server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		use: (backends) => {
			open = backends;
		},
		close: async () => await server.close(),
	};
}
