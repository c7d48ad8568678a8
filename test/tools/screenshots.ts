/**
 * `npm run screenshots`: takes the pictures in docs/screenshots, from a real n8n with made-up data. Its URLs look like
 * those of an n8n on the usual port.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Locator } from 'playwright-core';
import { addAccount } from '../support/account';
import { startBrowser } from '../support/editor/browser';
import { Editor } from '../support/editor/editor';
import { loadExample } from '../support/examples/examples';
import type { WorkflowJson } from '../support/harness/api';
import { PROJECT_ROOT } from '../support/harness/command';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { print } from '../support/print';
import { type Simulator, startSimulator } from '../support/simulator';
import { actionWorkflow, PLAY_VOICE } from '../support/workflows';

const FOLDER = join(PROJECT_ROOT, 'docs/screenshots');

/** For transitions and fades to end. */
const STILL_AFTER_MS = 1500;

const CALL = {
	...PLAY_VOICE,
	options: { customData: '={{ $json.name }}' },
};

/** Places the nodes side by side, so that each can be clicked. */
const spread = (workflow: WorkflowJson): WorkflowJson => ({
	...workflow,
	nodes: workflow.nodes.map((node, index) => ({ ...node, position: [index * 240, 0] })),
});

/** Brings n8n's pages into the state to show and takes the pictures. */
class Studio {
	constructor(
		private readonly n8n: N8nInstance,
		private readonly provider: Simulator,
		private readonly editor: Editor,
		private readonly credentialId: string,
	) {}

	async nodePanel(): Promise<void> {
		const { editor } = this;
		await editor.openWorkflow();
		await editor.search('Yunhu');
		await editor.offer('Yunhu Voice').first().waitFor();
		await this.take('search', editor.nodePanel, { height: 360 });
		await this.open(this.example('call-a-list'));
		await editor.search('Yunhu');
		await editor.offer('Yunhu Voice').first().click();
		await editor.offer('Log out of account').waitFor();
		await this.take('node-panel', editor.nodePanel, { height: 730 });
	}

	async trigger(): Promise<void> {
		const { editor } = this;
		await this.open(this.example('save-results-and-recordings'), 'Yunhu Voice Trigger');
		const address = await editor.showAddress('Production URL');
		await this.take('trigger', editor.parameters, { height: 715 });
		await this.take('callback-address', address.locator('xpath=ancestor::*[4]'));
	}

	async playVoice(): Promise<void> {
		const { editor } = this;
		await this.open(this.example('call-a-list'));
		await editor.executeWorkflow();
		await editor.message('Workflow executed successfully').waitFor();
		await editor.openNode('Play Voice');
		await this.take('play-voice', editor.parameters, { height: 820 });
		await this.take('run', editor.panel, { height: 845, scale: 'css' });
	}

	async waiting(): Promise<void> {
		const { editor } = this;
		const waiting = { ...CALL, waitForResult: true };
		await this.open(this.step(waiting), 'Yunhu');
		await this.take('wait-for-result', editor.parameters, { height: 785 });
		const resume = { resource: 'call', operation: 'resumeWaiting' };
		await this.open(this.step(resume), 'Yunhu');
		await this.take('resume-waiting', editor.parameters, { height: 385 });
	}

	async error(): Promise<void> {
		const { editor } = this;
		this.provider.answerNext({ service: 'PlayVoice', fault: { ret: 604 } });
		await this.open(this.step(CALL, [{ number: '13333333333', name: 'Ann Example' }]));
		await editor.executeWorkflow();
		await editor.openNode('Yunhu');
		await editor.output.getByText('(ret 604)').first().waitFor();
		await this.take('error', editor.output, { height: 247 });
	}

	private example(name: string): WorkflowJson {
		return loadExample(name, { credentials: { yunhuVoiceApi: this.credentialId } });
	}

	/** Returns a workflow with one Yunhu Voice node, "Yunhu". */
	private step(parameters: INodeParameters, items?: IDataObject[]): WorkflowJson {
		return spread(actionWorkflow(this.credentialId, parameters, items));
	}

	private async open(workflow: WorkflowJson, node?: string): Promise<void> {
		await this.editor.openWorkflow(await this.n8n.createWorkflow(workflow));
		if (node !== undefined) await this.editor.openNode(node);
	}

	/** @param crop.height cuts off everything below; default: nothing */
	private async take(
		name: string,
		of: Locator,
		crop: { height?: number; scale?: 'css' } = {},
	): Promise<void> {
		const { page } = this.editor;
		await page.mouse.move(0, 0);
		await page.waitForTimeout(STILL_AFTER_MS);
		const box = await of.boundingBox();
		if (!box) throw new Error(`Nothing to be seen of ${name}`);
		await page.screenshot({
			path: join(FOLDER, `${name}.png`),
			clip: { ...box, height: Math.min(box.height, crop.height ?? box.height) },
			animations: 'disabled',
			style: '.el-notification { display: none }',
			scale: crop.scale ?? 'device',
		});
		print(`docs/screenshots/${name}.png`);
	}
}

async function main(): Promise<void> {
	const stops: Array<() => Promise<void>> = [];
	try {
		await mkdir(FOLDER, { recursive: true });
		const provider = await startSimulator();
		stops.push(provider.close);
		const n8n = await startN8n({
			tarball: await packTarball(),
			env: { WEBHOOK_URL: 'http://localhost:5678/' },
		});
		stops.push(async () => await n8n.stop());
		const credentialId = await addAccount(n8n, provider);
		const browser = await startBrowser();
		stops.push(async () => await browser.close());
		const editor = await Editor.signIn(browser, n8n, { scale: 2, height: 1100 });
		const studio = new Studio(n8n, provider, editor, credentialId);
		await studio.nodePanel();
		await studio.trigger();
		await studio.playVoice();
		await studio.waiting();
		await studio.error();
	} finally {
		for (const stop of stops.reverse()) await stop();
	}
}

main().then(
	() => process.exit(0),
	(error: Error) => {
		print(error.stack ?? error.message);
		process.exit(1);
	},
);
