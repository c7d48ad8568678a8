import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../harness/api';
import { PROJECT_ROOT } from '../harness/command';

/** The name of the two nodes' credential in the examples. */
export const CREDENTIAL_NAME = 'Yunhu Voice account';

const FOLDER = join(PROJECT_ROOT, 'examples');

/** What a user fills in after importing an example. */
export interface FilledIn {
	/** The credential id for each type that the example uses. */
	credentials: Record<string, string>;
	/** Values for the node "Settings", by name. */
	settings?: Record<string, string>;
}

/** The names of all examples, without `.json`. */
export const exampleNames = (): string[] =>
	readdirSync(FOLDER).flatMap((file) => (/^(.+)\.json$/.exec(file) ?? []).slice(1));

/** Reads a workflow from examples/ unchanged. */
export const readExample = (name: string): WorkflowJson =>
	JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as WorkflowJson;

const isTrigger = ({ type }: WorkflowJson['nodes'][number]): boolean =>
	type.endsWith('.yunhuVoiceTrigger');

/** n8n's own nodes that listen. Without such an id, n8n 1 puts the workflow's id in front of their path. */
const LISTENS = /\.(webhook|wait)$/;

/**
 * Reads a workflow from examples/ and fills in what depends on the n8n instance. Gives nodes that listen a new address
 * each time, as the editor does on import.
 *
 * @throws if the example needs a credential that is not given, or lacks a setting that is given
 */
export function loadExample(name: string, { credentials, settings = {} }: FilledIn): WorkflowJson {
	const workflow = readExample(name);
	for (const node of workflow.nodes) {
		if (isTrigger(node) || LISTENS.test(node.type)) node.webhookId = randomUUID();
		for (const [type, credential] of Object.entries(node.credentials ?? {})) {
			const id = credentials[type];
			if (id === undefined) throw new Error(`The example "${name}" wants a credential ${type}`);
			credential.id = id;
		}
	}
	for (const [setting, value] of Object.entries(settings)) fillIn(workflow, setting, value);
	return workflow;
}

/**
 * Returns the part of the trigger's URL that the workflow determines. `loadExample` sets it.
 *
 * @throws if the workflow has no such trigger
 */
export function webhookIdOf(workflow: WorkflowJson): string {
	const trigger = workflow.nodes.find(isTrigger);
	if (trigger?.webhookId === undefined) {
		throw new Error(`The workflow "${workflow.name}" has no Yunhu Voice Trigger`);
	}
	return trigger.webhookId;
}

/** @throws if the workflow has no node with this name */
export function nodeOf(workflow: WorkflowJson, name: string): WorkflowJson['nodes'][number] {
	const node = workflow.nodes.find((each) => each.name === name);
	if (!node) throw new Error(`The workflow "${workflow.name}" has no node "${name}"`);
	return node;
}

/** Enters a workflow's address in the list of those to which "Callback hub" and "Fill the gaps" hand call records. */
export function handOnTo(hub: WorkflowJson, name: string, address: string): void {
	const { parameters } = nodeOf(hub, 'Workflows to Tell');
	const list = JSON.parse(parameters.jsonOutput as string) as {
		handOnTo: Array<{ name: string; address: string }>;
	};
	const entry = list.handOnTo.find((each) => each.name === name);
	if (!entry) throw new Error(`The list of "${hub.name}" lacks "${name}"`);
	entry.address = address;
	parameters.jsonOutput = JSON.stringify(list);
}

function fillIn(workflow: WorkflowJson, name: string, value: string): void {
	const { assignments } = nodeOf(workflow, 'Settings').parameters.assignments as {
		assignments: Array<{ name: string; value: string }>;
	};
	const setting = assignments.find((assignment) => assignment.name === name);
	if (!setting) throw new Error(`The workflow "${workflow.name}" has no setting "${name}"`);
	setting.value = value;
}
