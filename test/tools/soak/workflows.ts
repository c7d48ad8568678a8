import type { INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../support/harness/n8n';
import { chain, PLAY_VOICE, splitOut, webhook, yunhu } from '../../support/workflows';

/** Seconds. Short, so that an unresponsive provider does not hold up anything. */
const TIMEOUT_SECONDS = 3;

const OPERATIONS = {
	list: {
		...PLAY_VOICE,
		options: {
			customData: '={{ $json.reference }}',
			concurrency: '={{ $json.concurrency }}',
			oncePerNumber: true,
			timeoutSeconds: TIMEOUT_SECONDS,
		},
	},
	campaign: {
		resource: 'campaign',
		operation: 'create',
		campaignName: '={{ $json.campaign }}',
		assignTo: 'group',
		group: { __rl: true, mode: 'name', value: 'extGroup-1' },
		startNow: true,
		destinationNumber: '={{ $json.number }}',
		options: { customData: '={{ $json.reference }}', timeoutSeconds: TIMEOUT_SECONDS },
	},
	lookup: {
		resource: 'recording',
		operation: 'getRecodeFile',
		fileName: '={{ $json.fileName }}',
		options: { timeoutSeconds: TIMEOUT_SECONDS },
	},
	download: {
		resource: 'recording',
		operation: 'download',
		fileName: '={{ $json.fileName }}',
		options: { timeoutSeconds: TIMEOUT_SECONDS },
	},
} satisfies Record<string, INodeParameters>;

export type Job = keyof typeof OPERATIONS;

export const JOBS = Object.keys(OPERATIONS) as Job[];

/** The webhook path of a job's workflow, below n8n's `/webhook/`. */
export const pathOf = (job: Job): string => `soak-${job}`;

/** Webhook -> its items -> Yunhu Voice with Continue On Fail. The webhook responds with the node's items. */
export const jobWorkflow = (job: Job, credentialId: string): WorkflowJson =>
	chain(`Soak ${job}`, [
		webhook(pathOf(job), { responseMode: 'lastNode', responseData: 'allEntries' }),
		splitOut('body.items'),
		yunhu(credentialId, OPERATIONS[job], { onError: 'continueRegularOutput' }),
	]);
