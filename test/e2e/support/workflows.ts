import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../harness/api';

export const PACKAGE = 'n8n-nodes-yunhu-voice';

/** A node at its place; `more` overrides. */
export const node = (
	name: string,
	type: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): WorkflowJson['nodes'][number] => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...more,
});

/** A connection to a node's first input. */
export const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });

export const credentialsOf = (id: string) => ({
	yunhuVoiceApi: { id, name: 'Yunhu Voice account' },
});

/** Manual Trigger -> Code with the given items -> Yunhu Voice. */
export const actionWorkflow = (
	credentialId: string,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
	more: Partial<INode> = {},
): WorkflowJson => ({
	name: `Action ${String(parameters.operation)}`,
	nodes: [
		node('Start', 'n8n-nodes-base.manualTrigger', {}),
		node(
			'Items',
			'n8n-nodes-base.code',
			{ jsCode: `return ${JSON.stringify(items.map((json) => ({ json })))};` },
			{ typeVersion: 2 },
		),
		node('Yunhu', `${PACKAGE}.yunhuVoice`, parameters, {
			credentials: credentialsOf(credentialId),
			...more,
		}),
	],
	connections: { Start: { main: [[to('Items')]] }, Items: { main: [[to('Yunhu')]] } },
	settings: { executionOrder: 'v1' },
});

/** Yunhu Voice Trigger -> a node that passes its items on. */
export const triggerWorkflow = (
	credentialId: string,
	webhookId: string,
	parameters: INodeParameters = {},
): WorkflowJson => ({
	name: `Trigger ${webhookId}`,
	nodes: [
		node('Callbacks', `${PACKAGE}.yunhuVoiceTrigger`, parameters, {
			credentials: credentialsOf(credentialId),
			webhookId,
		}),
		node('After', 'n8n-nodes-base.noOp', {}),
	],
	connections: { Callbacks: { main: [[to('After')]] } },
	settings: { executionOrder: 'v1' },
});
