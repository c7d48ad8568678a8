import './userFolder';
import { Container } from '@n8n/di';
import { BinaryDataService, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ICredentialsHelper,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { YunhuVoice } from '../../../nodes/YunhuVoice/YunhuVoice.node';
import { YunhuVoiceRecordTrigger } from '../../../nodes/YunhuVoice/YunhuVoiceRecordTrigger.node';
import { YunhuVoiceTrigger } from '../../../nodes/YunhuVoice/YunhuVoiceTrigger.node';

const TYPES: Record<string, INodeType> = {
	'n8n-nodes-yunhu-voice.yunhuVoice': new YunhuVoice(),
	// n8n's name for the node when a model uses it as a tool.
	'n8n-nodes-yunhu-voice.yunhuVoiceTool': new YunhuVoice(),
	'n8n-nodes-yunhu-voice.yunhuVoiceTrigger': new YunhuVoiceTrigger(),
	'n8n-nodes-yunhu-voice.yunhuVoiceRecordTrigger': new YunhuVoiceRecordTrigger(),
};

const nodeTypes: INodeTypes = {
	getByName: (name) => TYPES[name]!,
	getByNameAndVersion: (name) => TYPES[name]!,
	getKnownTypes: () => ({}),
};

/** Returns what n8n passes to every execution, reduced to the parts that our nodes use. */
export const additionalDataWith = (
	credentialsHelper: ICredentialsHelper,
): IWorkflowExecuteAdditionalData =>
	({
		credentialsHelper,
		executionId: '1',
		currentNodeExecutionIndex: 0,
		hooks: new ExecutionLifecycleHooks('manual', '1', {} as IWorkflowBase),
		variables: {},
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
	}) as unknown as IWorkflowExecuteAdditionalData;

/** Returns a workflow of one of our nodes. */
export function workflowOf(
	type: 'yunhuVoice' | 'yunhuVoiceTrigger' | 'yunhuVoiceRecordTrigger',
	parameters: INodeParameters,
	settings: Partial<INode> = {},
): { workflow: Workflow; node: INode } {
	const node: INode = {
		id: 'node-1',
		name: 'Yunhu',
		type: `n8n-nodes-yunhu-voice.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { yunhuVoiceApi: { id: '1', name: 'Yunhu' } },
		...settings,
	};
	const workflow = new Workflow({
		id: '1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
	});
	return { workflow, node: workflow.getNode(node.name)! };
}

/** Runs the action node on items in n8n-core's own engine. */
export async function runAction(
	credentialsHelper: ICredentialsHelper,
	parameters: INodeParameters,
	items: INodeExecutionData[] = [{ json: {} }],
	settings: Partial<INode> = {},
	meanwhile?: (cancel: () => void) => Promise<void>,
	surroundings: Partial<IWorkflowExecuteAdditionalData> = {},
): Promise<IRun> {
	await Container.get(BinaryDataService).init();
	const { workflow, node } = workflowOf('yunhuVoice', parameters, settings);
	const runExecutionData = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [{ node, data: { main: [items] }, source: null }],
		},
	});
	await workflow.expression.acquireIsolate();
	try {
		const running = new WorkflowExecute(
			{ ...additionalDataWith(credentialsHelper), ...surroundings },
			'manual',
			runExecutionData,
		).processRunExecutionData(workflow);
		await meanwhile?.(() => running.cancel());
		return await running;
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

/** Returns the items that a run of `runAction` output. */
export const itemsOf = (run: IRun, output = 0): INodeExecutionData[] =>
	run.data.resultData.runData.Yunhu?.[0]?.data?.main?.[output] ?? [];

/** Returns the JSON of the items that a run of `runAction` output. */
export const jsonOf = (run: IRun): IDataObject[] => itemsOf(run).map(({ json }) => json);
