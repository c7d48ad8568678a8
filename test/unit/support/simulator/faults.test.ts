import { startSimulator, type FaultKind, type Simulator } from '../../../support/simulator';
import { login, LOGIN, playFields, post } from './helpers';

let simulator: Simulator;
let token: string;
beforeEach(async () => {
	simulator = await startSimulator({ timeScale: 0 });
	token = await login(simulator);
	simulator.requests.length = 0;
});
afterEach(async () => await simulator.close());

/** Queues the fault for PlayVoice and dials once. */
async function playWith(fault: FaultKind) {
	simulator.answerNext({ service: 'PlayVoice', fault });
	return await post(simulator, playFields(token));
}

it('{ ret } gives an interface error with data []', async () => {
	expect((await playWith({ ret: 604 })).json()).toEqual({
		ret: 604,
		data: [],
		msg: 'IP is not authorized',
	});
	expect((await playWith({ ret: 500, msg: 'oops' })).json().msg).toBe('oops');
	expect((await playWith({ ret: 999 })).json().msg).toBe('error');
	expect(simulator.dials).toEqual([]);
});

it('{ code } gives an operation error with the code as a string', async () => {
	expect((await playWith({ code: 1010 })).json().data).toMatchObject({
		status: 1,
		errors: { code: '1010', codemsg: 'Extension exception' },
	});
	const own = (await playWith({ code: '1234', desc: 'd', codemsg: 'c' })).json();
	expect(own.data).toMatchObject({ desc: 'd', errors: { code: '1234', codemsg: 'c' } });
	expect((await playWith({ code: 1234 })).json().data.errors.codemsg).toBe('');
	expect(simulator.dials).toEqual([]);
});

it('{ http } gives a plain HTTP answer without an effect', async () => {
	expect(await playWith({ http: 502 })).toMatchObject({
		status: 502,
		contentType: expect.stringMatching(/^text\/html/),
		text: '<html><body>HTTP 502</body></html>',
	});
	const own: FaultKind = { http: 429, body: 'slow down', contentType: 'text/plain' };
	expect(await playWith(own)).toMatchObject({
		status: 429,
		contentType: expect.stringMatching(/^text\/plain/),
		text: 'slow down',
	});
	expect(simulator.dials).toEqual([]);
});

it.each(['', '<html></html>', '{"ret":200,"da', '{"ret":200,"data":[],"msg":""}', 'null'])(
	'{ raw: %j } gives that text with HTTP 200',
	async (raw) => {
		expect(await playWith({ raw })).toMatchObject({
			status: 200,
			text: raw,
			contentType: 'text/html; charset=utf-8',
		});
		expect((await playWith({ raw, contentType: 'text/plain' })).contentType).toMatch(
			/^text\/plain/,
		);
		expect(simulator.dials).toEqual([]);
	},
);

it('{ bytes } gives valid JSON of about that size', async () => {
	const { text, json } = await playWith({ bytes: 5_000_000 });
	expect(text.length).toBeGreaterThanOrEqual(5_000_000);
	expect(text.length).toBeLessThan(5_000_100);
	expect(json().ret).toBe(200);
	expect(simulator.dials).toEqual([]);
});

it.each([
	['before', 0],
	['after', 1],
] as const)('{ reset: %j } breaks the connection with %d calls dialled', async (reset, dialled) => {
	await expect(playWith({ reset })).rejects.toMatchObject({ code: 'ECONNRESET' });
	expect(simulator.dials).toHaveLength(dialled);
});

it('{ httpAfter } fails although the call was dialled', async () => {
	expect((await playWith({ httpAfter: 500 })).status).toBe(500);
	expect(simulator.dials).toHaveLength(1);
});

it('{ httpAfter } has no effect on a request that is wrong', async () => {
	simulator.answerNext({ fault: { httpAfter: 500 } });
	expect((await post(simulator, playFields(token, { destnumber: 'x' }))).status).toBe(500);
	expect(simulator.dials).toEqual([]);
});

it.each([
	[true, 0],
	['after', 1],
] as const)('{ stall: %j } never answers, %d calls dialled', async (stall, dialled) => {
	const answer = playWith({ stall }).then(
		() => 'answered',
		() => 'broken',
	);
	while (simulator.count('PlayVoice') === 0) await new Promise(setImmediate);
	expect(simulator.dials).toHaveLength(dialled);
	await simulator.close();
	expect(await answer).toBe('broken');
});

it('{ redirect } sends elsewhere', async () => {
	expect((await playWith({ redirect: 'http://127.0.0.1:9/' })).status).toBe(302);
	expect((await playWith({ redirect: 'http://127.0.0.1:9/', status: 307 })).status).toBe(307);
	expect(simulator.dials).toEqual([]);
});

it('{ until } acts at once and answers regularly when the promise is kept', async () => {
	let keep: () => void = () => {};
	const answer = playWith({ until: new Promise<void>((resolve) => (keep = resolve)) });
	while (simulator.dials.length === 0) await new Promise(setImmediate);
	keep();
	expect((await answer).json().data.status).toBe(0);
});

it('{ delayMs } acts and answers regularly, later', async () => {
	expect((await playWith({ delayMs: 1 })).json().data.status).toBe(0);
	expect(simulator.dials).toHaveLength(1);
});

describe('the queue', () => {
	const rets = async (count: number, fields = playFields(token)) => {
		const got: number[] = [];
		for (let n = 0; n < count; n++) got.push((await post(simulator, fields)).json().ret);
		return got;
	};

	it('hits the next request of any service once by default', async () => {
		simulator.answerNext({ fault: { ret: 500 } });
		expect((await post(simulator, LOGIN)).json().ret).toBe(500);
		expect(await rets(1)).toEqual([200]);
	});

	it('hits only the named service, by full name or last part', async () => {
		simulator.answerNext({ service: 'PlayVoice', fault: { ret: 500 } });
		simulator.answerNext({ service: 'App.Sip_Call.PlayVoice', fault: { ret: 604 } });
		expect(await rets(1, LOGIN)).toEqual([200]);
		expect(await rets(3)).toEqual([500, 604, 200]);
	});

	it('lets `after` matching requests go by and then hits `times` of them', async () => {
		simulator.answerNext({ service: 'PlayVoice', after: 2, times: 2, fault: { ret: 600 } });
		expect(await rets(1, LOGIN)).toEqual([200]);
		expect(await rets(5)).toEqual([200, 200, 600, 600, 200]);
		expect(simulator.dials).toHaveLength(3);
	});

	it('counts `after` from the moment of queueing, next to other faults', async () => {
		simulator.answerNext({ fault: { ret: 500 } });
		simulator.answerNext({ after: 1, fault: { ret: 600 } });
		expect(await rets(3)).toEqual([500, 600, 200]);
	});

	it('can hit for ever, until reset()', async () => {
		simulator.answerNext({ times: Infinity, fault: { ret: 604 } });
		expect(await rets(4)).toEqual([604, 604, 604, 604]);
		simulator.reset();
		expect(await rets(1, LOGIN)).toEqual([200]);
	});
});

it('a fault for a number hits the request with this number alone', async () => {
	simulator.answerNext({ service: 'PlayVoice', destnumber: '13800000002', fault: { ret: 604 } });
	const rets = [];
	for (const destnumber of ['13800000001', '13800000002', '13800000002']) {
		rets.push((await post(simulator, playFields(token, { destnumber }))).json().ret);
	}
	expect(rets).toEqual([200, 604, 200]);
});
