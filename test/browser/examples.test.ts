import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { addAccount } from '../support/account';
import { startBrowser } from '../support/editor/browser';
import { sendRecord } from '../support/editor/callback';
import { Editor } from '../support/editor/editor';
import { keepPicture } from '../support/editor/picture';
import { PROJECT_ROOT } from '../support/harness/command';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { type Simulator, startSimulator } from '../support/simulator';

const SECRET = randomBytes(16).toString('hex');

/** Contains the trigger and an action node, to which n8n assigns a webhook address as well. */
const EXAMPLE = join(PROJECT_ROOT, 'examples/callback-hub.json');

let provider: Simulator;
let n8n: N8nInstance;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	provider = await startSimulator();
	n8n = await startN8n({ tarball: await packTarball() });
	await addAccount(n8n, provider, { callbackSecret: SECRET });
	browser = await startBrowser();
	editor = await Editor.signIn(browser, n8n);
});

afterEach(async () => await keepPicture(editor?.page));

afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await provider?.close();
});

const ways = {
	'from a file': async () => await editor.importFile(EXAMPLE),
	'from the same file again': async () => await editor.importFile(EXAMPLE),
	'by pasting it': async () => await editor.paste(readFileSync(EXAMPLE, 'utf8')),
};

/** One entry per import: the workflow id and the URL that the editor shows. */
const imports: Array<{ id: string; url: string }> = [];

it.each(Object.entries(ways))('imports an example %s and publishes it', async (_way, act) => {
	await editor.openWorkflow();
	const id = await act();
	expect(await editor.publish()).toBe('Workflow published');
	await editor.openNode('Yunhu Voice Trigger');
	const address = await editor.showAddress('Production URL');
	imports.push({ id, url: (await address.innerText()).trim() });
	await editor.closeNode();
});

it('has given each import an address of its own, at which that workflow takes callbacks', async () => {
	expect(imports).toHaveLength(3);
	expect(new Set(imports.map(({ url }) => url)).size).toBe(3);
	for (const { id, url } of imports) {
		expect(await sendRecord(url, SECRET)).toBe('1');
		expect(await n8n.waitForExecutions(id, 1)).toMatchObject([{ status: 'success' }]);
	}
	const runs = imports.map(async ({ id }) => await n8n.executions({ workflowId: id }));
	expect((await Promise.all(runs)).map(({ length }) => length)).toEqual([1, 1, 1]);
});
