import { readFileSync } from 'node:fs';
import httpProxy from '@fastify/http-proxy';
import fastify from 'fastify';
import type { Registry } from '../editor/registry';
import { startProxy } from '../examples/cloud';
import { freePort } from '../harness/process';

/** What GitHub gives a workflow with the permission `id-token: write`, so that npm knows which workflow it is. */
const ID_TOKEN = `e30.${Buffer.from('{"repository_visibility":"public"}').toString('base64url')}.x`;

/** The public npm registry as a workflow on GitHub sees it. */
export interface Npmjs {
	/** Environment for the workflow's steps. */
	readonly env: Record<string, string>;
	/** Lets the workflow publish this package without a stored token. npm offers it for packages that exist. */
	trust(packageName: string): void;
	close(): Promise<void>;
}

/** Puts npm's exchange of tokens for trusted publishers in front of a registry, which has none. */
export async function startNpmjs(registry: Registry): Promise<Npmjs> {
	const trusted = new Set<string>();
	const cert = readFileSync(registry.cert);
	const app = fastify({ https: { key: readFileSync(registry.key), cert } });
	app.post<{ Params: { name: string } }>(
		'/-/npm/v1/oidc/token/exchange/package/:name',
		async ({ params, headers }, reply) =>
			trusted.has(params.name) && headers.authorization === `Bearer ${ID_TOKEN}`
				? { token: registry.token }
				: await reply.code(404).send({ message: 'no trusted publisher' }),
	);
	await app.register(httpProxy, {
		upstream: `https://127.0.0.1:${registry.port}`,
		undici: { connect: { ca: cert } },
	});
	const port = await freePort();
	await app.listen({ host: '127.0.0.1', port });
	const proxy = await startProxy([registry.host], port);
	return {
		env: {
			...proxy.env,
			NODE_EXTRA_CA_CERTS: registry.cert,
			GITHUB_ACTIONS: 'true',
			NPM_ID_TOKEN: ID_TOKEN,
		},
		trust: (packageName) => void trusted.add(packageName),
		close: async () => {
			await proxy.close();
			await app.close();
		},
	};
}
