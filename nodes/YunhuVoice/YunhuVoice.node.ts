import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { BUILDER_HINT } from './actions/builderHint';
import { resources } from './actions/resources';
import { route } from './actions/router';
import { listSearch } from './lists';
import { WAITING_TOOLTIP, waitingWebhooks, wake } from './waiting/wait';

export class YunhuVoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Yunhu Voice',
		name: 'yunhuVoice',
		icon: { light: 'file:yunhuVoice.svg', dark: 'file:yunhuVoice.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{$parameter["operation"] + ": " + $parameter["resource"] + ($parameter["rehearse"] ? " (rehearsal)" : "")}}',
		description:
			'Place calls, run campaigns, get call records and recordings, and manage extensions on the Yunhu voice platform',
		defaults: { name: 'Yunhu Voice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'yunhuVoiceApi', required: true }],
		waitingNodeTooltip: WAITING_TOOLTIP,
		webhooks: waitingWebhooks,
		builderHint: BUILDER_HINT,
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: resources.map(({ entry }) => entry),
				default: 'call',
			},
			...resources.flatMap(({ properties }) => properties),
		],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}

	/** Wakes an execution that waits for the result of its call. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await wake(this);
	}
}
