import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { numberIn } from '../../shared/number';
import { fail, inputFailure, type Result, succeed } from '../../shared/result';
import { locatorParameter, TRANSFER_TO } from '../locators';
import type { Operation } from '../operation';
import { choiceParameter, filledIn, textOptions, textParameter } from '../parameters';
import { destinationIn } from './parties';
import { placeCall, type ReadFields } from './place';
import { callProperties, DESTINATION_NUMBER, MATURITY } from './placeProperties';

const entry = {
	name: 'Play Voice',
	value: 'playVoice',
	action: 'Call a number and play a message',
	description: 'Call a real phone (this costs money), play audio, and hang up or transfer the call',
};

const NOT_TRIED = 'not tried with a real account';

const VOICE_TYPE: INodeProperties = {
	displayName: 'Voice Type',
	name: 'voiceType',
	type: 'options',
	options: [
		{ name: 'Online Voice (URL)', value: 'url', description: 'The provider fetches the audio' },
		{ name: 'Offline Voice File', value: 'file', description: 'A file uploaded to the provider' },
	],
	default: 'url',
	description: 'Where the audio comes from',
};

const VOICE_FILE: INodeProperties = {
	displayName: 'Voice File',
	name: 'voiceFile',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://example.com/welcome.mp3',
	description:
		'What to play: the audio’s web address, such as https://example.com/welcome.mp3, or the name of the offline voice file as the provider’s console shows it',
};

const TRANSFER: INodeProperties = {
	displayName: 'Transfer',
	name: 'transfer',
	type: 'options',
	options: [
		{
			name: 'Always',
			value: 'always',
			description: `Play the audio and connect the call to an extension group or extension (${NOT_TRIED})`,
		},
		{
			name: 'By Key',
			value: 'byKey',
			description: 'Transfer the call when the person called presses a key',
		},
		{
			name: 'Never',
			value: 'never',
			description: `Play the audio and hang up (${NOT_TRIED})`,
		},
	],
	default: 'byKey',
	description: 'When to transfer the call',
};

const TRANSFER_ROUTE: INodeProperties = {
	displayName: 'Transfer Route',
	name: 'transferRoute',
	type: 'string',
	required: true,
	default: '',
	displayOptions: { show: { transfer: ['byKey'] } },
	placeholder: 'e.g. 1@extGroup-1',
	description:
		'The key to press and the extension group to transfer to, such as 1@extGroup-1: whoever presses 1 is transferred to extGroup-1',
};

const RING_SECONDS: INodeProperties = {
	displayName: 'Ring Time (Seconds)',
	name: 'ringSeconds',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 60,
	description: `For how many seconds the phone rings at most, such as 60; only with Transfer Never or Always (${NOT_TRIED})`,
};

const TALK_SECONDS: INodeProperties = {
	displayName: 'Talk Time (Seconds)',
	name: 'talkSeconds',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 300,
	description: `How many seconds the call lasts at most after the answer, such as 300; only with Transfer Never or Always (${NOT_TRIED})`,
};

/** The provider's fields of the options that only the single form has. */
const TIME_LIMITS = { waittime: RING_SECONDS, conntime: TALK_SECONDS };

/** Reads the time limits that are filled in. One that cannot be read must not let a call go on without a limit. */
function readTimeLimits(options: IDataObject): Result<Record<string, string>> {
	const limits: Record<string, string> = {};
	for (const [field, { name, displayName }] of Object.entries(TIME_LIMITS)) {
		const written = options[name];
		if (written === undefined) continue;
		const seconds = numberIn(written);
		if (!Number.isSafeInteger(seconds) || seconds < 1) {
			return fail(
				inputFailure(
					`${displayName} is not a whole number of at least 1`,
					'Enter whole seconds, or remove this option.',
				),
			);
		}
		limits[field] = String(seconds);
	}
	return succeed(limits);
}

/** The voice menu form (provider page "Voice Menu"): a key transfers the call. */
const readMenu: ReadFields = (context, index, options) => {
	const limit = Object.values(TIME_LIMITS).find(({ name }) => (options[name] ?? '') !== '');
	if (limit) {
		return fail(
			inputFailure(
				`${limit.displayName} cannot be combined with Transfer By Key`,
				'Remove this option, or set Transfer to Never or Always.',
			),
		);
	}
	const route = filledIn(
		textParameter(context, TRANSFER_ROUTE.name, index, TRANSFER_ROUTE.displayName),
		TRANSFER_ROUTE.displayName,
	);
	if (!route.ok) return route;
	return succeed({
		chengshudu: '1',
		...textOptions(options, { chengshudu: MATURITY }),
		userid: route.value,
	});
};

/** The newer form for single calls. How the provider tells the two forms apart is unknown: their fields are never mixed. */
function readSingle(
	options: IDataObject,
	fields: Record<string, string>,
): Result<Record<string, string>> {
	const limits = readTimeLimits(options);
	return limits.ok
		? succeed({ ...fields, ...textOptions(options, { ext: MATURITY }), ...limits.value })
		: limits;
}

const readNoTransfer: ReadFields = (_context, _index, options) =>
	readSingle(options, { transfer: '0' });

const readTransfer: ReadFields = (context, index, options) => {
	const agent = filledIn(locatorParameter(context, TRANSFER_TO, index), TRANSFER_TO.displayName);
	return agent.ok ? readSingle(options, { transfer: '1', agent: agent.value }) : agent;
};

/** The provider's `voicetype`. */
const VOICE_TYPES = { url: '2', file: '1' };

const TRANSFERS = { byKey: readMenu, never: readNoTransfer, always: readTransfer };

/** Reads the audio and where the call goes. */
function readFields(
	context: IExecuteFunctions,
	index: number,
	options: IDataObject,
): Result<Record<string, string>> {
	const voicetype = choiceParameter(context, VOICE_TYPE, index, VOICE_TYPES);
	if (!voicetype.ok) return voicetype;
	const { name, displayName } = VOICE_FILE;
	const voicefile = filledIn(textParameter(context, name, index, displayName), displayName);
	if (!voicefile.ok) return voicefile;
	const readTarget = choiceParameter(context, TRANSFER, index, TRANSFERS);
	if (!readTarget.ok) return readTarget;
	const target = readTarget.value(context, index, options);
	return target.ok
		? succeed({ voicetype: voicetype.value, voicefile: voicefile.value, ...target.value })
		: target;
}

/** Places a call that plays audio, then ends or is transferred. */
export const playVoice: Operation = {
	entry,
	properties: callProperties(
		[
			DESTINATION_NUMBER,
			VOICE_TYPE,
			VOICE_FILE,
			TRANSFER,
			TRANSFER_ROUTE,
			{ ...TRANSFER_TO, displayOptions: { show: { transfer: ['always'] } } },
		],
		[RING_SECONDS, TALK_SECONDS],
	),
	execute: placeCall({
		service: 'App.Sip_Call.PlayVoice',
		parties: [destinationIn('destnumber')],
		readFields,
	}),
	done: 'calls placed',
	placesCalls: true,
	canRehearse: true,
};
