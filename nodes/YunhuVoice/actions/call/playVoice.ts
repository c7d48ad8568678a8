import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { lookUp } from '../../shared/lookup';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import type { Operation } from '../operation';
import { textFrom, textParameter } from '../parameters';
import { cleanNumber } from './number';
import { placeCall } from './place';

const entry = {
	name: 'Play Voice',
	value: 'playVoice',
	action: 'Play voice in a call',
	description:
		'Call a real phone (this costs money), play audio, and transfer the call when a key is pressed (PlayVoice)',
};

const properties: INodeProperties[] = [
	{
		displayName: 'Destination Number',
		name: 'destinationNumber',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 13333333333',
		description:
			'One number to call: 3 to 20 digits (at most 15 after + or 00), with the country or area code that the provider expects. Each input item places one call.',
	},
	{
		displayName: 'Voice Type',
		name: 'voiceType',
		type: 'options',
		options: [
			{ name: 'Online Voice (URL)', value: 'url', description: 'The provider fetches the audio' },
			{ name: 'Offline Voice File', value: 'file', description: 'A file uploaded to the provider' },
		],
		default: 'url',
		description: 'Where the audio comes from',
	},
	{
		displayName: 'Voice File',
		name: 'voiceFile',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/welcome.mp3',
		description: 'The audio’s web address, or the name of the offline voice file',
	},
	{
		displayName: 'Transfer Route',
		name: 'transferRoute',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 1@extGroup-1',
		description:
			'The key to press and the extension group to transfer to, such as 1@extGroup-1: whoever presses 1 is transferred to extGroup-1',
	},
	{
		displayName: 'Wait for Result',
		name: 'waitForResult',
		type: 'boolean',
		default: false,
		displayOptions: { hide: { '@tool': [true] } },
		description:
			'Whether to wait until the call ends and continue with its call record. This needs a second, published workflow: a Yunhu Voice Trigger followed by the Resume Waiting operation. It works with one item at a time.',
	},
	{
		displayName: 'Wait Limit (Minutes)',
		name: 'waitLimitMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		displayOptions: {
			show: { waitForResult: [true] },
			hide: { '@tool': [true] },
		},
		description:
			'The longest time to wait. After that, the workflow continues with the input item instead of a call record.',
	},
	{
		...SIMPLIFY,
		// With Wait for Result the item is the call record, which has one form only.
		displayOptions: { hide: { waitForResult: [true] } },
	},
	optionsWith([
		{
			displayName: 'Caller ID',
			name: 'callerId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 02566823420',
			description: 'The number shown to the person called. If empty, the provider chooses one.',
		},
		{
			displayName: 'Custom Data',
			name: 'customData',
			type: 'string',
			default: '',
			description:
				'Text that comes back with every callback of this call, so that you can match callbacks to calls. If empty, the node creates a random text.',
		},
		{
			displayName: 'Maturity',
			name: 'maturity',
			type: 'string',
			default: '1',
			description: 'The provider’s chengshudu field, returned in the call record',
		},
	]),
];

/** The provider's `voicetype`. */
const VOICE_TYPES: Record<string, string> = { file: '1', url: '2' };

/** Reads the audio, the route and the caller ID. */
function readFields(
	context: IExecuteFunctions,
	index: number,
	options: IDataObject,
): Result<Record<string, string>> {
	const voiceType = lookUp(VOICE_TYPES, textParameter(context, 'voiceType', index, 'Voice Type'));
	if (voiceType === undefined) {
		return fail(
			inputFailure(
				'Voice Type is neither url nor file',
				'Choose it from the list. An expression must return url or file.',
			),
		);
	}
	const fields: Record<string, string> = {
		voicetype: voiceType,
		voicefile: textParameter(context, 'voiceFile', index, 'Voice File'),
		chengshudu: textFrom(options.maturity, 'Maturity') || '1',
		userid: textParameter(context, 'transferRoute', index, 'Transfer Route'),
	};
	for (const [name, field] of [
		['Voice File', 'voicefile'],
		['Transfer Route', 'userid'],
	] as const) {
		if (!fields[field]) return fail(inputFailure(`${name} is empty`, `Fill in ${name}.`));
	}
	if (textFrom(options.callerId, 'Caller ID') === '') return succeed(fields);
	const callerId = cleanNumber(options.callerId, 'Caller ID');
	return callerId.ok ? succeed({ ...fields, disnumber: callerId.value }) : callerId;
}

/** Places a call that plays audio and transfers by key (provider page "Voice Menu"). */
export const playVoice: Operation = {
	entry,
	properties,
	execute: placeCall('App.Sip_Call.PlayVoice', readFields),
	done: 'calls placed',
	placesCalls: true,
};
