import { isOnOlderN8n } from '../harness/runtime';

/**
 * Examples that need features that n8n 1 and 2.0 lack: data tables created by a workflow, human approval of an agent's tool, an address to
 * resume a workflow that is secret and taken once.
 */
export const NEED_NEWER_N8N = [
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

/** `describe` for tests of these examples. Skips them on n8n 1 and 2.0. */
export const describeOnNewerN8n = isOnOlderN8n ? describe.skip : describe;
