import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { eventIdOf } from '../../../nodes/YunhuVoice/events/eventId';
import type { RawCallback } from '../../../nodes/YunhuVoice/events/types';
import type { Random } from '../../support/random';

/** How many of a hundred callbacks meet each trouble. */
const TROUBLE_PERCENT = 4;

const PASSED_ON = ['content-type', 'x-callback-secret'];

/** An unreliable relay between the provider and n8n. */
export interface Relay {
	/** Takes callbacks and passes them to n8n. */
	readonly url: string;
	/** The events that n8n received at least once. */
	readonly passedOn: ReadonlySet<string>;
	/** How often each trouble occurred. */
	readonly troubles: Readonly<Record<'lostOnTheWay' | 'answerLost' | 'badGateway', number>>;
	close(): Promise<void>;
}

/**
 * Passes callbacks on. Loses some of them, loses n8n's response to some, and responds to some with 502 itself.
 *
 * @param target n8n's webhook URL
 */
export async function startRelay(target: string, random: Random): Promise<Relay> {
	const passedOn = new Set<string>();
	const troubles = { lostOnTheWay: 0, answerLost: 0, badGateway: 0 };
	const agent = new Agent();

	async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const body = await buffer(incoming);
		if (random.chance(TROUBLE_PERCENT)) {
			troubles.lostOnTheWay += 1;
			outgoing.destroy();
			return;
		}
		if (random.chance(TROUBLE_PERCENT)) {
			troubles.badGateway += 1;
			outgoing.writeHead(502).end();
			return;
		}
		passedOn.add(eventIdOf(JSON.parse(body.toString()) as RawCallback));
		const headers = Object.fromEntries(
			PASSED_ON.map((name) => [name, String(incoming.headers[name])]),
		);
		const answer = await request(target, { dispatcher: agent, method: 'POST', headers, body });
		const text = await answer.body.text();
		if (random.chance(TROUBLE_PERCENT)) {
			troubles.answerLost += 1;
			outgoing.destroy();
			return;
		}
		outgoing.writeHead(answer.statusCode).end(text);
	}

	const server = createServer((incoming, outgoing) => {
		pass(incoming, outgoing).catch(() => outgoing.destroy());
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		passedOn,
		troubles,
		close: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
			await agent.close();
		},
	};
}
