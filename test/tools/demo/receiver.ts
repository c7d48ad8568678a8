import { rowsOf } from '../../support/examples/dataTable';
import { handOnTo, loadExample, nodeOf, webhookIdOf } from '../../support/examples/examples';
import type { N8nInstance } from '../../support/harness/n8n';
import type { CallbackKind } from '../../support/simulator';

/** How a call record came to n8n. */
export const CALLBACK = 'callback';
export const ASKED_FOR = 'asked for';

/** Writes the results to a file, which also n8n 1 can. */
const EXAMPLE = 'save-results-and-recordings';

/** Nobody presses a key in this call: whoever asks for its record gets all that the table shows. */
const LOST = 'customer-5';

/** The workflows that take the results. */
export interface Receiver {
	/** The one that takes callbacks, and its trigger's. */
	workflowId: string;
	webhookId: string;
	/** The workflow that saves recordings. */
	savesIn: string;
	/** The callbacks that it takes. */
	takes: CallbackKind[];
	/** What it is, as a sentence. */
	says: string;
	/** The custom data of the call whose callbacks have to get lost; undefined for none. */
	lost: string | undefined;
	/** How often each workflow has run once every result is there. */
	runs: (callbacks: number) => Array<{ workflowId: string; count: number }>;
	/** How the call record with this custom data came. */
	cameBy: (customData: string) => string;
}

type Credentials = Record<string, string>;

/** Publishes them. n8n 1 cannot make the table of "Fill the gaps": there, no callback gets lost. */
export async function publishReceiver(
	n8n: N8nInstance,
	credentials: Credentials,
	folder: string,
): Promise<Receiver> {
	return n8n.major === 1
		? await takeCallbacks(n8n, credentials, folder)
		: await fillTheGaps(n8n, credentials, folder);
}

/** Publishes a workflow that runs once when it is published. */
async function publish(
	n8n: N8nInstance,
	workflow: ReturnType<typeof loadExample>,
): Promise<string> {
	const id = await n8n.createWorkflow(workflow);
	await n8n.activate(id);
	await n8n.waitForExecutions(id, 1);
	return id;
}

async function takeCallbacks(
	n8n: N8nInstance,
	credentials: Credentials,
	folder: string,
): Promise<Receiver> {
	const receive = loadExample(EXAMPLE, { credentials, settings: { folder } });
	const workflowId = await publish(n8n, receive);
	return {
		workflowId,
		savesIn: workflowId,
		webhookId: webhookIdOf(receive),
		takes: ['extensionStatus', 'callRecord'],
		says: `The workflow "${receive.name}" is published.`,
		lost: undefined,
		runs: (callbacks) => [{ workflowId, count: callbacks + 1 }],
		cameBy: () => CALLBACK,
	};
}

async function fillTheGaps(
	n8n: N8nInstance,
	credentials: Credentials,
	folder: string,
): Promise<Receiver> {
	const receive = loadExample(EXAMPLE, { credentials, settings: { folder } });
	const receiveId = await publish(n8n, receive);
	const gaps = loadExample('fill-the-gaps', { credentials });
	handOnTo(gaps, receive.name, receiveId);
	// Nobody wants to look at a demo for two more minutes.
	nodeOf(gaps, 'Callbacks First').parameters.amount = 0.05;
	const gapsId = await publish(n8n, gaps);
	return {
		workflowId: gapsId,
		savesIn: receiveId,
		webhookId: webhookIdOf(gaps),
		takes: ['callRecord'],
		says: `The workflows "${gaps.name}" and "${receive.name}" are published.`,
		lost: LOST,
		runs: (callbacks) => [
			{ workflowId: receiveId, count: 1 + callbacks + 1 },
			{ workflowId: gapsId, count: 1 + callbacks + 1 },
		],
		cameBy: (customData) => {
			const row = rowsOf(n8n, 'Yunhu call records').find((each) => each.customData === customData);
			if (!row) return 'nothing';
			return row.callbackAt === null ? ASKED_FOR : CALLBACK;
		},
	};
}
