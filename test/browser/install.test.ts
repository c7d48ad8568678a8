import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { addAccount } from '../support/account';
import { startBrowser } from '../support/editor/browser';
import { sendRecord } from '../support/editor/callback';
import { CommunityNodesPage } from '../support/editor/communityNodes';
import { Editor } from '../support/editor/editor';
import { keepPicture } from '../support/editor/picture';
import { type Registry, startRegistry } from '../support/editor/registry';
import { readExample } from '../support/examples/examples';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { type Simulator, startSimulator } from '../support/simulator';
import { actionWorkflow, PACKAGE } from '../support/workflows';

const NEXT_VERSION = '99.0.0';

const SECRET = randomBytes(16).toString('hex');

let registry: Registry;
let provider: Simulator;
let n8n: N8nInstance;
let browser: Browser;
let editor: Editor;
let settings: CommunityNodesPage;
let workflowId: string;
/** The workflow imported before n8n knows the nodes. */
let exampleId: string;

beforeAll(async () => {
	registry = await startRegistry();
	await registry.publish(await packTarball());
	provider = await startSimulator();
	n8n = await startN8n({ env: registry.n8nEnv });
	browser = await startBrowser();
	editor = await Editor.signIn(browser, n8n);
	settings = new CommunityNodesPage(editor.page, n8n.baseUrl);
});

afterEach(async () => await keepPicture(editor?.page));

afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await provider?.close();
	await registry?.stop();
});

/** Runs Play Voice from the editor and returns the text of the output panel. */
async function playVoice(): Promise<string> {
	await editor.openWorkflow(workflowId);
	await editor.executeWorkflow();
	await editor.message('Workflow executed successfully').waitFor();
	await editor.openNode('Yunhu');
	await editor.output.getByText('Play command sent successfully').waitFor();
	return await editor.output.innerText();
}

it('begins with an n8n that does not know the nodes', async () => {
	await settings.open();
	await settings.empty.waitFor();
	await editor.openWorkflow();
	await editor.search('Yunhu');
	await editor.nodePanel.getByText('No results for "Yunhu"').waitFor();
	expect(await editor.offer('Yunhu').count()).toBe(0);
	exampleId = await n8n.createWorkflow(readExample('callback-hub'));
});

it('is installed by its name on the page of the community nodes', async () => {
	await settings.open();
	await settings.install(PACKAGE);
	await settings.message('Package installed').waitFor();
	const entry = await settings.package(PACKAGE).innerText();
	expect(entry).toContain('3 nodes:');
	for (const node of ['Yunhu Voice', 'Yunhu Voice Trigger', 'Yunhu Voice Record Trigger']) {
		expect(entry).toContain(node);
	}
	expect(entry).toContain('v0.');
});

it('places a call with the installed nodes', async () => {
	const credentialId = await addAccount(n8n, provider, { callbackSecret: SECRET });
	const parameters = {
		destinationNumber: '133-3333-3333',
		voiceFile: 'https://example.com/welcome.mp3',
		transferRoute: '1@extGroup-1',
	};
	workflowId = await n8n.createWorkflow(actionWorkflow(credentialId, parameters));
	expect(await playVoice()).toContain('13333333333');
	expect(provider.dials.map(({ destinationNumber }) => destinationNumber)).toEqual(['13333333333']);
});

it('gives an example that was imported before them its address, once its credentials are chosen', async () => {
	await editor.openWorkflow(exampleId);
	for (const { name, type } of readExample('callback-hub').nodes) {
		if (!type.startsWith(`${PACKAGE}.`)) continue;
		await editor.openNode(name);
		await editor.chooseCredential('Yunhu Voice account');
		await editor.closeNode();
	}
	await editor.saveWorkflow();
	expect(await editor.publish()).toBe('Workflow published');
	await editor.openNode('Yunhu Voice Trigger');
	const address = (await (await editor.showAddress('Production URL')).innerText()).trim();
	expect(await sendRecord(address, SECRET)).toBe('1');
});

it('is updated by the button on that page', async () => {
	await registry.publish(await packTarball(), NEXT_VERSION);
	await settings.open();
	await settings.update(PACKAGE);
	await settings.message('Package updated').waitFor();
	expect(await settings.package(PACKAGE).innerText()).toContain(`v${NEXT_VERSION}`);
});

it('places a call with the updated nodes', async () => {
	expect(await playVoice()).toContain('13333333333');
	expect(provider.dials).toHaveLength(2);
});

it('is uninstalled on that page, and the nodes are gone', async () => {
	await settings.open();
	await settings.uninstall(PACKAGE);
	await settings.message('Package uninstalled').waitFor();
	await settings.empty.waitFor();
	await editor.openWorkflow();
	await editor.search('Yunhu');
	await editor.nodePanel.getByText('No results for "Yunhu"').waitFor();
	expect(await editor.offer('Yunhu').count()).toBe(0);
});

it('leaves the workflow in place, which says what is missing', async () => {
	await editor.openWorkflow(workflowId);
	await editor.openNode('Yunhu');
	const shown = await editor.panel.innerText();
	expect(shown).toContain('Install this node to use it');
	expect(shown).toContain(PACKAGE);
	expect(provider.dials).toHaveLength(2);
});
