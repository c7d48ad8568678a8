import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { OUTPUTS } from './callbacks/descriptions/outputs';
import { properties } from './callbacks/descriptions/properties';
import { receive } from './callbacks/receive';
import { checkSettings } from './callbacks/settings';
import { publishErrorOf } from './shared/nodeErrors';

/** Replaces n8n's text, which says to make an event happen at Yunhu: Yunhu sends it to the Production URL, not to the Test URL. */
const helpWith = (published: string): string =>
	`<b>While building your workflow</b>, open Webhook URLs and copy the Test URL. Click Execute step and send a callback to the Test URL within two minutes: it shows up here.<br /><br />${published} every callback that comes to the Production URL and passes the filters starts it. These executions show up in the <a data-key="executions">executions list</a>, not in the editor.`;

export class YunhuVoiceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Yunhu Voice Trigger',
		name: 'yunhuVoiceTrigger',
		icon: { light: 'file:yunhuVoice.svg', dark: 'file:yunhuVoice.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description:
			'Phone calls with Yunhu: call people, play messages, run campaigns, get call records and recordings, or start a workflow when a call rings or has ended',
		defaults: { name: 'Yunhu Voice Trigger' },
		inputs: [],
		outputs: OUTPUTS,
		credentials: [{ name: 'yunhuVoiceApi', required: true }],
		triggerPanel: {
			header: 'Receive a callback from Yunhu',
			executionsHelp: {
				inactive: helpWith('<b>Once you’re happy with your workflow</b>, publish it. From then on'),
				active: helpWith('<b>Your workflow is published</b>. Now'),
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
		properties,
	};

	webhookMethods = {
		default: {
			/** Runs first when the workflow is published: the place to refuse settings that cannot work. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const problem = await checkSettings(this);
				if (problem) throw publishErrorOf(this.getNode(), problem);
				return true;
			},
			/** Nothing to register: the URL is entered in the provider's console by hand. */
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
