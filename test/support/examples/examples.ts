import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from '../harness/api';
import { PROJECT_ROOT } from '../harness/command';

const FOLDER = join(PROJECT_ROOT, 'examples');

/**
 * What a user fills in after importing an example. Examples name no credentials: the editor enters the user's own, and
 * does not store a choice that replaces a missing one.
 */
export interface FilledIn {
	/** The credential id for each type that the example needs. */
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

/** The credential type of each node in the examples that needs one, whatever its parameters are. */
const CREDENTIAL_TYPES: Record<string, string> = {
	'n8n-nodes-yunhu-voice.yunhuVoice': 'yunhuVoiceApi',
	'n8n-nodes-yunhu-voice.yunhuVoiceTool': 'yunhuVoiceApi',
	'n8n-nodes-yunhu-voice.yunhuVoiceTrigger': 'yunhuVoiceApi',
	'n8n-nodes-yunhu-voice.yunhuVoiceRecordTrigger': 'yunhuVoiceApi',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
	'n8n-nodes-base.emailSend': 'smtp',
	'n8n-nodes-base.emailSendHitlTool': 'smtp',
	'n8n-nodes-base.googleSheets': 'googleApi',
	'n8n-nodes-base.hubspot': 'hubspotAppToken',
	'n8n-nodes-base.s3': 's3',
};

/** Returns the type of the credential that a node in an example needs; `undefined` if it needs none. */
export function credentialTypeOf({
	type,
	parameters,
}: WorkflowJson['nodes'][number]): string | undefined {
	const protection = parameters.authentication ?? parameters.incomingAuthentication;
	if (protection === 'basicAuth') return 'httpBasicAuth';
	if (protection === 'predefinedCredentialType') return parameters.nodeCredentialType as string;
	return CREDENTIAL_TYPES[type];
}

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
		const type = credentialTypeOf(node);
		if (type === undefined) continue;
		const id = credentials[type];
		if (id === undefined) throw new Error(`The example "${name}" needs a credential ${type}`);
		node.credentials = { [type]: { id, name: type } };
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

/** Lets a schedule trigger start its workflow once a day: what it starts during a test counts as an execution, too. */
export function onceADay(workflow: WorkflowJson, trigger: string): void {
	nodeOf(workflow, trigger).parameters.rule = { interval: [{ field: 'days', daysInterval: 1 }] };
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
