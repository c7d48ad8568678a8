import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { type IN8nHttpFullResponse, type INode, NodeApiError, UserError } from 'n8n-workflow';
import { retFailure } from '../../../nodes/YunhuVoice/api/errors';
import {
	type Bounds,
	failureOfError,
	type HttpRequest,
	retryAfterOf,
	send,
} from '../../../nodes/YunhuVoice/api/http';
import { loginFailed } from '../../../nodes/YunhuVoice/api/login';
import { NotSent } from '../../../nodes/YunhuVoice/api/notSent';
import { credentialOf } from './helpers';

/** Returns n8n's error for one that a request or a credential threw. n8n 1 drops its cause. */
function wrapped(error: Error, n8n: 1 | 2): NodeApiError {
	const wrapper = new NodeApiError({ name: 'Yunhu Voice' } as INode, error as never);
	if (n8n === 1) delete wrapper.cause;
	return wrapper;
}

describe.each([1, 2] as const)('what a request failed of, on n8n %d', (n8n) => {
	it('is the reason of a login that failed, and nothing was sent', () => {
		const failure = failureOfError(wrapped(loginFailed(retFailure('601', '')), n8n));
		expect(failure).toMatchObject({ level: 'ret', code: '601', mayHaveHappened: false });
		expect(failure.message).toMatch(/^The login failed: /);
	});

	it('is a dead token where no login helps', () => {
		expect(failureOfError(wrapped(new NotSent(retFailure('600', ''), 401), n8n))).toMatchObject({
			code: '600',
		});
	});

	it('is not repeated where it is a login, which can take its whole time limit', () => {
		const failure = { ...retFailure('500', ''), isTransient: true };
		expect(failureOfError(wrapped(loginFailed(failure), n8n)).isTransient).toBe(false);
	});

	it('says nothing of when the call was sent, where it is the login that was sent', () => {
		const failure = { ...retFailure('500', ''), sentAt: 1 };
		expect(failureOfError(wrapped(loginFailed(failure), n8n))).not.toHaveProperty('sentAt');
	});

	it.each([
		['ECONNREFUSED', 'UNREACHABLE'],
		['ECONNABORTED', 'TIMEOUT'],
		['ERR_CANCELED', 'CANCELLED'],
		['ECONNRESET', 'CONNECTION_LOST'],
	])('is told by the network’s code %s', (code, expected) => {
		const failure = failureOfError(wrapped(Object.assign(new Error('x'), { code }), n8n));
		expect(failure).toMatchObject({ level: 'transport', code: expected });
	});
});

it('what a request failed of is told by the network’s code also where n8n has not wrapped the error', () => {
	const error = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
	expect(failureOfError(error)).toMatchObject({ code: 'UNREACHABLE' });
});

it.each([undefined, null, 'text', { context: { data: { isNotSent: true, failure: {} } } }])(
	'what a request failed of is unknown where no error was thrown, but %j',
	(thrown) => {
		expect(failureOfError(thrown)).toMatchObject({
			code: 'CONNECTION_LOST',
			mayHaveHappened: true,
		});
	},
);

describe('an error of the network, as axios gives it', () => {
	/** Returns the failure for a system error inside axios's error inside n8n's. */
	const failureOf = (error: object, axios: object = {}) => {
		const cause = Object.assign(new Error('x'), error);
		const { code } = error as { code?: string };
		return failureOfError(wrapped(Object.assign(new Error('y', { cause }), { code }, axios), 2));
	};

	it.each([
		[{ code: 'EHOSTUNREACH', syscall: 'connect' }, 'UNREACHABLE', false],
		[{ code: 'EHOSTUNREACH', syscall: 'read' }, 'CONNECTION_LOST', true],
		[{ code: 'EHOSTUNREACH' }, 'CONNECTION_LOST', true],
		[{ code: 'ENETUNREACH', syscall: 'connect' }, 'UNREACHABLE', false],
		[{ code: 'ENETUNREACH', syscall: 'write' }, 'CONNECTION_LOST', true],
		[{ code: 'ETIMEDOUT', syscall: 'connect' }, 'UNREACHABLE', false],
		[{ code: 'ETIMEDOUT', syscall: 'read' }, 'TIMEOUT', true],
		[{ code: 'ETIMEDOUT', syscall: 'disconnect' }, 'TIMEOUT', true],
		[{ code: 'ETIMEDOUT', syscall: 'connected' }, 'TIMEOUT', true],
		[{ code: 'EPROTO', syscall: 'write' }, 'CONNECTION_LOST', true],
		[{ code: 'EPROTO', syscall: 'connect' }, 'NO_HTTPS', false],
		[{ code: 'ECONNREFUSED', syscall: 'connect' }, 'UNREACHABLE', false],
		[{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'HOST_NOT_FOUND', false],
		[{ code: 'EAI_FAIL', syscall: 'getaddrinfo' }, 'UNREACHABLE', false],
		[{ code: 'ESERVFAIL', syscall: 'queryA' }, 'UNREACHABLE', false],
		[{ code: 'ESERVFAIL', syscall: 'queryAaaa' }, 'UNREACHABLE', false],
		[{ code: 'ETIMEDOUT', errors: [] }, 'TIMEOUT', true],
	])('%j is %s, and whether it may have happened is %s', (error, code, mayHaveHappened) => {
		expect(failureOf(error)).toMatchObject({ code, mayHaveHappened });
	});

	it('comes from connecting where TLS was not yet agreed on', () => {
		const request = { socket: { secureConnecting: true } };
		const error = { code: 'EPROTO', syscall: 'write' };
		expect(failureOf(error, { request })).toMatchObject({ code: 'NO_HTTPS' });
		request.socket.secureConnecting = false;
		expect(failureOf(error, { request })).toMatchObject({ code: 'CONNECTION_LOST' });
		expect(failureOf(error, { request: {} })).toMatchObject({ code: 'CONNECTION_LOST' });
	});

	it('comes from connecting where each address of the host refused', () => {
		const refused = { code: 'ETIMEDOUT', syscall: 'connect' };
		const errors = [refused, { code: 'ENETUNREACH', syscall: 'connect' }];
		expect(failureOf({ code: 'ETIMEDOUT', errors })).toMatchObject({ code: 'UNREACHABLE' });
		expect(failureOf({ code: 'ETIMEDOUT', errors: [refused, {}] })).toMatchObject({
			code: 'TIMEOUT',
		});
	});

	it.each([(cause: Error) => cause, (cause: Error) => new Error('axios', { cause })])(
		'is a refusal of n8n itself where its own error is the reason: nothing was sent',
		(around) => {
			const failure = failureOfError(
				wrapped(around(new UserError('The target is not allowed')), 2),
			);
			expect(failure).toMatchObject({
				level: 'transport',
				code: 'REFUSED_BY_N8N',
				mayHaveHappened: false,
				message: expect.stringContaining('n8n blocked the request'),
				advice: expect.stringContaining('N8N_SSRF_ALLOWED_HOSTNAMES'),
			});
		},
	);
});

it.each([
	['17', 17],
	[' 0 ', 0],
	['Thu, 01 Jan 1970 00:02:00 GMT', 60],
	['Thu, 01 Jan 1970 00:00:00 GMT', 0],
	['soon', undefined],
	['', undefined],
	[undefined, undefined],
	['-5', undefined],
	['7.5', undefined],
	['7 seconds', undefined],
	['1234567890', undefined],
])('the header Retry-After %j is %j seconds', (header, seconds) => {
	expect(retryAfterOf(header, 60_000)).toBe(seconds);
});

describe('sending a request', () => {
	const ENDPOINT = { credential: credentialOf(), url: 'https://yunhu.example.com/api' };
	const FORM = { service: 'App.Sip_Call.PlayVoice', token: 'token-of-a-test' };
	const ANSWER = { ret: 200, data: { status: 0, desc: 'fine' }, msg: '' };

	/** n8n's function, with this answer. */
	const answering =
		(response: Partial<IN8nHttpFullResponse>) => async (): Promise<IN8nHttpFullResponse> =>
			await Promise.resolve({
				statusCode: 200,
				headers: {},
				body: JSON.stringify(ANSWER),
				...response,
			});

	const bytes = (text: string, size = text.length): Readable =>
		Readable.from([Buffer.from(text.padEnd(size, ' '))]);

	const sent = async (request: HttpRequest, bounds: Partial<Bounds> = {}) =>
		await send(request, ENDPOINT, FORM, { timeoutSeconds: 10, ...bounds });

	it.each<[string, string | Readable]>([
		['text', JSON.stringify(ANSWER)],
		['a stream', bytes(JSON.stringify(ANSWER))],
	])('reads an answer that comes as %s', async (_, body) => {
		const before = Date.now();
		const answer = await sent(answering({ body }));
		if (!answer.ok) throw new Error(answer.failure.message);
		expect(answer.value.sentAt).toBeGreaterThanOrEqual(before);
	});

	it.each([
		['multipart', 'multipart/form-data'],
		['urlencoded', 'application/x-www-form-urlencoded'],
	] as const)('sends a %s form, and follows no redirect', async (bodyFormat, contentType) => {
		const requests: unknown[] = [];
		const credential = credentialOf({ bodyFormat });
		const request: HttpRequest = async (options) => {
			requests.push(options);
			return await answering({})();
		};
		await send(request, { ...ENDPOINT, credential }, FORM, { timeoutSeconds: 10 });
		expect(requests).toEqual([
			expect.objectContaining({
				method: 'POST',
				url: ENDPOINT.url,
				headers: { 'content-type': contentType },
				body: FORM,
				encoding: 'stream',
				returnFullResponse: true,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
			}),
		]);
	});

	it.each([
		[1_000_000, false, true],
		[1_000_001, false, false],
		[1_000_001, true, true],
		[16_000_000, true, true],
		[16_000_001, true, false],
	])('of %d characters (list: %j), the answer is read: %j', async (size, isList, isRead) => {
		const text = `${JSON.stringify({ ...ANSWER, msg: '' })}`;
		// White space around an answer is dropped, so the length is inside it.
		const padded = text.replace('fine', 'x'.repeat(size - text.length + 'fine'.length));
		for (const body of [padded, bytes(padded)]) {
			const answer = await sent(answering({ body }), { isList });
			expect(answer.ok ? 'read' : answer.failure.code).toBe(isRead ? 'read' : 'ANSWER_TOO_LARGE');
		}
	});

	it('reads no more of an answer than it may be long', async () => {
		let chunks = 0;
		const body = Readable.from(
			(function* () {
				for (;;) {
					chunks += 1;
					yield Buffer.alloc(1_000_000, 'x');
				}
			})(),
			{ highWaterMark: 1 },
		);
		expect(await sent(answering({ body }))).toMatchObject({
			failure: { code: 'ANSWER_TOO_LARGE' },
		});
		expect(chunks).toBeLessThan(10);
		expect(body.destroyed).toBe(true);
	});

	it('reads an answer of Chinese characters alone that is as long as it may be', async () => {
		const body = Readable.from([Buffer.from('中'.repeat(1_000_000))]);
		expect(await sent(answering({ body }))).toMatchObject({ failure: { code: 'NOT_JSON' } });
	});

	it('reports an HTTP error with its status, and when it was sent; the rest is not read', async () => {
		const body = bytes('x');
		const before = Date.now();
		const answer = await sent(
			answering({ statusCode: 503, headers: { 'retry-after': '7' }, body }),
		);
		if (answer.ok) throw new Error('It is no failure');
		expect(answer.failure).toMatchObject({ code: 'HTTP_503', retryAfterSeconds: 7 });
		expect(answer.failure.sentAt).toBeGreaterThanOrEqual(before);
		expect(body.destroyed).toBe(true);
	});

	it.each([
		[199, false],
		[200, true],
		[299, true],
		[300, false],
	])('reads the answer of HTTP status %d: %j', async (statusCode, isRead) => {
		const answer = await sent(answering({ statusCode }));
		expect(answer.ok ? 'read' : answer.failure.code).toBe(isRead ? 'read' : `HTTP_${statusCode}`);
	});

	it('reads an answer that comes within the time limit', async () => {
		const slow: HttpRequest = async (options) => {
			await new Promise((resolve) => setTimeout(resolve, 50));
			return options.abortSignal?.aborted ? await hanging(options) : await answering({})();
		};
		expect(await sent(slow)).toMatchObject({ ok: true });
	});

	/** n8n's function, which ends with the signal of its request. */
	const hanging: HttpRequest = async ({ abortSignal }) =>
		await new Promise((_, reject) => {
			(abortSignal as AbortSignal).addEventListener('abort', () => reject(new Error('aborted')));
		});

	it('ends with its time limit', async () => {
		expect(await sent(hanging, { timeoutSeconds: 0.01 })).toMatchObject({
			failure: { code: 'TIMEOUT', sentAt: expect.any(Number) },
		});
	});

	it('ends with the execution', async () => {
		const execution = new AbortController();
		const sending = sent(hanging, { cancelSignal: execution.signal });
		execution.abort();
		expect(await sending).toMatchObject({ failure: { code: 'CANCELLED', mayHaveHappened: true } });
	});

	it.each<[string, HttpRequest]>([
		['an answer', answering({})],
		['an error', async () => await Promise.reject(new Error('x'))],
		['a time limit', hanging],
	])('leaves nothing at the signal of the execution after %s', async (_, request) => {
		const { signal } = new AbortController();
		await sent(request, { cancelSignal: signal, timeoutSeconds: 0.01 });
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});

	it('masks the secrets of the account in an answer', async () => {
		const { accessKey } = ENDPOINT.credential;
		const desc = `${accessKey} ${FORM.token} another-token`;
		const body = JSON.stringify({ ...ANSWER, data: { status: 7, desc } });
		const answer = await sent(answering({ body }), { tokens: ['another-token'] });
		const text = JSON.stringify(answer);
		for (const secret of [accessKey, FORM.token, 'another-token'])
			expect(text).not.toContain(secret);
	});
});
