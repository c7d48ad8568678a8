import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../e2e/harness/api';
import { PROJECT_ROOT } from '../e2e/harness/command';

/** The name the examples give the credential they want. */
export const CREDENTIAL_NAME = 'Yunhu Voice account';
const CREDENTIAL_TYPE = 'yunhuVoiceApi';

/** What a person fills in after importing an example. */
export interface FilledIn {
	credentialId: string;
	/** For the node "Settings". */
	folder?: string;
}

/** Reads a workflow from examples/ and fills in what belongs to one n8n. */
export function loadExample(name: string, { credentialId, folder }: FilledIn): WorkflowJson {
	const file = join(PROJECT_ROOT, 'examples', `${name}.json`);
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
	for (const { credentials } of workflow.nodes) {
		if (credentials?.[CREDENTIAL_TYPE]) credentials[CREDENTIAL_TYPE].id = credentialId;
	}
	if (folder !== undefined) setFolder(workflow, folder);
	return workflow;
}

/** The part of a trigger's address that its workflow determines. */
export function webhookIdOf(workflow: WorkflowJson): string {
	const id = workflow.nodes.find(({ webhookId }) => webhookId !== undefined)?.webhookId;
	if (id === undefined) throw new Error(`The workflow "${workflow.name}" has no webhook`);
	return id;
}

function setFolder(workflow: WorkflowJson, folder: string): void {
	const settings = workflow.nodes.find(({ name }) => name === 'Settings');
	const { assignments } = (settings?.parameters.assignments ?? { assignments: [] }) as {
		assignments: Array<{ name: string; value: string }>;
	};
	const setting = assignments.find(({ name }) => name === 'folder');
	if (!setting) throw new Error(`The workflow "${workflow.name}" has no setting "folder"`);
	setting.value = folder;
}
