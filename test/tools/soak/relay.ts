import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { eventIdOf } from '../../../nodes/YunhuVoice/events/eventId';
import type { RawCallback } from '../../../nodes/YunhuVoice/events/types';
import type { Random } from '../../support/random';

/** How many of a hundred callbacks meet each trouble. */
const TROUBLE_PERCENT = 4;

/** An unreliable relay between the provider and n8n. */
export interface Relay {
	/** Takes callbacks and passes them to n8n. */
	readonly url: string;
	/** The events that n8n received at least once. */
	readonly passedOn: ReadonlySet<string>;
	/** Those of them that n8n received again after a pause: a restart empties the trigger's list of duplicates. */
	readonly passedOnAgain: ReadonlySet<string>;
	/** Holds what arrives back until `goOn`. Resolves when nothing is on its way to n8n. */
	pause(): Promise<void>;
	goOn(): void;
	/** How often each trouble occurred. */
	readonly troubles: Readonly<Record<'lostOnTheWay' | 'answerLost' | 'badGateway', number>>;
	close(): Promise<void>;
}

/**
 * Passes callbacks on to several triggers. Loses some of them, loses n8n's responses to some, and responds to some with 502
 * itself.
 *
 * @param targets the triggers' URLs
 */
export async function startRelay(targets: string[], random: Random): Promise<Relay> {
	const passedOn = new Set<string>();
	const passedOnAgain = new Set<string>();
	/** What n8n had received when the relay last paused. */
	let beforePause: ReadonlySet<string> = new Set();
	const troubles = { lostOnTheWay: 0, answerLost: 0, badGateway: 0 };
	const agent = new Agent();
	const onTheWay = new Set<Promise<unknown>>();
	let gate = Promise.resolve();
	let open = () => {};

	async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const body = await buffer(incoming);
		await gate;
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
		const event = eventIdOf(JSON.parse(body.toString()) as RawCallback);
		passedOn.add(event);
		if (beforePause.has(event)) passedOnAgain.add(event);
		const headers = { 'content-type': String(incoming.headers['content-type']) };
		const delivered = Promise.all(
			targets.map(async (target) => {
				const answer = await request(target, { dispatcher: agent, method: 'POST', headers, body });
				return { status: answer.statusCode, text: await answer.body.text() };
			}),
		);
		const settled = delivered.catch(() => {}).finally(() => onTheWay.delete(settled));
		onTheWay.add(settled);
		const answers = await delivered;
		const { status, text } = answers.find((answer) => answer.status !== 200) ?? answers[0]!;
		if (random.chance(TROUBLE_PERCENT)) {
			troubles.answerLost += 1;
			outgoing.destroy();
			return;
		}
		outgoing.writeHead(status).end(text);
	}

	const server = createServer((incoming, outgoing) => {
		pass(incoming, outgoing).catch(() => outgoing.destroy());
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		passedOn,
		passedOnAgain,
		pause: async () => {
			gate = new Promise((done) => (open = done));
			await Promise.all(onTheWay);
			beforePause = new Set(passedOn);
		},
		goOn: () => open(),
		troubles,
		close: async () => {
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
			await agent.close();
		},
	};
}
