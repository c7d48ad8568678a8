import type { IBuilderHint } from 'n8n-workflow';

/** What n8n's AI workflow builder is told of the node. n8n 1 does not know it and passes over it. */
export const BUILDER_HINT: IBuilderHint = {
	searchHint:
		'Phone calls on the Yunhu voice platform (cloud PBX): call a number and play a message, connect agents with customers, run call campaigns, read call records, download recordings. Operations that place calls cost money and ring real people: never turn on Retry On Fail for them. An accepted call has not ended yet: its result comes later, as a call record, to a trigger node of this package.',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-yunhu-voice.yunhuVoiceTrigger',
			relationHint:
				'Starts a workflow with the result of each call, matched by customData; needs an address that Yunhu can reach',
		},
		{
			nodeType: 'n8n-nodes-yunhu-voice.yunhuVoiceRecordTrigger',
			relationHint: 'The same by polling, for an n8n without a public address',
		},
	],
};
