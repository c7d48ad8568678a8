import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/editor/browser';
import { sendRecord } from '../support/editor/callback';
import { Editor } from '../support/editor/editor';
import { keepPicture } from '../support/editor/picture';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { until } from '../support/harness/wait';
import { type Simulator, startSimulator } from '../support/simulator';

const SECRET = randomBytes(16).toString('hex');

let provider: Simulator;
let n8n: N8nInstance;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	provider = await startSimulator();
	n8n = await startN8n({ tarball: await packTarball() });
	browser = await startBrowser();
	editor = await Editor.signIn(browser, n8n);
	await editor.openWorkflow();
});

afterEach(async () => await keepPicture(editor?.page));

afterAll(async () => {
	await browser?.close();
	await n8n?.stop();
	await provider?.close();
});

it('offers the trigger to whoever searches for Yunhu', async () => {
	await editor.search('Yunhu');
	await editor.nodePanel.getByText('Phone calls with Yunhu: call people').first().waitFor();
	await editor.add('Yunhu Voice', 'On call record');
	const shown = await editor.panel.innerText();
	expect(shown).toContain('Yunhu Voice Trigger');
	expect(shown).toContain('Paste it into the provider’s console twice');
	expect(await editor.field('events').innerText()).toBe('Call Record');
});

it('says why a credential with a wrong access key does not connect', async () => {
	await editor.newCredential();
	await editor.saveCredential({
		apiUrl: provider.url,
		appId: provider.appId,
		accessKey: 'not-the-key',
		callbackSecret: SECRET,
	});
	await editor.showDetails();
	const shown = await editor.verdict.innerText();
	expect(shown).toContain('Couldn’t connect with these settings');
	expect(shown).toMatch(/The login failed: Operation Failed \(code 1003\)/);
	expect(shown).toContain('Check the App ID and the Access Key in the credential');
	expect(shown).not.toContain('not-the-key');
});

it('connects with the right access key', async () => {
	await editor.saveCredential({ accessKey: provider.accessKey });
	// n8n closes the dialog of a new credential once the credential connects.
	await editor.credential.waitFor({ state: 'hidden' });
	await editor.editCredential();
	await editor.verdict.getByText('Connection tested successfully').waitFor();
	const tests = provider.count('GetRecodeFile');
	await editor.testCredential();
	await until(
		async () => provider.count('GetRecodeFile') > tests || undefined,
		60_000,
		() => new Error('Retry sent nothing'),
	);
	await editor.verdict.getByText('Connection tested successfully').waitFor();
	await editor.credential.getByText('Calling Days', { exact: true }).waitFor();
	await editor.closeCredential();
	expect(provider.dials).toEqual([]);
});

it('explains when the trigger starts the workflow', async () => {
	await editor.panel.getByText('When will this node trigger my flow?').click();
	await editor.panel.getByText('While building your workflow').waitFor();
	const shown = await editor.panel.innerText();
	expect(shown).toContain('send a callback to the Test URL within two minutes');
	expect(shown).toContain('comes to the Production URL and passes the filters starts it');
	expect(shown).not.toContain('<b>');
});

it('adds Play Voice behind the trigger, with the fields that apply', async () => {
	await editor.closeNode();
	await editor.search('Yunhu');
	await editor.add('Yunhu Voice', 'Call a number and play a message');
	expect(await editor.field('waitLimitMinutes').count()).toBe(0);
	await editor.turn('waitForResult');
	await editor.field('waitLimitMinutes').waitFor();
	await editor.parameters.getByText('A second, published workflow has to wake it').waitFor();
	expect(await editor.field('simplify').count()).toBe(0);
	await editor.turn('waitForResult');
	await editor.field('waitLimitMinutes').waitFor({ state: 'hidden' });
	await editor.fill({
		destinationNumber: '133-3333-3333',
		voiceFile: 'https://example.com/welcome.mp3',
		transferRoute: '1@extGroup-1',
	});
	await editor.closeNode();
});

it('offers the groups and extensions of the account to transfer to', async () => {
	await editor.openNode('Call a number and play a message');
	await editor.choose('transfer', 'Always');
	expect(await editor.openList('transferTo')).toEqual([
		'extGroup-1',
		'20280001',
		'20280002',
		'20280003',
	]);
	expect(await editor.searchOpenList('0003')).toEqual(['20280003']);
	await editor.choose('transfer', 'By Key');
	// n8n forgets what a hidden field held.
	await editor.fill({ transferRoute: '1@extGroup-1' });
	await editor.closeNode();
});

it('takes a callback at the Test URL and places the call', async () => {
	await editor.openNode('Yunhu Voice Trigger');
	const url = await (await editor.showAddress('Test URL')).innerText();
	await editor.executeStep();
	await editor.panel.getByText('Listening for test event').waitFor();
	expect(await sendRecord(url, SECRET)).toBe('1');
	await editor.output.getByText('85781218893').waitFor();
	expect(await editor.output.innerText()).toContain('IVR or Group Call');
	await editor.closeNode();

	await editor.openNode('Call a number and play a message');
	await editor.executeStep();
	await editor.output.getByText('Play command sent successfully').waitFor();
	expect(await editor.output.innerText()).toContain('13333333333');
	expect(provider.dials.map(({ destinationNumber }) => destinationNumber)).toEqual(['13333333333']);
});

it('rehearses the call, and says so under the node’s name', async () => {
	const subtitle = async () => await editor.node('Call a number and play a message').innerText();
	await editor.turn('rehearse');
	await editor.executeStep();
	await editor.output
		.getByText('Rehearsal: nothing was sent. 1 number would be called, 0 items refused.')
		.waitFor();
	expect(provider.dials).toHaveLength(1);
	await editor.closeNode();
	expect(await subtitle()).toContain('playVoice: call (rehearsal)');

	await editor.openNode('Call a number and play a message');
	await editor.turn('rehearse');
	await editor.closeNode();
	expect(await subtitle()).not.toContain('rehearsal');
	await editor.openNode('Call a number and play a message');
});

it('shows in words why the call was not placed', async () => {
	await editor.editCredential();
	await editor.saveCredential({ accessKey: 'not-the-key' });
	await editor.verdict.getByText('Couldn’t connect with these settings').waitFor();
	await editor.closeCredential();
	await editor.executeStep();
	await editor.output.getByText('The login failed').first().waitFor();
	const shown = await editor.output.innerText();
	expect(shown).toMatch(/The login failed: Operation Failed \(code 1003\)/);
	expect(shown).toContain('Check the App ID and the Access Key in the credential');
	expect(shown).not.toContain('not-the-key');
	expect(provider.dials).toHaveLength(1);
});

it('says at a node that waits what it waits for, and when it goes on without', async () => {
	await editor.editCredential();
	await editor.saveCredential({ accessKey: provider.accessKey });
	await editor.verdict.getByText('Connection tested successfully').waitFor();
	await editor.closeCredential();
	await editor.turn('waitForResult');
	await editor.executeStep();
	await editor.output.getByText('Waiting until the call has ended').waitFor();
	const shown = await editor.output.innerText();
	expect(shown).toContain('followed by Resume Waiting');
	expect(shown).toContain('After 60 minutes this workflow continues without it');
	expect(provider.dials).toHaveLength(2);
});

it('no longer speaks of a rehearsal once the operation has none', async () => {
	await editor.turn('rehearse');
	await editor.choose('operation', 'Hang Up');
	await editor.closeNode();
	// The whole subtitle; n8n renames the node.
	await editor.page.getByText('hangUp: call', { exact: true }).waitFor();
});
