import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { nodeErrorOf } from './shared/nodeErrors';
import { filters, options } from './callbacks/description';
import { checkTrigger, receive } from './callbacks/receive';

/** n8n's own words say to make an event happen at Yunhu; but Yunhu sends it to the Production URL. */
const TRY_OUT =
	'<b>While building your workflow</b>, open Webhook URLs and copy the Test URL. Click Execute step and send a callback to the Test URL within two minutes: it shows up here.';

/**
 * Separate Outputs, read as `readBoolean` does. n8n hands an expression inside a collection over unresolved; and one that fails
 * would leave the node without any output.
 */
const IS_SEPARATE = `((written) => {
	try {
		const isExpression = typeof written === 'string' && written.startsWith('=');
		return [true, 'true', 1].includes(isExpression ? $evaluateExpression(written.slice(1)) : written);
	} catch {
		return false;
	}
})($parameter.options?.separateOutputs)`;

const OUTPUTS = `={{ ${IS_SEPARATE} ? [
	{ type: '${NodeConnectionTypes.Main}', displayName: 'Extension Status' },
	{ type: '${NodeConnectionTypes.Main}', displayName: 'Call Record' },
] : ['${NodeConnectionTypes.Main}'] }}` as const;

export class YunhuVoiceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Yunhu Voice Trigger',
		name: 'yunhuVoiceTrigger',
		icon: { light: 'file:yunhuVoice.svg', dark: 'file:yunhuVoice.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description:
			'Starts the workflow on extension statuses and call records of the Yunhu voice platform',
		defaults: { name: 'Yunhu Voice Trigger' },
		inputs: [],
		outputs: OUTPUTS,
		credentials: [{ name: 'yunhuVoiceApi', required: true }],
		triggerPanel: {
			header: 'Take a callback from Yunhu',
			executionsHelp: {
				inactive: `${TRY_OUT}<br /><br /><b>Once you’re happy with your workflow</b>, publish it. From then on every callback that comes to the Production URL and passes the filters starts it. These executions show up in the <a data-key="executions">executions list</a>, not in the editor.`,
				active: `${TRY_OUT}<br /><br /><b>Your workflow is published</b>: every callback that comes to the Production URL and passes the filters starts it. These executions show up in the <a data-key="executions">executions list</a>, not in the editor.`,
			},
		},
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Without it n8n answers with the words "firstEntryJson" instead of the acknowledgement.
				responseData: '',
				path: 'webhook',
			},
		],
		properties: [
			{
				displayName:
					'Publish this workflow. Then open Webhook URLs above and paste the Production URL into the provider’s console twice: as the callback address for extension status and for call records. With secret authentication, add ?secret= and the credential’s Callback Secret to it.',
				name: 'callbackNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				options: [
					{
						name: 'Call Record',
						value: 'callRecord',
						description: 'A call has ended: times, key pressed, hang-up cause, recording',
					},
					{
						name: 'Extension Status',
						value: 'extensionStatus',
						description: 'A leg of a call rings, is answered, or is hung up',
					},
				],
				default: ['extensionStatus', 'callRecord'],
				description: 'Which callbacks start the workflow; the others are acknowledged and dropped',
			},
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{
						name: 'Secret',
						value: 'secret',
						description: 'Let in only callbacks that bring the credential’s Callback Secret',
					},
					{
						name: 'None',
						value: 'none',
						description: 'Let in whoever knows the address',
					},
				],
				default: 'secret',
				description:
					'How callbacks prove where they come from: as ?secret= in the address or as the header x-callback-secret',
			},
			{
				displayName: 'Simplify',
				name: 'simplify',
				type: 'boolean',
				default: true,
				description:
					'Whether to return a simplified version of the response instead of the raw data',
			},
			filters,
			options,
		],
	};

	webhookMethods = {
		default: {
			/** Runs first when the workflow is published: the place to refuse settings that cannot work. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const problem = await checkTrigger(this);
				if (problem) throw nodeErrorOf(this.getNode(), problem);
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
