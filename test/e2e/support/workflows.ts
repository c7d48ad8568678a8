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

/** A call for each item. */
export const PLAY_VOICE = {
	resource: 'call',
	operation: 'playVoice',
	destinationNumber: '={{ $json.number }}',
	voiceFile: 'https://example.com/welcome.mp3',
	transferRoute: '1@extGroup-1',
};

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

/** Yunhu Voice Trigger -> Resume Waiting: the one workflow that wakes the others. */
export const hubWorkflow = (
	credentialId: string,
	webhookId: string,
	parameters: INodeParameters = {},
): WorkflowJson => {
	const workflow = triggerWorkflow(credentialId, webhookId);
	return {
		...workflow,
		nodes: [
			...workflow.nodes,
			node(
				'Resume',
				`${PACKAGE}.yunhuVoice`,
				{ resource: 'call', operation: 'resumeWaiting', ...parameters },
				{ credentials: credentialsOf(credentialId) },
			),
		],
		connections: { ...workflow.connections, After: { main: [[to('Resume')]] } },
	};
};

/** As `actionWorkflow`, with a node behind it that notes which item the result belongs to. */
export const waitingWorkflow = (...given: Parameters<typeof actionWorkflow>): WorkflowJson => {
	const workflow = actionWorkflow(...given);
	const parameters = {
		jsCode: "return { json: { ...$json, of: $('Items').item.json } };",
		mode: 'runOnceForEachItem',
	};
	return {
		...workflow,
		nodes: [
			...workflow.nodes,
			node('After', 'n8n-nodes-base.code', parameters, { typeVersion: 2 }),
		],
		connections: { ...workflow.connections, Yunhu: { main: [[to('After')]] } },
	};
};

/** As `actionWorkflow`, the items one by one; what came of them leaves by the node "Loop". */
export const loopWorkflow = (...given: Parameters<typeof actionWorkflow>): WorkflowJson => {
	const workflow = actionWorkflow(...given);
	const loop = node('Loop', 'n8n-nodes-base.splitInBatches', {}, { typeVersion: 3 });
	return {
		...workflow,
		nodes: [...workflow.nodes, loop],
		connections: {
			...workflow.connections,
			Items: { main: [[to('Loop')]] },
			Loop: { main: [[], [to('Yunhu')]] },
			Yunhu: { main: [[to('Loop')]] },
		},
	};
};

/** Manual Trigger -> n8n's runner of tools, which calls the action node as a model would, with the given arguments. */
export const toolWorkflow = (
	credentialId: string,
	parameters: INodeParameters,
	args: IDataObject,
): WorkflowJson => ({
	name: 'Tool',
	nodes: [
		node('Start', 'n8n-nodes-base.manualTrigger', {}),
		node('Model', '@n8n/n8n-nodes-langchain.toolExecutor', {
			// n8n 1 gives the tool all of it, n8n 2 what is under the tool's name.
			query: JSON.stringify({ ...args, Yunhu: args }),
			toolName: 'Yunhu',
		}),
		node('Yunhu', `${PACKAGE}.yunhuVoiceTool`, parameters, {
			credentials: credentialsOf(credentialId),
		}),
	],
	connections: {
		Start: { main: [[to('Model')]] },
		Yunhu: { ai_tool: [[{ node: 'Model', type: 'ai_tool', index: 0 }]] },
	},
	settings: { executionOrder: 'v1' },
});
