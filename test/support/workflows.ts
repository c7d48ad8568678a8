/** The only builder of workflows for tests and tools. */
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from './harness/api';
import { times } from './lists';

type Node = WorkflowJson['nodes'][number];

export const PACKAGE = 'n8n-nodes-yunhu-voice';

/** Returns a node; `more` overrides anything, such as the type version (default 1). */
export const node = (
	name: string,
	type: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): Node => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...more,
});

/** Returns a connection to a node's first input. */
export const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });

/** Returns a workflow in which each node passes its items to the next. */
export const chain = (name: string, nodes: Node[]): WorkflowJson => ({
	name,
	nodes,
	connections: Object.fromEntries(
		nodes.slice(1).map((next, index) => [nodes[index]!.name, { main: [[to(next.name)]] }]),
	),
	settings: { executionOrder: 'v1' },
});

export const credentialsOf = (id: string) => ({
	yunhuVoiceApi: { id, name: 'Yunhu Voice account' },
});

export const manualTrigger = (): Node => node('Start', 'n8n-nodes-base.manualTrigger', {});

/** n8n's own Webhook node: a POST to `<base>/webhook/<path>` starts an execution. */
export const webhook = (path: string, parameters: INodeParameters = {}): Node =>
	node(
		'Webhook',
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path, ...parameters },
		{ typeVersion: 2, webhookId: path },
	);

/** A Split Out node: outputs one item per entry of a list in the item. */
export const splitOut = (field: string): Node =>
	node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: field, options: {} });

/** A node that passes its items on. */
export const noOp = (): Node => node('After', 'n8n-nodes-base.noOp', {});

/** The package's action node. */
export const yunhu = (
	credentialId: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): Node =>
	node('Yunhu', `${PACKAGE}.yunhuVoice`, parameters, {
		credentials: credentialsOf(credentialId),
		...more,
	});

/** The package's trigger. */
export const callbacks = (
	credentialId: string,
	webhookId: string,
	parameters: INodeParameters = {},
): Node =>
	node('Callbacks', `${PACKAGE}.yunhuVoiceTrigger`, parameters, {
		credentials: credentialsOf(credentialId),
		webhookId,
	});

/** n8n refuses an interval below a minute, but takes any number of times within the minute. */
const EVERY_5_SECONDS = {
	item: times(12, (n) => ({ mode: 'custom', cronExpression: `${5 * n} * * * * *` })),
};

/** The package's record trigger, which polls every 5 seconds. */
export const polledRecords = (credentialId: string, parameters: INodeParameters = {}): Node =>
	node(
		'Records',
		`${PACKAGE}.yunhuVoiceRecordTrigger`,
		{ pollTimes: EVERY_5_SECONDS, ...parameters },
		{ credentials: credentialsOf(credentialId) },
	);

/** Parameters that call the number of each item. */
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
): WorkflowJson =>
	chain(`Action ${String(parameters.operation)}`, [
		manualTrigger(),
		node(
			'Items',
			'n8n-nodes-base.code',
			{ jsCode: `return ${JSON.stringify(items.map((json) => ({ json })))};` },
			{ typeVersion: 2 },
		),
		yunhu(credentialId, parameters, more),
	]);

/** Webhook -> Split Out -> Play Voice: calls the numbers of `{ "people": [{ "number": … }] }`. */
export const callWorkflow = (
	credentialId: string,
	path: string,
	options: INodeParameters = {},
): WorkflowJson =>
	chain(`Calls ${path}`, [
		webhook(path),
		splitOut('body.people'),
		yunhu(credentialId, { ...PLAY_VOICE, options }),
	]);

/** Yunhu Voice Trigger -> a node that passes its items on. */
export const triggerWorkflow = (...given: Parameters<typeof callbacks>): WorkflowJson =>
	chain(`Trigger ${given[1]}`, [callbacks(...given), noOp()]);

/** Yunhu Voice Record Trigger -> a node that passes its items on. */
export const recordsWorkflow = (...given: Parameters<typeof polledRecords>): WorkflowJson =>
	chain('Records', [polledRecords(...given), noOp()]);

/** Yunhu Voice Trigger -> Resume Waiting: the only workflow that resumes the others. */
export const hubWorkflow = (
	credentialId: string,
	webhookId: string,
	parameters: INodeParameters = {},
): WorkflowJson =>
	chain(`Hub ${webhookId}`, [
		callbacks(credentialId, webhookId),
		noOp(),
		yunhu(
			credentialId,
			{ resource: 'call', operation: 'resumeWaiting', ...parameters },
			{ id: 'Resume', name: 'Resume' },
		),
	]);

/** n8n's Filter node, which keeps the items for which an expression is true. */
export const keep = (name: string, isKept: string): Node =>
	node(
		name,
		'n8n-nodes-base.filter',
		{
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: name,
						leftValue: isKept,
						rightValue: '',
						operator: { type: 'boolean', operation: 'true', singleValue: true },
					},
				],
				combinator: 'and',
			},
			options: {},
		},
		{ typeVersion: 2.2 },
	);

/** A workflow with the package's record trigger as a second trigger in front of the node behind the first one. */
export const withRecords = (
	workflow: WorkflowJson,
	...given: Parameters<typeof polledRecords>
): WorkflowJson => {
	const [first] = workflow.nodes;
	return {
		...workflow,
		nodes: [...workflow.nodes, polledRecords(...given)],
		connections: { ...workflow.connections, Records: workflow.connections[first!.name]! },
	};
};

/** Like `actionWorkflow`, followed by a node that records the item to which each result belongs. */
export const waitingWorkflow = (...given: Parameters<typeof actionWorkflow>): WorkflowJson => {
	const { name, nodes } = actionWorkflow(...given);
	const parameters = {
		jsCode: "return { json: { ...$json, of: $('Items').item.json } };",
		mode: 'runOnceForEachItem',
	};
	return chain(name, [
		...nodes,
		node('After', 'n8n-nodes-base.code', parameters, { typeVersion: 2 }),
	]);
};

/** Like `actionWorkflow`, but one item at a time. The results leave through the node "Loop". */
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

/** Manual Trigger -> n8n's tool executor, which calls the action node with the given arguments, as a model would. */
export const toolWorkflow = (
	credentialId: string,
	parameters: INodeParameters,
	args: IDataObject,
): WorkflowJson => {
	const workflow = chain('Tool', [
		manualTrigger(),
		node('Model', '@n8n/n8n-nodes-langchain.toolExecutor', {
			// n8n 1 passes the whole query to the tool, n8n 2 what is under the tool's name.
			query: JSON.stringify({ ...args, Yunhu: args }),
			toolName: 'Yunhu',
		}),
	]);
	const tool = yunhu(credentialId, parameters, { type: `${PACKAGE}.yunhuVoiceTool` });
	return {
		...workflow,
		nodes: [...workflow.nodes, tool],
		connections: {
			...workflow.connections,
			Yunhu: { ai_tool: [[{ node: 'Model', type: 'ai_tool', index: 0 }]] },
		},
	};
};

/** Manual Trigger -> an AI agent, which does what each text says with the action node as its only tool. */
export const agentWorkflow = (
	credentialId: string,
	modelCredentialId: string,
	parameters: INodeParameters,
	texts: string[],
	more: Partial<INode> = {},
): WorkflowJson => {
	const items = texts.map((text) => ({ json: { text } }));
	const workflow = chain('Agent', [
		manualTrigger(),
		node(
			'Items',
			'n8n-nodes-base.code',
			{ jsCode: `return ${JSON.stringify(items)};` },
			{ typeVersion: 2 },
		),
		node(
			'Agent',
			'@n8n/n8n-nodes-langchain.agent',
			{ promptType: 'define', text: '={{ $json.text }}', options: {} },
			{ typeVersion: 3 },
		),
	]);
	const model = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		{ model: { __rl: true, mode: 'id', value: 'gpt-4.1-mini' }, options: {} },
		{
			typeVersion: 1.2,
			credentials: { openAiApi: { id: modelCredentialId, name: 'OpenAI account' } },
		},
	);
	const tool = yunhu(credentialId, parameters, { type: `${PACKAGE}.yunhuVoiceTool`, ...more });
	const toAgent = (type: 'ai_tool' | 'ai_languageModel') => ({
		[type]: [[{ node: 'Agent', type, index: 0 }]],
	});
	return {
		...workflow,
		nodes: [...workflow.nodes, model, tool],
		connections: {
			...workflow.connections,
			Model: toAgent('ai_languageModel'),
			Yunhu: toAgent('ai_tool'),
		},
	};
};
