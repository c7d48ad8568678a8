import { isOnN8n1 } from '../harness/runtime';

/**
 * Examples that need features of n8n 2: data tables created by a workflow, human approval of an agent's tool, an address to
 * resume a workflow that is secret and taken once.
 */
export const NEEDS_N8N_2 = [
	'agent-console',
	'ai-agent-with-approval',
	'alert-when-a-line-fails',
	'archive-recordings-to-s3',
	'behind-a-firewall',
	'call-a-list-on-lines',
	'call-a-list-to-excel',
	'fill-the-gaps',
	'follow-up-missed-calls',
	'predictive-campaign-from-a-spreadsheet',
	'receive-callbacks',
];

/** `describe` for tests of these examples. Skips them on n8n 1. */
export const describeOnN8n2 = isOnN8n1 ? describe.skip : describe;
