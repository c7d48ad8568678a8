import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../harness/api';
import { PROJECT_ROOT } from '../harness/command';

/** The name the examples give the credential of the two nodes. */
export const CREDENTIAL_NAME = 'Yunhu Voice account';

const FOLDER = join(PROJECT_ROOT, 'examples');

/** What a person fills in after importing an example. */
export interface FilledIn {
	/** The id of a credential for each type that the example uses. */
	credentials: Record<string, string>;
	/** Values for the node "Settings", by name. */
	settings?: Record<string, string>;
}

/** The names of all examples. */
export const exampleNames = (): string[] =>
	readdirSync(FOLDER).flatMap((file) => (/^(.+)\.json$/.exec(file) ?? []).slice(1));

/** Reads a workflow from examples/ as it is. */
export const readExample = (name: string): WorkflowJson =>
	JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as WorkflowJson;

const isTrigger = ({ type }: WorkflowJson['nodes'][number]): boolean =>
	type.endsWith('.yunhuVoiceTrigger');

/**
 * Reads a workflow from examples/ and fills in what belongs to one n8n. Each time its trigger gets an address of its own,
 * as it does when somebody imports the file in the editor.
 *
 * @throws when the example wants a credential or lacks a setting that is not, or is, filled in
 */
export function loadExample(name: string, { credentials, settings = {} }: FilledIn): WorkflowJson {
	const workflow = readExample(name);
	for (const node of workflow.nodes) {
		if (isTrigger(node)) node.webhookId = randomUUID();
		for (const [type, credential] of Object.entries(node.credentials ?? {})) {
			const id = credentials[type];
			if (id === undefined) throw new Error(`The example "${name}" wants a credential ${type}`);
			credential.id = id;
		}
	}
	for (const [setting, value] of Object.entries(settings)) fillIn(workflow, setting, value);
	return workflow;
}

/** The part of a trigger's address that its workflow determines; `loadExample` has set it. */
export function webhookIdOf(workflow: WorkflowJson): string {
	const trigger = workflow.nodes.find(isTrigger);
	if (trigger?.webhookId === undefined) {
		throw new Error(`The workflow "${workflow.name}" has no Yunhu Voice Trigger`);
	}
	return trigger.webhookId;
}

/** @throws when the workflow has no node of this name */
export function nodeOf(workflow: WorkflowJson, name: string): WorkflowJson['nodes'][number] {
	const node = workflow.nodes.find((each) => each.name === name);
	if (!node) throw new Error(`The workflow "${workflow.name}" has no node "${name}"`);
	return node;
}

function fillIn(workflow: WorkflowJson, name: string, value: string): void {
	const { assignments } = nodeOf(workflow, 'Settings').parameters.assignments as {
		assignments: Array<{ name: string; value: string }>;
	};
	const setting = assignments.find((assignment) => assignment.name === name);
	if (!setting) throw new Error(`The workflow "${workflow.name}" has no setting "${name}"`);
	setting.value = value;
}
