/**
 * A test double of the provider, on 127.0.0.1 only, based on the provider's reference pages (voice-menu, common-api) and
 * on what is known of its other services (services.md).
 * The package never ships it.
 */

import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { Account } from './account';
import { interfaceError, type Answer } from './answers';
import { Bills } from './bills';
import { Callbacks } from './callbacks';
import { Calls } from './calls';
import { Campaigns } from './campaigns';
import { isService, problemOf } from './checks';
import { errorAnswer, FaultQueue, hasEffect, sendFault } from './faults';
import { describe, readForm, type Form } from './form';
import { Recordings } from './recordings';
import { serve, SERVICES } from './services';
import { settingsOf } from './settings';
import { Tokens } from './tokens';
import type { RequestRecord, Simulator, SimulatorOptions } from './types';

export * from './types';
export { OUTCOMES, type Outcome } from './outcomes';

/** The path of all services. */
export const PATH = '/api/yunhu';

/** A campaign's 10,000 rows are some megabytes in one field. */
const MAX_FORM_BYTES = 32 * 1024 * 1024;

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { port = 0, ...given } = options;
	const settings = settingsOf(given);
	const closing = new AbortController();
	const account = new Account(settings);
	const bills = new Bills(settings);
	const tokens = new Tokens(settings);
	const recordings = new Recordings(settings, closing.signal);
	const callbacks = new Callbacks(settings);
	const calls = new Calls(settings, account, recordings, bills, callbacks);
	const campaigns = new Campaigns(settings, account, calls, callbacks);
	const startedAt = Date.now();
	const world = { settings, account, bills, calls, campaigns, recordings, tokens, startedAt };
	const faults = new FaultQueue();
	const requests: RequestRecord[] = [];
	let underWay = 0;
	let maxInFlight = 0;

	async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		underWay += 1;
		maxInFlight = Math.max(maxInFlight, underWay);
		reply.raw.once('close', () => (underWay -= 1));
		let form: Form = [];
		let problem: string | undefined;
		try {
			form = await readForm(request);
			problem = problemOf(form, SERVICES);
		} catch (error) {
			problem = (error as Error).message;
		}
		const fields = Object.fromEntries(form);
		const service = fields.service ?? '';
		const fault = faults.next(service, fields.destnumber);
		let answer: Answer | undefined;
		if (fault && !hasEffect(fault)) answer = errorAnswer(fault);
		else if (problem) answer = interfaceError(400, `Illegal request: ${problem}`);
		else answer = serve(service, new Map(form), world);

		const { errors } = (answer?.data ?? {}) as { errors?: { code: string } };
		const record: RequestRecord = {
			service,
			fields,
			contentType: request.headers['content-type'] ?? '',
			at: new Date(),
			answeredWith: {
				...(answer && { ret: answer.ret, msg: answer.msg }),
				...(errors && { code: errors.code }),
				...(fault && { fault }),
			},
		};
		requests.push(record);
		settings.log?.(describe(record));

		const { signal } = closing;
		if (settings.latencyMs) await sleep(settings.latencyMs, undefined, { signal });
		const type = `${settings.htmlContentType ? 'text/html' : 'application/json'}; charset=utf-8`;
		if (fault && (await sendFault(fault, reply, type, signal))) return reply;
		return reply.type(type).send(JSON.stringify(answer));
	}

	function forget(): void {
		requests.length = 0;
		maxInFlight = 0;
		campaigns.pauseAll();
		calls.reset();
	}

	const server = fastify({ forceCloseConnections: true, bodyLimit: MAX_FORM_BYTES });
	server.removeAllContentTypeParsers();
	await server.register(multipart, { limits: { fieldSize: MAX_FORM_BYTES } });
	await server.register(formbody, {
		bodyLimit: MAX_FORM_BYTES,
		parser: (text) => new URLSearchParams(text) as never,
	});
	server.addContentTypeParser('*', (_request, payload, done) => {
		payload.resume();
		done(null);
	});
	// Otherwise a request with an invalid media type would not reach the handler.
	server.setErrorHandler<FastifyError>(async (error, request, reply) => {
		if (error.statusCode !== 415) throw error;
		return await handle(request, reply);
	});
	server.post(PATH, handle);
	server.get<{ Params: { key: string; name: string } }>(
		'/recordings/:key/:name',
		async ({ params }, reply) => await recordings.download(params.key, params.name, reply),
	);
	await server.listen({ port, host: '127.0.0.1' });
	const origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
	recordings.origin = origin;

	return {
		url: origin + PATH,
		origin,
		get appId() {
			return settings.appId;
		},
		get accessKey() {
			return settings.accessKey;
		},
		options: settings,
		requests,
		dials: calls.dials,
		callbacks: callbacks.delivered,
		groups: account.groups,
		extensions: account.extensions,
		callerIds: account.callerIds,
		bills: bills.rows,
		campaigns: campaigns.rows,
		addBill: (bill) => bills.add(bill),
		count: (wanted) => requests.filter(({ service }) => isService(service, wanted)).length,
		answerNext: (fault) => faults.add(fault),
		revokeTokens: () => tokens.clear(),
		addExtension: () => tokens.outdate(),
		placeCall: (call) => calls.place(call).uuid,
		addRecording: (name, recording = {}) => recordings.add(name, recording),
		redirectRecordingsTo: (url) => {
			recordings.redirectTo = url;
		},
		get maxInFlight() {
			return maxInFlight;
		},
		get maxCallsAlive() {
			return calls.maxAlive;
		},
		settled: async () => await calls.settled(),
		forget,
		reset: () => {
			forget();
			faults.clear();
			tokens.clear();
			bills.clear();
			campaigns.clear();
			account.seed();
		},
		close: async () => {
			closing.abort();
			await calls.close();
			await server.close();
		},
	};
}
