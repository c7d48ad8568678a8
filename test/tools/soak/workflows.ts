import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../support/harness/n8n';
import { chain, PLAY_VOICE, splitOut, webhook, yunhu } from '../../support/workflows';

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
export const jobWorkflow = (job: Job, credentialId: string): WorkflowJson =>
	chain(`Soak ${job}`, [
		webhook(pathOf(job), { responseMode: 'lastNode', responseData: 'allEntries' }),
		splitOut('body.items'),
		yunhu(credentialId, OPERATIONS[job], { onError: 'continueRegularOutput' }),
	]);
