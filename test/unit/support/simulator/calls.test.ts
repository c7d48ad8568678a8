import fastify, { type FastifyInstance } from 'fastify';
import { times } from '../../../support/lists';
import {
	OUTCOMES,
	startSimulator,
	type CallbackRecord,
	type Simulator,
} from '../../../support/simulator';
import { dial, typesOf } from './helpers';

/** The sample bodies of voice-menu, "extension status" and "Callback data structure example". */
const STATUS_SAMPLE = {
	buuid: 'f4ffad68-4a0f-11ea-812d-fbc8753285b6',
	callee: '85322888486',
	caller: '20280003',
	companycode: '2028',
	direction: 'callout',
	disnumber: '2120280001',
	extnumber: '20280003',
	isbleg: 'true',
	method: '2',
	starttime: '1581124302',
	status: 'ring',
	uuid: 'f4ee8e7a-4a0f-11ea-8126-fbc8753285b6',
	ip: '149.129.249.47',
};
/** Fields that only the sample in common-api has. */
const STATUS_MORE = { customuuid: '123Abc', type: 'call' };
const RECORD_SAMPLE = {
	answertime: '2020-02-09 12:32:51',
	hangupcause: 10001,
	duration: 13,
	id: 220739,
	extnumber: '',
	uuid: '3418035c-4af5-11ea-afb2-fbc8753285b6',
	downloadip: '149.129.249.47',
	customuuid: '110001168',
	chengshudu: '0',
	callmethod: 6,
	recordfilename: '1111.mp3',
	companycode: 9017,
	memberid: '0',
	hangupdirection: 10040,
	billsec: 10,
	endtime: '2020-02-09 12:33:01',
	starttime: '2020-02-09 12:32:38',
	type: 'callout',
	disnumber: '2190170001',
	crmid: '0',
	userkey: '',
	destnumber: '85781218893',
};

interface Received {
	path: string;
	headers: Record<string, unknown>;
	body: Record<string, string | number>;
}

let receiver: FastifyInstance;
let receiverUrl: string;
let received: Received[];
interface Response {
	status: number;
	text: string;
}
let respond: () => Response | Promise<Response>;
let simulator: Simulator;

beforeEach(async () => {
	received = [];
	respond = () => ({ status: 200, text: '1' });
	receiver = fastify({ forceCloseConnections: true });
	receiver.post('/*', async ({ url, headers, body }, reply) => {
		received.push({ path: url, headers, body: body as Received['body'] });
		const { status, text } = await respond();
		return await reply.code(status).type('text/plain').send(text);
	});
	receiverUrl = await receiver.listen({ host: '127.0.0.1', port: 0 });
	simulator = await startSimulator({
		timeScale: 0,
		callbackUrls: { extensionStatus: `${receiverUrl}/status`, callRecord: `${receiverUrl}/record` },
	});
});
afterEach(async () => {
	await simulator.close();
	await receiver.close();
});

const bodies = (path: string) =>
	received.filter((one) => one.path === path).map(({ body }) => body);
const events = (of: CallbackRecord[] = simulator.callbacks) =>
	of.map(({ kind, body }) =>
		kind === 'callRecord'
			? 'record'
			: `${body.isbleg === 'true' ? 'customer' : 'agent'} ${body.status}`,
	);

const WITH_AGENT = [
	'customer ring',
	'customer answer',
	'agent ring',
	'agent answer',
	'customer hangup',
	'agent hangup',
	'record',
];

it('an answered call with an agent tells of both legs in order and ends with the record', async () => {
	await dial(simulator, { destnumber: '13800000001', customuuid: 'order-7' });
	expect(events()).toEqual(WITH_AGENT);
	expect(received.map(({ body }) => body)).toEqual(simulator.callbacks.map(({ body }) => body));
	expect(received.map(({ path }) => path)).toEqual([...Array(6).fill('/status'), '/record']);
	expect(received[0]?.headers['content-type']).toBe('application/json');
});

it('extension status bodies have the fields of the samples, all strings', async () => {
	const before = Math.floor(Date.now() / 1000);
	await dial(simulator, { disnumber: '2120280002', customuuid: 'order-7' });
	const all = bodies('/status');
	for (const body of all)
		expect(typesOf(body)).toEqual(typesOf({ ...STATUS_SAMPLE, ...STATUS_MORE }));
	const { callId } = simulator.dials[0]!;
	const common = {
		uuid: callId,
		callee: '13800000001',
		companycode: '2028',
		customuuid: 'order-7',
		direction: 'callout',
		disnumber: '2120280002',
		method: '6',
		type: 'call',
	};
	expect(all[0]).toMatchObject({
		...common,
		caller: '2120280002',
		extnumber: '',
		isbleg: 'true',
		status: 'ring',
	});
	expect(all[2]).toMatchObject({
		...common,
		caller: '20280003',
		extnumber: '20280003',
		isbleg: 'false',
		status: 'ring',
	});
	expect(all[4]).toMatchObject({ extnumber: '20280003', isbleg: 'true', status: 'hangup' });
	expect(new Set(all.map(({ buuid }) => buuid)).size).toBe(1);
	expect(all[0]?.buuid).not.toBe(callId);
	expect(Number(all[0]?.starttime)).toBeGreaterThanOrEqual(before);
	expect(Number(all[0]?.starttime)).toBeLessThanOrEqual(Date.now() / 1000);
});

it('the call record has the fields and types of the voice-menu sample', async () => {
	jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2020, 1, 9, 20, 32, 38));
	const callId = simulator.placeCall({
		destnumber: '13800000001',
		userid: '7@extGroup-1',
		disnumber: '2120280002',
		customuuid: 'order-7',
		chengshudu: '3',
	});
	await simulator.settled();
	jest.restoreAllMocks();
	const [record] = bodies('/record');
	expect(typesOf(record!)).toEqual(typesOf(RECORD_SAMPLE));
	expect(record).toEqual({
		answertime: '2020-02-10 04:32:43',
		hangupcause: 10001,
		duration: 5,
		id: 1,
		extnumber: '20280003',
		uuid: callId,
		downloadip: '127.0.0.1',
		customuuid: 'order-7',
		chengshudu: '3',
		callmethod: 6,
		recordfilename: `${callId}.wav`,
		companycode: 2028,
		memberid: '0',
		hangupdirection: 10041,
		billsec: 20,
		endtime: '2020-02-10 04:33:03',
		starttime: '2020-02-10 04:32:38',
		type: 'callout',
		disnumber: '2120280002',
		crmid: '2001',
		userkey: '7',
		destnumber: '13800000001',
	});
});

const UNANSWERED = ['customer ring', 'customer hangup', 'record'];
const NO_AGENT = ['customer ring', 'customer answer', 'customer hangup', 'record'];
const EPOCH = '1970-01-01 08:00:00';
it.each([
	['01', WITH_AGENT, 10001, 10041, /^\d/, 20, '1', /\.wav$/],
	['02', UNANSWERED, 10006, 10041, /^$/, 0, '', /^$/],
	['03', UNANSWERED, 10005, 10015, /^$/, 0, '', /^$/],
	['04', UNANSWERED, 10003, 10041, /^$/, 0, '', /^$/],
	['05', UNANSWERED, 10004, 10031, new RegExp(EPOCH), 0, '', /^$/],
	['06', NO_AGENT, 10001, 10041, /^\d/, 10, '', /^$/],
	['07', NO_AGENT, 10001, 10041, /^\d/, 10, '', /\.wav$/],
	['99', WITH_AGENT, 10001, 10041, /^\d/, 20, '1', /\.wav$/],
])(
	'a number ending in %s gives %j and cause %d',
	async (ending, calls, hangupcause, hangupdirection, answertime, billsec, userkey, file) => {
		await dial(simulator, { destnumber: `138000000${ending}` });
		expect(events()).toEqual(calls);
		const agent = userkey !== '';
		expect(bodies('/record')).toEqual([
			expect.objectContaining({
				hangupcause,
				hangupdirection,
				answertime: expect.stringMatching(answertime),
				duration: (OUTCOMES[ending] ?? OUTCOMES['01'])?.waitSeconds,
				billsec,
				userkey,
				extnumber: agent ? '20280003' : '',
				crmid: agent ? '2001' : '0',
				recordfilename: expect.stringMatching(file),
			}),
		]);
	},
);

it('calls run at the same time, each with its own callbacks in order', async () => {
	let release = () => {};
	const allRang = new Promise<void>((resolve) => (release = resolve));
	const ok = await respond();
	respond = async () => {
		if (received.length === 3) release();
		await allRang;
		return ok;
	};
	const names = ['a', 'b', 'c'];
	for (const customuuid of names) simulator.placeCall({ destnumber: '101', customuuid });
	await simulator.settled();
	for (const name of names) {
		const own = simulator.callbacks.filter(({ customuuid }) => customuuid === name);
		expect(events(own)).toEqual(WITH_AGENT);
		expect(new Set(own.map(({ callId }) => callId)).size).toBe(1);
	}
	expect(new Set(simulator.dials.map(({ callId }) => callId)).size).toBe(3);
	expect(
		received
			.slice(0, 3)
			.map(({ body }) => body.customuuid)
			.sort(),
	).toEqual(names);
});

it('callbacks carry the headers of callbackHeaders', async () => {
	simulator.options.callbackHeaders = { authorization: 'Bearer x' };
	await dial(simulator);
	expect(received.every(({ headers }) => headers.authorization === 'Bearer x')).toBe(true);
});

it('duplicateCallbacks sends each callback twice', async () => {
	simulator.options.duplicateCallbacks = true;
	await dial(simulator, { destnumber: '102' });
	expect(events()).toEqual(UNANSWERED.flatMap((event) => [event, event]));
	expect(simulator.callbacks.every(({ attempt }) => attempt === 1)).toBe(true);
});

it('callbacksLost loses a share of the callbacks', async () => {
	simulator.options.callbacksLost = 0.3;
	simulator.options.timeScale = 0;
	times(100, () => simulator.placeCall({ destnumber: '102' }));
	await simulator.settled();
	const count = 100 * UNANSWERED.length;
	expect(received.length).toBeGreaterThan(0.6 * count);
	expect(received.length).toBeLessThan(0.8 * count);
	expect(simulator.callbacks).toHaveLength(received.length);
});

describe('the log of callbacks', () => {
	it('keeps the answer of the receiver', async () => {
		await dial(simulator, { customuuid: 'order-7' });
		const { callId } = simulator.dials[0]!;
		expect(simulator.callbacks[0]).toEqual({
			kind: 'extensionStatus',
			callId,
			customuuid: 'order-7',
			body: received[0]?.body,
			attempt: 1,
			status: 200,
			answer: '1',
		});
		expect(simulator.callbacks.at(-1)?.kind).toBe('callRecord');
	});

	it('keeps a refusal; the call goes on and nothing is repeated', async () => {
		respond = () => ({ status: 500, text: 'no' });
		await dial(simulator, { destnumber: '102' });
		expect(simulator.callbacks).toHaveLength(3);
		expect(simulator.callbacks[0]).toMatchObject({ status: 500, answer: 'no', error: 'HTTP 500' });
	});

	it('keeps a connection that fails', async () => {
		await receiver.close();
		await dial(simulator, { destnumber: '102' });
		expect(simulator.callbacks).toHaveLength(3);
		expect(simulator.callbacks[0]?.error).toMatch(/ECONNREFUSED/);
		expect(simulator.callbacks[0]).not.toHaveProperty('status');
	});

	it('shows retries, which stop at the first success', async () => {
		simulator.options.callbackRetries = 3;
		const statuses = [500, 404, 200];
		respond = () => ({ status: statuses.shift() ?? 200, text: '' });
		await dial(simulator, { destnumber: '102' });
		expect(simulator.callbacks.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 500],
			[2, 404],
			[3, 200],
			[1, 200],
			[1, 200],
		]);
	});
});

describe('calls under way', () => {
	beforeEach(() => {
		simulator.options.timeScale = 3600;
	});
	const firstCallback = async () => {
		while (simulator.callbacks.length === 0) await new Promise(setImmediate);
	};

	it('close() ends them and settled() resolves', async () => {
		simulator.placeCall({ destnumber: '101' });
		await firstCallback();
		await simulator.close();
		await simulator.settled();
		expect(events()).toEqual(['customer ring']);
	});

	it('close() does not wait for a receiver that never answers', async () => {
		const silent = fastify({ forceCloseConnections: true });
		const reached = new Promise<void>((resolve) => {
			silent.post('/', (_request, reply) => {
				reply.hijack();
				resolve();
			});
		});
		const url = await silent.listen({ host: '127.0.0.1', port: 0 });
		simulator.options.callbackUrls = { extensionStatus: url };
		simulator.placeCall({ destnumber: '101' });
		await reached;
		await simulator.close();
		expect(simulator.callbacks).toEqual([]);
		await silent.close();
	});

	it('reset() ends them; later calls run', async () => {
		simulator.placeCall({ destnumber: '101', customuuid: 'old' });
		await firstCallback();
		simulator.reset();
		await simulator.settled();
		simulator.options.timeScale = 0;
		simulator.placeCall({ destnumber: '102', customuuid: 'new' });
		await simulator.settled();
		expect(simulator.callbacks.map(({ customuuid }) => customuuid)).toEqual(['new', 'new', 'new']);
	});
});

it('counts the calls that are alive at once, from dialling to hang-up', async () => {
	expect(simulator.maxCallsAlive).toBe(0);
	for (let n = 0; n < 3; n++) await dial(simulator);
	expect(simulator.maxCallsAlive).toBe(1);
	const [first, second] = simulator.dials;
	expect(first!.endedAt!.getTime()).toBeLessThanOrEqual(second!.at.getTime());

	simulator.options.timeScale = 1;
	for (let n = 0; n < 2; n++) simulator.placeCall({ destnumber: '13800000002' });
	expect(simulator.dials).toHaveLength(5);
	expect(simulator.maxCallsAlive).toBe(2);
	expect(simulator.dials.at(-1)).not.toHaveProperty('endedAt');
	simulator.reset();
	expect(simulator.maxCallsAlive).toBe(0);
});

it('ends calls as a test says, also with a key that leads to nobody', async () => {
	const answered = OUTCOMES['06']!;
	simulator.options.outcomeOf = (number) =>
		number === '13800000001' ? { ...answered, key: '9' } : OUTCOMES['02']!;
	await dial(simulator, { destnumber: '13800000001' });
	await dial(simulator, { destnumber: '13800000006' });
	expect(bodies('/record')).toMatchObject([
		{ userkey: '9', extnumber: '', billsec: answered.talkSeconds },
		{ userkey: '', billsec: 0, hangupcause: 10006 },
	]);
});

it('loses the callbacks of the calls that a test chooses', async () => {
	simulator.options.callbacksLost = (customuuid) => customuuid === 'lost';
	for (const customuuid of ['lost', 'kept']) await dial(simulator, { customuuid });
	expect(new Set(simulator.callbacks.map(({ customuuid }) => customuuid))).toEqual(
		new Set(['kept']),
	);
	expect(simulator.bills.map(({ customuuid }) => customuuid)).toEqual(['lost', 'kept']);
});
