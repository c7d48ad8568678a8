import {
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { poll } from './records/poll';
import { properties } from './records/properties';

export class YunhuVoiceRecordTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Yunhu Voice Record Trigger',
		name: 'yunhuVoiceRecordTrigger',
		icon: { light: 'file:yunhuVoice.svg', dark: 'file:yunhuVoice.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'call records',
		description:
			'Starts the workflow when the Yunhu voice platform has new call records. The node asks for them, so n8n needs no public address',
		defaults: { name: 'Yunhu Voice Record Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'yunhuVoiceApi', required: true }],
		properties,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
