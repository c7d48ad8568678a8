import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { readCallback } from '../../nodes/YunhuVoice/callbacks/receive';
import { CORPUS, type CorpusEntry, fieldsOf, wireOf } from '../fixtures/callbacks/corpus';
import { itemsOf, type N8nInstance, startN8n } from './harness/n8n';
import { packTarball } from './harness/pack';
import { triggerWorkflow } from './support/workflows';

interface Answer {
	status: number;
	text: string;
}

let n8n: N8nInstance;
let workflowId: string;
let url: string;
const answers = new Map<string, Answer>();

/** Those whose bodies become items, in the order in which they are sent. */
const taken = CORPUS.filter(
	({ expected, n8nAnswers, throughN8n }) => !n8nAnswers && (throughN8n ?? 'item' in expected),
);

async function send(entry: CorpusEntry): Promise<Answer> {
	const { body, contentType } = wireOf(entry);
	const { statusCode, body: answer } = await request(url, {
		method: 'POST',
		headers: { ...(contentType && { 'content-type': contentType }), ...entry.headers },
		body,
	});
	return { status: statusCode, text: await answer.text() };
}

/** What the node's own modules make of a body, where n8n shows it to the node as it was sent. */
function pureItem(entry: CorpusEntry): Record<string, unknown> {
	const { body } = entry;
	const read = readCallback(
		Array.isArray(body) ? { fields: fieldsOf(body) } : { bytes: wireOf(entry).body },
		'Asia/Shanghai',
	);
	return read.ok ? { ...read.value.item, ...entry.throughN8n } : { ...entry.throughN8n };
}

beforeAll(async () => {
	n8n = await startN8n({ tarball: await packTarball() });
	const credentialId = await n8n.createCredential('Yunhu Voice account', 'yunhuVoiceApi', {
		apiUrl: 'http://127.0.0.1:9',
		appId: 'app',
		accessKey: 'key',
	});
	const webhookId = randomUUID();
	const parameters = { authentication: 'none', options: { dropDuplicates: false } };
	workflowId = await n8n.createWorkflow(triggerWorkflow(credentialId, webhookId, parameters));
	await n8n.activate(workflowId);
	url = n8n.webhookUrl(webhookId);
	// One after the other, so that executions are in the order of the corpus.
	for (const entry of CORPUS) answers.set(entry.name, await send(entry));
});

afterAll(async () => await n8n?.stop());

it.each(CORPUS)('answers $name', ({ name, expected, n8nAnswers, throughN8n }) => {
	const answer = answers.get(name);
	if (n8nAnswers) {
		const { status, text } = n8nAnswers;
		expect(answer).toEqual({ status, text: expect.stringMatching(text) });
	} else if ('item' in expected || throughN8n) {
		expect(answer).toEqual({ status: 200, text: '1' });
	} else {
		const { status, reason } = expected;
		expect(answer).toEqual({ status, text: expect.stringMatching(reason) });
	}
});

it('starts one execution for each body that is taken, none for the others', async () => {
	await n8n.waitForExecutions(workflowId, taken.length);
	const count =
		'SELECT status, count(*) AS n FROM execution_entity WHERE workflowId = ? GROUP BY 1';
	expect(n8n.database(count, workflowId)).toEqual([{ status: 'success', n: taken.length }]);
});

it('makes of each body the item that the modules make of it alone', async () => {
	const executions = await n8n.waitForExecutions(workflowId, taken.length);
	const made: Array<[string, unknown]> = [];
	for (const [index, { id }] of executions.entries()) {
		const items = itemsOf(await n8n.execution(id), 'After');
		made.push([taken[index]!.name, items.map(({ json }) => json)]);
	}
	expect(made).toEqual(taken.map((entry) => [entry.name, [pureItem(entry)]]));
});
