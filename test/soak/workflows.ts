import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../e2e/harness/n8n';
import { credentialsOf, node, PACKAGE, PLAY_VOICE, to } from '../e2e/support/workflows';

/** Seconds. Short, so that a provider that does not answer holds nothing up. */
const TIMEOUT = 3;

const OPERATIONS = {
	list: {
		...PLAY_VOICE,
		options: {
			customData: '={{ $json.reference }}',
			concurrency: '={{ $json.concurrency }}',
			timeoutSeconds: TIMEOUT,
		},
	},
	lookup: {
		resource: 'recording',
		operation: 'getRecodeFile',
		fileName: '={{ $json.fileName }}',
		options: { timeoutSeconds: TIMEOUT },
	},
	download: {
		resource: 'recording',
		operation: 'download',
		fileName: '={{ $json.fileName }}',
		options: { timeoutSeconds: TIMEOUT },
	},
} satisfies Record<string, INodeParameters>;

export type Job = keyof typeof OPERATIONS;

export const JOBS = Object.keys(OPERATIONS) as Job[];

/** Where a job's workflow takes its items: below n8n's `/webhook/`. */
export const pathOf = (job: Job): string => `soak-${job}`;

/** Webhook -> its items -> Yunhu Voice under Continue On Fail; the webhook is answered with the node's items. */
export const jobWorkflow = (job: Job, credentialId: string): WorkflowJson => ({
	name: `Soak ${job}`,
	nodes: [
		node(
			'Webhook',
			'n8n-nodes-base.webhook',
			{
				httpMethod: 'POST',
				path: pathOf(job),
				responseMode: 'lastNode',
				responseData: 'allEntries',
			},
			{ typeVersion: 2, webhookId: pathOf(job) },
		),
		node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.items' }),
		node('Yunhu', `${PACKAGE}.yunhuVoice`, OPERATIONS[job], {
			credentials: credentialsOf(credentialId),
			onError: 'continueRegularOutput',
		}),
	],
	connections: { Webhook: { main: [[to('Items')]] }, Items: { main: [[to('Yunhu')]] } },
	settings: { executionOrder: 'v1' },
});
