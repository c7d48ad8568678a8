/**
 * `npm run screenshots`: takes the pictures in docs/screenshots, from a real n8n with made-up data. Its URLs look like
 * those of an n8n on the usual port.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Locator } from 'playwright-core';
import type { Editor } from '../support/editor/editor';
import { takePicture } from '../support/editor/picture';
import { setStage, type Stage } from '../support/editor/stage';
import { loadExample } from '../support/examples/examples';
import type { WorkflowJson } from '../support/harness/api';
import { PROJECT_ROOT } from '../support/harness/command';
import { print } from '../support/print';
import { runAndStop } from '../support/started';
import { actionWorkflow, PLAY_VOICE } from '../support/workflows';

const FOLDER = join(PROJECT_ROOT, 'docs/screenshots');

const CALL = {
	...PLAY_VOICE,
	options: { customData: '={{ $json.name }}' },
};

/** Places the nodes side by side, so that each can be clicked. */
const spread = (workflow: WorkflowJson): WorkflowJson => ({
	...workflow,
	nodes: workflow.nodes.map((node, index) => ({ ...node, position: [index * 240, 0] })),
});

/** Without the buttons that n8n shows over the workflow. */
const WORKFLOW_ALONE = `:is(.vue-flow__panel, [data-test-id=canvas-controls], :has(> [role=radiogroup]),
	:has(> [data-test-id=execute-workflow-button]), :has(> * > [data-test-id=execute-workflow-button]),
	:has(> [data-test-id=node-creator-plus-button]), :has(> * > [data-test-id=node-creator-plus-button])) {
		opacity: 0 !important;
	}`;

interface Crop {
	/** Cuts off everything below; default: nothing. */
	height?: number;
	scale?: 'css' | 'device';
	style?: string;
}

/** Brings n8n's pages into the state to show and takes the pictures. */
class Studio {
	constructor(private readonly stage: Stage) {}

	private get editor(): Editor {
		return this.stage.editor;
	}

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
		await this.take('play-voice', editor.parameters, { height: 890 });
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
		this.stage.provider.answerNext({ service: 'PlayVoice', fault: { ret: 604 } });
		await this.open(this.step(CALL, [{ number: '13333333333', name: 'Ann Example' }]));
		await editor.executeWorkflow();
		await editor.openNode('Yunhu');
		await editor.output.getByText('(ret 604)').first().waitFor();
		await this.take('error', editor.output, { height: 247 });
	}

	/** The last ones, as they change the size of the page. */
	async examples(): Promise<void> {
		const { editor } = this;
		await editor.page.setViewportSize({ width: 1280, height: 640 });
		for (const name of ['call-a-list', 'receive-callbacks', 'call-one-by-one']) {
			await this.open(this.example(name));
			await this.take(`example-${name}`, editor.canvas, { style: WORKFLOW_ALONE });
		}
	}

	private example(name: string): WorkflowJson {
		return loadExample(name, { credentials: { yunhuVoiceApi: this.stage.credentialId } });
	}

	/** Returns a workflow with one Yunhu Voice node, "Yunhu". */
	private step(parameters: INodeParameters, items?: IDataObject[]): WorkflowJson {
		return spread(actionWorkflow(this.stage.credentialId, parameters, items));
	}

	private async open(workflow: WorkflowJson, node?: string): Promise<void> {
		await this.editor.openWorkflow(await this.stage.n8n.createWorkflow(workflow));
		if (node !== undefined) await this.editor.openNode(node);
	}

	private async take(
		name: string,
		of: Locator,
		{ height, scale = 'device', style = '' }: Crop = {},
	): Promise<void> {
		const path = join(FOLDER, `${name}.png`);
		await takePicture(this.editor.page, { of, height }, { path, scale, style });
		print(`docs/screenshots/${name}.png`);
	}
}

void runAndStop('Taking the pictures', async (started) => {
	await mkdir(FOLDER, { recursive: true });
	const studio = new Studio(
		await setStage(started, {
			env: { WEBHOOK_URL: 'http://localhost:5678/' },
			look: { scale: 2, height: 1100 },
		}),
	);
	await studio.nodePanel();
	await studio.trigger();
	await studio.playVoice();
	await studio.waiting();
	await studio.error();
	await studio.examples();
	return 0;
});
