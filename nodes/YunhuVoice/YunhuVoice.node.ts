import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { operations, route } from './actions/router';
import { waitingWebhooks, wake } from './waiting/wait';

export class YunhuVoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Yunhu Voice',
		name: 'yunhuVoice',
		icon: { light: 'file:yunhuVoice.svg', dark: 'file:yunhuVoice.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Place voice menu calls and fetch recordings on the Yunhu voice platform',
		defaults: { name: 'Yunhu Voice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'yunhuVoiceApi', required: true }],
		webhooks: waitingWebhooks,
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Call', value: 'call' },
					{ name: 'Recording', value: 'recording' },
					{ name: 'Service', value: 'service' },
					{ name: 'Session', value: 'session' },
				],
				default: 'call',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['call'] } },
				options: [
					{
						name: 'Play Voice',
						value: 'playVoice',
						action: 'Play voice in a call',
						description:
							'Dial a real phone, which costs money; play audio and transfer by the key pressed (PlayVoice)',
					},
					{
						name: 'Resume Waiting',
						value: 'resumeWaiting',
						action: 'Resume the workflow that waits for a call',
						description:
							'Wake the workflow that waits for the result of a call; follows the Yunhu Voice Trigger',
					},
				],
				default: 'playVoice',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['recording'] } },
				options: [
					{
						name: 'Download',
						value: 'download',
						action: 'Download a recording',
						description: 'Get a recording as a file',
					},
					{
						name: 'Get Recording File (GetRecodeFile)',
						value: 'getRecodeFile',
						action: 'Get the link of a recording file',
						description: 'Get the download link of a recording; it works for some minutes',
					},
				],
				default: 'getRecodeFile',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['service'] } },
				options: [
					{
						name: 'Call',
						value: 'call',
						action: 'Call a service',
						description: 'Call any service of the provider by its name',
					},
				],
				default: 'call',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['session'] } },
				options: [
					{
						name: 'Log Out',
						value: 'logout',
						action: 'Log out',
						description: 'End the login of the credential (Logout)',
					},
				],
				default: 'logout',
			},
			...Object.values(operations).flatMap((ofResource) =>
				Object.values(ofResource).flatMap(({ description }) => description),
			),
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await route(this);
	}

	/** Wakes an execution that waits for the result of its call. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await wake(this);
	}
}
