import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionStatus, INode } from 'n8n-workflow';
import type { Browser } from 'playwright-core';
import { addAccount } from '../support/account';
import { startBrowser } from '../support/editor/browser';
import { sendRecord } from '../support/editor/callback';
import { Editor } from '../support/editor/editor';
import { keepPicture } from '../support/editor/picture';
import { exampleNames, nodeOf, readExample } from '../support/examples/examples';
import { PROJECT_ROOT } from '../support/harness/command';
import { ALL_STATUSES, type ExecutionSummary } from '../support/harness/execution';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { until } from '../support/harness/wait';
import { type Simulator, startSimulator } from '../support/simulator';

const SECRET = randomBytes(16).toString('hex');

const TRIGGER = 'Yunhu Voice Trigger';
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** n8n enters the user's credential in every node but HTTP Request, whose notes say to choose it. */
const CRM = 'Our CRM';

/** A user's own names, which no example can know. None of these services is asked for anything. */
const OTHER_CREDENTIALS: Array<
	[name: string, type: string, data: Record<string, string | number>]
> = [
	['The team', 'httpBasicAuth', { user: 'team', password: 'a-long-password' }],
	[CRM, 'hubspotAppToken', { appToken: 'a-service-key' }],
	['Model', 'openAiApi', { apiKey: 'a-key' }],
	['Archive', 's3', { accessKeyId: 'a-key', secretAccessKey: 'its-secret' }],
	['Mail', 'smtp', { host: '127.0.0.1', port: 9, user: 'a-user', password: 'a-password' }],
	['Sheets', 'googleApi', { email: 'n8n@example.com', privateKey: newKey() }],
];

/** Its page's address is in the file. */
const WITH_ONE_ADDRESS = 'agent-console';

/** Its folder is filled in by whoever imports it. */
const WITHOUT_FOLDER = 'save-results-and-recordings';

let provider: Simulator;
let n8n: N8nInstance;
let browser: Browser;
let editor: Editor;
let account: string;

beforeAll(async () => {
	provider = await startSimulator();
	n8n = await startN8n({ tarball: await packTarball() });
	account = await addAccount(n8n, provider, { callbackSecret: SECRET }, 'Head office');
	for (const credential of OTHER_CREDENTIALS) await n8n.createCredential(...credential);
	browser = await startBrowser();
	editor = await Editor.signIn(browser, n8n, { width: 1440, height: 900 });
});

afterEach(async () => await keepPicture(editor?.page));

afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await provider?.close();
});

const isCallback = ({ mode }: ExecutionSummary): boolean => mode === 'webhook';

const fileOf = (name: string): string => join(PROJECT_ROOT, `examples/${name}.json`);

/** An import that is published: the workflow id and the URL that the editor shows. */
interface Published {
	id: string;
	url: string;
}

async function publish(id: string): Promise<Published> {
	expect(await editor.publish()).toBe('Workflow published');
	await editor.openNode(TRIGGER);
	const address = await editor.showAddress('Production URL');
	const url = (await address.innerText()).trim();
	await editor.closeNode();
	return { id, url };
}

/**
 * Expects each import to take callbacks at an address of its own.
 *
 * @param status of the execution that a callback starts
 */
async function expectOwnAddresses(
	imports: Published[],
	status: ExecutionStatus[] = ['success'],
): Promise<void> {
	expect(new Set(imports.map(({ url }) => url)).size).toBe(imports.length);
	for (const { id, url } of imports) {
		expect(await sendRecord(url, SECRET)).toBe('1');
		const taken = async () => (await n8n.executions({ workflowId: id, status })).find(isCallback);
		await until(taken, 60_000, () => new Error(`${id} has not taken the callback`));
		await n8n.deactivate(id);
	}
}

const nodesOf = (name: string) => readExample(name).nodes;
const has = (name: string, node: string) => nodesOf(name).some((each) => each.name === node);

/** Those that take call records. The provider sends the others none. */
const TAKES_RECORDS = exampleNames().filter(
	(name) =>
		has(name, TRIGGER) &&
		(nodeOf(readExample(name), TRIGGER).parameters.events as string[]).includes('callRecord'),
);

/** n8n publishes what has another trigger than a manual one. */
const PUBLISHED = exampleNames().filter(
	(name) =>
		!TAKES_RECORDS.includes(name) &&
		nodesOf(name).some(({ type }) => /(Trigger|\.webhook)$/.test(type) && type !== MANUAL_TRIGGER),
);

const STARTED_BY_HAND = exampleNames().flatMap((name) =>
	nodesOf(name).flatMap((node) => (node.type === MANUAL_TRIGGER ? [[name, node.name]] : [])),
);

it.each(exampleNames())('shows all of %s: nothing cut off or behind a button', async (name) => {
	await editor.openWorkflow();
	await editor.importFile(fileOf(name));

	expect(await editor.covered()).toEqual([]);
	expect(await editor.cutOffNotes()).toEqual([]);
});

it.each(TAKES_RECORDS)('imports %s twice, each with an address of its own', async (name) => {
	const imports: Published[] = [];
	for (let time = 0; time < 2; time++) {
		await editor.openWorkflow();
		imports.push(await publish(await editor.importFile(fileOf(name))));
	}

	await expectOwnAddresses(imports, name === WITHOUT_FOLDER ? ALL_STATUSES : undefined);
});

it('imports an example by pasting it', async () => {
	await editor.openWorkflow();
	const pasted = await editor.paste(readFileSync(fileOf('callback-hub'), 'utf8'));

	await expectOwnAddresses([await publish(pasted)]);
});

it.each(PUBLISHED)('imports %s twice and publishes it', async (name) => {
	const answers: string[] = [];
	for (let time = 0; time < 2; time++) {
		await editor.openWorkflow();
		await editor.importFile(fileOf(name));
		for (const node of nodesOf(name).filter((each) => each.parameters.nodeCredentialType)) {
			await editor.openNode(node.name);
			await editor.chooseCredential(CRM);
			await editor.closeNode();
		}
		answers.push(await editor.publish());
	}

	expect(answers).toEqual([
		'Workflow published',
		name === WITH_ONE_ADDRESS ? 'Conflicting Webhook Path' : 'Workflow published',
	]);
});

it.each(STARTED_BY_HAND)('starts %s at %s, in the way its notes say', async (name, trigger) => {
	await editor.openWorkflow();
	await editor.importFile(fileOf(name));
	const isBeside = has(name, 'Start here');

	expect(await editor.startedBy(isBeside ? trigger : undefined)).toBe(trigger);
});

it('stores the credential that the user chooses among several', async () => {
	const branch = await addAccount(n8n, provider, { callbackSecret: SECRET }, 'Branch office');
	for (const [name, id] of [
		['Head office', account],
		['Branch office', branch],
	] as const) {
		await editor.openWorkflow();
		const workflowId = await editor.importFile(fileOf('receive-callbacks'));
		await editor.openNode(TRIGGER);
		await editor.chooseCredential(name);
		await editor.closeNode();
		await publish(workflowId);

		const [stored] = n8n.database('SELECT nodes FROM workflow_entity WHERE id = ?', workflowId);
		const nodes = JSON.parse(String(stored?.nodes)) as INode[];
		const trigger = nodes.find((node) => node.name === TRIGGER);
		expect(trigger?.credentials?.yunhuVoiceApi).toEqual({ id, name });
	}
});

function newKey(): string {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}
