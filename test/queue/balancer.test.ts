import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { request } from 'undici';
import {
	type Balancer,
	type Backend,
	SERVED_BY_HEADER,
	startBalancer,
} from '../support/cluster/balancer';

interface Seen {
	url: string | undefined;
	host: string | undefined;
	type: string | undefined;
	secret: string | string[] | undefined;
	body: string;
}

let balancer: Balancer;
const servers: Server[] = [];
const seen: Seen[] = [];

async function startBackend(name: string): Promise<Backend> {
	const server = createServer((incoming, response) => {
		void buffer(incoming).then((body) => {
			const { host, 'content-type': type, 'x-callback-secret': secret } = incoming.headers;
			seen.push({ url: incoming.url, host, type, secret, body: body.toString('hex') });
			response.writeHead(201, { 'content-type': 'text/plain' }).end(name);
		});
	});
	servers.push(server);
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return { name, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

beforeAll(async () => {
	balancer = await startBalancer();
	balancer.use([await startBackend('one'), await startBackend('two')]);
});

afterAll(async () => {
	await balancer?.close();
	for (const server of servers) server.close();
});

it('passes bodies, headers and addresses as they are, to the backends in turn', async () => {
	const bodies: Array<[string | undefined, Buffer]> = [
		['application/json', Buffer.from('{ "uuid" : "1",  "a":1.0 }')],
		['application/json', Buffer.from('{"broken":')],
		['application/x-www-form-urlencoded', Buffer.from('{"uuid":"a+b%20c"}=')],
		['text/plain; charset=gbk', Buffer.from([0xd5, 0xc5, 0xc8, 0xfd])],
		['application/octet-stream', Buffer.from([0xff, 0x00, 0xfe])],
		[undefined, Buffer.from('{"uuid":"1"}')],
	];
	const backends: unknown[] = [];
	for (const [type, body] of bodies) {
		const answer = await request(`${balancer.url}/webhook/a%20b?secret=a%2Bb+c`, {
			method: 'POST',
			headers: { 'x-callback-secret': 's', ...(type && { 'content-type': type }) },
			body,
		});
		backends.push([answer.statusCode, answer.headers[SERVED_BY_HEADER], await answer.body.text()]);
	}
	expect(seen).toEqual(
		bodies.map(([type, body]) => ({
			url: '/webhook/a%20b?secret=a%2Bb+c',
			host: new URL(balancer.url).host,
			type,
			secret: 's',
			body: body.toString('hex'),
		})),
	);
	const [one, two] = [
		[201, 'one', 'one'],
		[201, 'two', 'two'],
	];
	expect(backends).toEqual([one, two, one, two, one, two]);
});
