/**
 * `npm run screenshots:demo`: plays the main job in n8n's editor and makes a moving picture of it, docs/screenshots/demo.gif.
 */
import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { takePicture } from '../../support/editor/picture';
import { setStage, type Stage } from '../../support/editor/stage';
import { rowsOf } from '../../support/examples/dataTable';
import { loadExample } from '../../support/examples/examples';
import { EXPECTED } from '../../support/examples/expected';
import { PROJECT_ROOT } from '../../support/harness/command';
import { itemsOf, type N8nInstance } from '../../support/harness/n8n';
import { until } from '../../support/harness/wait';
import { print } from '../../support/print';
import { runAndStop, type Started } from '../../support/started';
import { publishReceiver } from './receiver';

const FILE = 'docs/screenshots/demo.gif';
const SECRET = 'secretOfThePicture';
const TABLE = 'Yunhu call records';
/** Small, so that the text can be read in the README. */
const LOOK = { width: 1120, height: 680 };
/** Out of sight: the columns in front of customData. */
const TABLE_SCROLLED_BY = 610;
/** Long enough to read the caption and to look around. */
const FRAME_MS = 2000;
const LAST_FRAME_MS = 3000;
const MAX_BYTES = 1_500_000;
const RESULTS_WITHIN_MS = 120_000;

const captioned = (text: string): string => `body::after {
	content: ${JSON.stringify(text)}; position: fixed; inset: auto 0 0 0; z-index: 99999; padding: 14px;
	background: #101330; color: #fff; font: 600 22px/1.3 sans-serif; text-align: center;
}`;

/** Waits for the execution that saved a recording. Returns its id. */
async function savingOf(n8n: N8nInstance, workflowId: string): Promise<string> {
	const find = async () => {
		for (const { id } of await n8n.executions({ workflowId })) {
			if (itemsOf(await n8n.execution(id), 'Save Recording').length > 0) return id;
		}
		return undefined;
	};
	return await until(find, RESULTS_WITHIN_MS, () => new Error('No recording was saved'));
}

/** Plays the job. Returns a picture of each step. */
async function play(
	{ n8n, provider, editor, credentialId }: Stage,
	folder: string,
): Promise<Buffer[]> {
	const frames: Buffer[] = [];
	const take = async (caption: string) => {
		const options = { style: captioned(caption), scale: 'css' } as const;
		frames.push(await takePicture(editor.page, {}, options));
	};
	const credentials = { yunhuVoiceApi: credentialId };
	const receiver = await publishReceiver(n8n, credentials, folder);
	const address = n8n.webhookUrl(receiver.webhookId);
	for (const kind of receiver.takes) provider.options.callbackUrls[kind] = address;

	await editor.openWorkflow(await n8n.createWorkflow(loadExample('call-a-list', { credentials })));
	await take('A workflow calls the people on a list');
	await editor.executeWorkflow();
	await editor.message('Workflow executed successfully').waitFor();
	await editor.openNode('One Item per Person');
	await take('The list: who, and which number');
	await editor.closeNode();
	await editor.openNode('Play Voice');
	await take('Play Voice calls each number and plays the message');
	await editor.closeNode();
	await take(`${provider.dials.length} calls are placed`);

	await provider.settled();
	await until(
		async () => rowsOf(n8n, TABLE).length === EXPECTED.length || undefined,
		RESULTS_WITHIN_MS,
		() => new Error('Results are missing'),
	);
	await editor.openExecutions(receiver.workflowId);
	await take('Each call that ends comes back to n8n and starts a workflow');
	await editor.openNode('What Is Known');
	await editor.showSchema();
	await take('Its call record says how the call went');
	await editor.openExecutions(receiver.savesIn, await savingOf(n8n, receiver.savesIn));
	await take('Recordings are saved as files');
	await editor.openTable(TABLE, TABLE_SCROLLED_BY);
	await take('The result of every call');
	return frames;
}

async function main(started: Started): Promise<number> {
	// n8n compares real paths with the allowed one.
	const folder = await realpath(await mkdtemp(join(tmpdir(), 'yunhu-voice-picture-')));
	started.add(async () => await rm(folder, { recursive: true, force: true }));
	const stage = await setStage(started, {
		credential: { callbackSecret: SECRET },
		simulator: { timeScale: 0.1, callbackHeaders: { 'x-callback-secret': SECRET } },
		env: { N8N_RESTRICT_FILE_ACCESS_TO: folder },
		look: LOOK,
	});
	const frames = await play(stage, folder);
	const path = join(PROJECT_ROOT, FILE);
	const delay = frames.map((_, index) => (index < frames.length - 1 ? FRAME_MS : LAST_FRAME_MS));
	await sharp(frames, { join: { animated: true } })
		.gif({ delay, loop: 0, effort: 10 })
		.toFile(path);
	const { size } = await stat(path);
	print(`${FILE}: ${frames.length} frames, ${size} bytes`);
	if (size > MAX_BYTES) throw new Error(`${FILE} is too large for the README`);
	return 0;
}

void runAndStop('Making the picture', main);
