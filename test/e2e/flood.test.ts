import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { eventIdOf } from '../../nodes/YunhuVoice/events/eventId';
import { addAccount } from '../support/account';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { isOnOlderN8n } from '../support/harness/runtime';
import { record, times } from '../support/lists';
import { Random } from '../support/random';
import { triggerWorkflow } from '../support/workflows';

const callbackSecret: string = randomUUID();
const CONNECTIONS = 16;
/** n8n 1 takes callbacks one at a time. All of them take minutes, and longer on a slow disk. */
const FLOOD_TIMEOUT_MS = 1_200_000;

interface Delivery {
	kind: 'first' | 'duplicate' | 'filtered' | 'unauthorised' | 'malformed';
	body: string;
	secret: string;
	/** Whether the secret is sent as a header; otherwise as `?secret=`. */
	inHeader: boolean;
}

/** Returns 1,000 deliveries, 240 of which should start an execution. */
function deliveries(): Delivery[] {
	const make = (
		kind: Delivery['kind'],
		body: unknown,
		index: number,
		secret = callbackSecret,
	): Delivery => ({
		kind,
		body: typeof body === 'string' ? body : JSON.stringify(body),
		secret,
		inHeader: index % 2 === 0,
	});
	return [
		...times(240, (n) => make('first', record(n, 10), n)),
		...times(300, (n) => make('duplicate', record(n % 240, 10), n)),
		...times(400, (n) => make('filtered', record(1000 + n, 0), n)),
		...times(50, (n) => make('unauthorised', record(2000 + n, 10), n, 'not the secret')),
		...times(10, (n) => make('malformed', n % 2 ? '{"id":' : '{"hello":"world"}', n)),
	];
}

let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	n8n = await startN8n({ tarball: await packTarball() });
	credentialId = await addAccount(
		n8n,
		{ url: 'http://127.0.0.1:9/', appId: 'demo-app', accessKey: 'demo-access-key' },
		{ callbackSecret },
	);
});

afterAll(async () => await n8n?.stop());

async function publish(parameters = {}): Promise<{ id: string; url: string }> {
	const webhookId = randomUUID();
	const id = await n8n.createWorkflow(triggerWorkflow(credentialId, webhookId, parameters));
	await n8n.activate(id);
	return { id, url: n8n.webhookUrl(webhookId) };
}

/** Sends deliveries over this number of connections. Returns the responses as `status text`. */
async function sendAll(url: string, all: Delivery[], connections: number): Promise<string[]> {
	const { origin, pathname } = new URL(url);
	const pool = new Pool(origin, { connections });
	const answers = await Promise.all(
		all.map(async ({ body, secret, inHeader }) => {
			const response = await pool.request({
				method: 'POST',
				path: inHeader ? pathname : `${pathname}?secret=${encodeURIComponent(secret)}`,
				headers: {
					'content-type': 'text/plain',
					...(inHeader && { 'x-callback-secret': secret }),
				},
				body,
			});
			return `${response.statusCode} ${await response.body.text()}`;
		}),
	);
	await pool.close();
	return answers;
}

const executionsOf = (workflowId: string) =>
	n8n.database(
		`SELECT e.status, d.data FROM execution_entity e
		 JOIN execution_data d ON d."executionId" = e.id WHERE e."workflowId" = ?`,
		workflowId,
	) as Array<{ status: string; data: string }>;

it(
	'of 1,000 callbacks exactly the 240 new, wanted and authorised ones have one execution each',
	async () => {
		const { id, url } = await publish({ filters: { answeredOnly: true } });
		const sent = new Random(20_260_102).shuffled(deliveries());
		expect(sent).toHaveLength(1000);
		const answers = await sendAll(url, sent, CONNECTIONS);

		const promised = {
			first: /^200 1$/,
			duplicate: /^200 1$/,
			filtered: /^200 1$/,
			unauthorised: /^401 The callback secret is missing or wrong$/,
			malformed: /^400 The body is neither .+$/,
		};
		const broken = sent.filter(({ kind }, index) => !promised[kind].test(answers[index]!));
		expect(broken).toEqual([]);

		await n8n.waitForExecutions(id, 240);
		const executions = executionsOf(id);
		expect(executions.map(({ status }) => status)).toEqual(Array(240).fill('success'));
		const expected = times(240, (n) => eventIdOf(record(n, 10)));
		const found = expected.map(
			(eventId) => executions.filter(({ data }) => data.includes(eventId)).length,
		);
		expect(found).toEqual(Array(240).fill(1));
		expect(n8n.database('SELECT count(*) AS n FROM execution_entity')).toEqual([{ n: 240 }]);
		expect(answers.join()).not.toContain(callbackSecret);
	},
	FLOOD_TIMEOUT_MS,
);

it('keeps the secret out of n8n’s log and of its database outside the credential', () => {
	expect(n8n.logText()).not.toContain(callbackSecret);
	const tables = n8n.tables();
	const rows = tables.map((name) => JSON.stringify(n8n.database(`SELECT * FROM "${name}"`)));
	expect(rows.join()).toContain('call-239');
	expect(tables.filter((_, index) => rows[index]!.includes(callbackSecret))).toEqual([]);
});

it('loses no stored callback over a crash, and knows afterwards what it had taken before', async () => {
	const { id, url } = await publish({ options: { rememberAcrossRestarts: true } });
	const [first, second, third] = times(3, (n) => ({
		kind: 'first' as const,
		body: JSON.stringify(record(5000 + n, 10)),
		secret: callbackSecret,
		inHeader: true,
	}));
	const countOf = ({ body }: Delivery) =>
		executionsOf(id).filter(({ data }) => data.includes(eventIdOf(JSON.parse(body)))).length;

	expect(await sendAll(url, [first!], 1)).toEqual(['200 1']);
	expect(await sendAll(url, [second!], 1)).toEqual(['200 1']);
	const cutOff = sendAll(url, [third!], 1).catch(() => []);
	await n8n.kill();
	await cutOff;
	await n8n.restart();

	expect(await sendAll(url, [first!, second!, third!], 1)).toEqual(Array(3).fill('200 1'));
	// n8n 1 and 2.0 respond before they store, so they may lose what they acknowledged just before the crash.
	const [fewest, counts] = isOnOlderN8n ? [1, [0, 1, 2]] : [3, [1, 2]];
	await n8n.waitForExecutions(id, fewest, { status: ['success', 'crashed', 'error'] });
	expect(countOf(first!)).toBe(1);
	// A callback can be taken twice if it came within a second of the last snapshot or got no response.
	expect(counts).toContain(countOf(second!));
	expect(counts).toContain(countOf(third!));
});
