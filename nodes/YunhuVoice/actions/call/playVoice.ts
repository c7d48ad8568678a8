import { randomBytes } from 'node:crypto';
import type { INodeProperties } from 'n8n-workflow';
import { lookUp } from '../../shared/lookup';
import { callService } from '../../api/client';
import { fail, type Failure, inputFailure, succeed } from '../../shared/result';
import { toIsoTime } from '../../shared/time';
import { endsInReference, withReference } from '../../waiting/reference';
import { prepareWait } from '../../waiting/wait';
import { optionsFor, shownFor, simplifyFor } from '../descriptions';
import { type Execute, type ItemFailure, type Operation } from '../operation';
import {
	booleanParameter,
	optionsOf,
	retryOnFail,
	textFrom,
	textParameter,
	wantsSimple,
} from '../parameters';
import type { PlayVoiceOutput } from '../outputs';
import { cleanDestination } from './destination';
import { cleanNumber } from './number';

const displayOptions = shownFor('call', 'playVoice');

const entry = {
	name: 'Play Voice',
	value: 'playVoice',
	action: 'Play voice in a call',
	description:
		'Dial a real phone, which costs money; play audio and transfer by the key pressed (PlayVoice)',
};

const properties: INodeProperties[] = [
	{
		displayName: 'Destination Number',
		name: 'destinationNumber',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 13333333333',
		displayOptions,
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
		displayOptions,
		description: 'Where the audio comes from',
	},
	{
		displayName: 'Voice File',
		name: 'voiceFile',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/welcome.mp3',
		displayOptions,
		description: 'The audio’s web address, or the name of the offline voice file',
	},
	{
		displayName: 'Transfer Route',
		name: 'transferRoute',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 1@extGroup-1',
		displayOptions,
		description:
			'The key to press and the extension group to transfer to, such as 1@extGroup-1: whoever presses 1 is transferred to extGroup-1',
	},
	{
		displayName: 'Wait for Result',
		name: 'waitForResult',
		type: 'boolean',
		default: false,
		displayOptions: { ...displayOptions, hide: { '@tool': [true] } },
		description:
			'Whether the workflow waits until the call is over and goes on with its call record. Needs another, published workflow in which a Yunhu Voice Trigger is followed by the operation Resume Waiting. One item at a time.',
	},
	{
		displayName: 'Wait Limit (Minutes)',
		name: 'waitLimitMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		displayOptions: {
			show: { ...displayOptions.show, waitForResult: [true] },
			hide: { '@tool': [true] },
		},
		description:
			'How long to wait at most. After that the workflow goes on with the input item instead of a call record.',
	},
	{
		...simplifyFor('call', 'playVoice'),
		// With Wait for Result the item is the call record, which has one form only.
		displayOptions: { ...displayOptions, hide: { waitForResult: [true] } },
	},
	optionsFor('call', 'playVoice', [
		{
			displayName: 'Caller ID',
			name: 'callerId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 02566823420',
			description: 'The number shown to the person called. Left empty, the provider picks one.',
		},
		{
			displayName: 'Custom Data',
			name: 'customData',
			type: 'string',
			default: '',
			description:
				'Text that comes back with every callback of this call, to match them. Left empty, a random one is made.',
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

/** Unix seconds as text, as the provider writes them. */
const secondsOf = (milliseconds: number | undefined): string =>
	milliseconds === undefined ? '' : String(Math.floor(milliseconds / 1000));

/** The provider's `voicetype`. */
const VOICE_TYPES: Record<string, string> = { file: '1', url: '2' };

/** Adds the advice to check for the call before placing it again. */
const withDoubt = (failure: Failure, customData: string): Failure =>
	failure.mayHaveHappened
		? {
				...failure,
				message: `${failure.message}: the call may have been placed (custom data ${customData})`,
				advice: 'Before calling again, look for a call record with this custom data.',
			}
		: failure;

/** Places a call that plays audio and transfers by key (provider page "Voice Menu"). */
const execute: Execute = async (context, account, index) => {
	if (context.getNode().retryOnFail) return fail(retryOnFail('place every call of the list again'));
	const { options, timeoutSeconds } = optionsOf(context, index);
	const writtenCustomData = textFrom(options.customData, 'Custom Data');
	const label = 'Destination Number';
	const destination = cleanDestination(
		context.getNodeParameter('destinationNumber', index, ''),
		label,
	);
	if (!destination.ok) {
		if (writtenCustomData === '') return destination;
		return fail({ ...destination.failure, call: { customData: writtenCustomData } });
	}
	const destinationNumber = destination.value;
	const customData = writtenCustomData || randomBytes(16).toString('hex');
	const zone = account.credential.serverTimeZone;
	const failCall = (failure: Failure): { ok: false; failure: ItemFailure } =>
		fail({
			...failure,
			call: { destinationNumber, customData },
			requestedAt: toIsoTime(secondsOf(failure.sentAt), zone) ?? null,
		});

	if (endsInReference(customData)) {
		return failCall(
			inputFailure(
				'Custom Data holds the reference of another call that is waited for',
				'Use customData of the simplified item instead of the provider’s customuuid.',
			),
		);
	}
	const waits = booleanParameter(context, 'waitForResult', index, 'Wait for Result', false);
	const wait = waits ? prepareWait(context, account, index) : undefined;
	if (wait?.ok === false) return failCall(wait.failure);
	const customuuid = wait ? withReference(customData, wait.value.reference) : customData;

	const voiceType = lookUp(VOICE_TYPES, textParameter(context, 'voiceType', index, 'Voice Type'));
	if (voiceType === undefined) {
		return failCall(inputFailure('Voice Type is neither url nor file', 'Choose it from the list.'));
	}
	const fields: Record<string, string> = {
		destnumber: destinationNumber,
		voicetype: voiceType,
		voicefile: textParameter(context, 'voiceFile', index, 'Voice File'),
		chengshudu: textFrom(options.maturity, 'Maturity') || '1',
		userid: textParameter(context, 'transferRoute', index, 'Transfer Route'),
		customuuid,
	};
	for (const [name, field] of [
		['Voice File', 'voicefile'],
		['Transfer Route', 'userid'],
	] as const) {
		if (!fields[field]) return failCall(inputFailure(`${name} is empty`, `Fill in ${name}.`));
	}
	if (textFrom(options.callerId, 'Caller ID') !== '') {
		const callerId = cleanNumber(options.callerId, 'Caller ID');
		if (!callerId.ok) return failCall(callerId.failure);
		fields.disnumber = callerId.value;
	}

	// Read before anything is sent: an expression that fails must not hide that the call was placed.
	const isSimple = wantsSimple(context, index);
	const placed = await callService(context, account, {
		service: 'App.Sip_Call.PlayVoice',
		fields,
		timeoutSeconds,
	});
	if (!placed.ok) return failCall(withDoubt(placed.failure, customData));
	await wait?.value.begin();
	const { answer, desc, requestedAt, respondedAt } = placed.value;
	if (!isSimple) {
		return succeed({ json: { ...answer, customuuid } });
	}
	return succeed({
		json: {
			accepted: true,
			destinationNumber,
			customData,
			message: desc,
			requestedAt: toIsoTime(requestedAt, zone) ?? null,
			respondedAt: toIsoTime(respondedAt, zone) ?? null,
		} satisfies PlayVoiceOutput,
	});
};

export const playVoice: Operation = {
	entry,
	properties,
	execute,
	done: 'calls placed',
	placesCalls: true,
};
