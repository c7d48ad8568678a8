/**
 * A test double of the provider, on 127.0.0.1 only, based on the provider's reference pages (voice-menu, common-api).
 * The package never ships it.
 */

import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { interfaceError, operationError, stamp, success, type Answer } from './bodies';
import { Calls } from './calls';
import { isService, LOGIN, LOGOUT, PLAY_VOICE, problemOf } from './checks';
import { errorAnswer, FaultQueue, hasEffect, sendFault } from './faults';
import { Recordings } from './recordings';
import { Tokens } from './tokens';
import type { RequestRecord, Simulator, SimulatorOptions, SimulatorSettings } from './types';

export * from './types';
export { OUTCOMES } from './outcomes';

const PATH = '/api/yunhu';

const DEFAULTS: SimulatorSettings = {
	appId: 'demo-app',
	accessKey: 'demo-access-key',
	companyCode: '2028',
	callbackUrls: {},
	callbackHeaders: {},
	callbackRetries: 0,
	// A receiver that never responds must not hold up settled() forever.
	callbackTimeoutMs: 10_000,
	customDataLength: Infinity,
	duplicateCallbacks: false,
	latencyMs: 0,
	timeScale: 0.01,
	tokenLifeSeconds: 12 * 60 * 60,
	linkLifeSeconds: 5 * 60,
	recordingDelaySeconds: 0,
	singleSession: false,
	sameTokenUntilLogout: false,
	htmlContentType: true,
};

type Form = Array<[string, string]>;

/** Reads the fields in order and with duplicates. Throws if the body is not a form. */
async function readForm(request: FastifyRequest): Promise<Form> {
	if (request.body instanceof URLSearchParams) return [...request.body];
	if (!request.isMultipart()) throw new Error('content type must be form-data');
	const form: Form = [];
	for await (const part of request.parts()) {
		if (part.type === 'file') {
			part.file.resume();
			throw new Error(`field ${part.fieldname} must not be a file`);
		}
		form.push([part.fieldname, String(part.value)]);
	}
	return form;
}

/** Also matches a misspelt token or accesskey. */
const SECRET = /token|key/i;

/** Returns one line of the log. Line breaks in values cannot forge a second one. */
function describe({ service, fields, answeredWith }: RequestRecord): string {
	const shown = Object.entries(fields)
		.filter(([name]) => name !== 'service')
		.map(([name, value]) => `${name}=${SECRET.test(name) ? '***' : JSON.stringify(value)}`);
	return `request ${JSON.stringify(service)} ${shown.join(' ')} -> ${JSON.stringify(answeredWith)}`;
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { port = 0, ...given } = options;
	const settings: SimulatorSettings = {
		...DEFAULTS,
		...given,
		callbackUrls: { ...given.callbackUrls },
		callbackHeaders: { ...given.callbackHeaders },
	};
	const closing = new AbortController();
	const tokens = new Tokens(settings);
	const recordings = new Recordings(settings, closing.signal);
	const calls = new Calls(settings, recordings);
	const faults = new FaultQueue();
	const requests: RequestRecord[] = [];
	let origin = '';
	let underWay = 0;
	let maxInFlight = 0;

	/** Handles a request that passed the checks. */
	function serve(service: string, fields: Record<string, string>): Answer {
		const { token = '', filename = '', destnumber = '' } = fields;
		if (service === LOGIN) {
			if (fields.appid !== settings.appId) return interfaceError(601);
			if (fields.accesskey !== settings.accessKey) return operationError(1003, '授权失败');
			return success('Authorization successful', {
				companycode: settings.companyCode,
				companyname: 'test',
				token: tokens.issue(),
				authtime: stamp(Date.now()),
				authmodel: '',
			});
		}
		if (!tokens.isValid(token)) return interfaceError(600);
		switch (service) {
			case LOGOUT:
				tokens.revoke(token);
				return success('logout successful');
			case PLAY_VOICE:
				if (tokens.isOutdated(token)) return operationError(1010, '分机异常');
				calls.place({ ...fields, destnumber });
				return success('Play command sent successfully');
			default: // GetRecodeFile
				if (!recordings.isReady(filename)) return operationError(1002, '录音文件不存在');
				return success('get success', recordings.link(origin, filename));
		}
	}

	async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
		underWay += 1;
		maxInFlight = Math.max(maxInFlight, underWay);
		reply.raw.once('close', () => (underWay -= 1));
		let form: Form = [];
		let problem: string | undefined;
		try {
			form = await readForm(request);
			problem = problemOf(form);
		} catch (error) {
			problem = (error as Error).message;
		}
		const fields = Object.fromEntries(form);
		const service = fields.service ?? '';
		const fault = faults.next(service);
		let answer: Answer | undefined;
		if (fault && !hasEffect(fault)) answer = errorAnswer(fault);
		else if (problem) answer = interfaceError(400, `Illegal request: ${problem}`);
		else answer = serve(service, fields);

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
		calls.reset();
	}

	const server = fastify({ forceCloseConnections: true });
	server.removeAllContentTypeParsers();
	await server.register(multipart);
	await server.register(formbody, { parser: (text) => new URLSearchParams(text) as never });
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
	origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

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
		callbacks: calls.callbacks,
		count: (wanted) => requests.filter(({ service }) => isService(service, wanted)).length,
		answerNext: (fault) => faults.add(fault),
		revokeTokens: () => tokens.clear(),
		addExtension: () => tokens.outdate(),
		placeCall: (call) => calls.place(call),
		addRecording: (name, recording = {}) => recordings.add(name, recording),
		redirectRecordingsTo: (url) => {
			recordings.redirectTo = url;
		},
		get maxInFlight() {
			return maxInFlight;
		},
		settled: async () => await calls.settled(),
		forget,
		reset: () => {
			forget();
			faults.clear();
			tokens.clear();
		},
		close: async () => {
			closing.abort();
			await calls.close();
			await server.close();
		},
	};
}
