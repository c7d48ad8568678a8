import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import { readCallback } from '../../nodes/YunhuVoice/callbacks/read';
import { addAccount } from '../support/account';
import { CORPUS, type CorpusEntry, fieldsOf, wireOf } from '../support/fixtures/callbacks/corpus';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { isOnOlderN8n } from '../support/harness/runtime';
import { triggerWorkflow } from '../support/workflows';

interface Answer {
	status: number;
	text: string;
}

const NO_CALLBACK = {
	status: 400,
	text: /^The body is neither an extension status nor a call record nor a campaign status$/,
};

/** The responses of n8n 1 and 2.0 to bodies that n8n 2.41 handles differently. None of these bodies becomes an item. */
const OLDER_ANSWERS = new Map([
	[
		'UTF-8 with a byte order mark as application/json',
		{ status: 422, text: /Failed to parse request body/ },
	],
	['JSON as multipart/form-data without a boundary', NO_CALLBACK],
	['multipart: charset=gbk', NO_CALLBACK],
]);

let n8n: N8nInstance;
let workflowId: string;
let url: string;
const answers = new Map<string, Answer>();

/**
 * Returns the response to a body that yields no item, where the node's own modules would yield one or refuse it
 * differently; otherwise undefined.
 */
const n8nAnswerTo = ({ name, n8nAnswers }: CorpusEntry) =>
	(isOnOlderN8n ? OLDER_ANSWERS.get(name) : undefined) ?? n8nAnswers;

/** The entries whose bodies become items, in the order they are sent. */
const taken = () =>
	CORPUS.filter((entry) => !n8nAnswerTo(entry) && (entry.throughN8n ?? 'item' in entry.expected));

async function send(entry: CorpusEntry): Promise<Answer> {
	const { body, contentType } = wireOf(entry);
	const { statusCode, body: answer } = await request(url, {
		method: 'POST',
		headers: { ...(contentType && { 'content-type': contentType }), ...entry.headers },
		body,
	});
	return { status: statusCode, text: await answer.text() };
}

/** Returns the item that the node's own modules make of the body as sent. Keys that n8n changes have n8n's values. */
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
	const credentialId = await addAccount(n8n, {
		url: 'http://127.0.0.1:9',
		appId: 'app',
		accessKey: 'key',
	});
	const webhookId = randomUUID();
	const parameters = { authentication: 'none', options: { dropDuplicates: false } };
	workflowId = await n8n.createWorkflow(triggerWorkflow(credentialId, webhookId, parameters));
	await n8n.activate(workflowId);
	url = n8n.webhookUrl(webhookId);
	// One at a time, so that the executions are in the order of the corpus.
	for (const entry of CORPUS) answers.set(entry.name, await send(entry));
});

afterAll(async () => await n8n?.stop());

it.each(CORPUS)('answers $name', (entry) => {
	const { name, expected, throughN8n } = entry;
	const answer = answers.get(name);
	const n8nAnswer = n8nAnswerTo(entry);
	if (n8nAnswer) {
		const { status, text } = n8nAnswer;
		expect(answer).toEqual({ status, text: expect.stringMatching(text) });
	} else if ('item' in expected || throughN8n) {
		expect(answer).toEqual({ status: 200, text: '1' });
	} else {
		const { status, reason } = expected;
		expect(answer).toEqual({ status, text: expect.stringMatching(reason) });
	}
});

it('starts one execution for each body that is taken, none for the others', async () => {
	const { length } = taken();
	await n8n.waitForExecutions(workflowId, length);
	const count =
		'SELECT status, count(*) AS n FROM execution_entity WHERE "workflowId" = ? GROUP BY 1';
	expect(n8n.database(count, workflowId)).toEqual([{ status: 'success', n: length }]);
});

it('makes of each body the item that the modules make of it alone', async () => {
	const entries = taken();
	const executions = await n8n.waitForExecutions(workflowId, entries.length);
	const made: Array<[string, unknown]> = [];
	for (const [index, { id }] of executions.entries()) {
		const items = itemsOf(await n8n.execution(id), 'After');
		made.push([entries[index]!.name, items.map(({ json }) => json)]);
	}
	expect(made).toEqual(entries.map((entry) => [entry.name, [pureItem(entry)]]));
});
