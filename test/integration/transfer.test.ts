import {
	closeAccounts,
	CONTINUE,
	formsSent,
	locator,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';

afterEach(closeAccounts);

const NEVER = { ...PLAY_VOICE, transferRoute: '', transfer: 'never' };
const ALWAYS = { ...NEVER, transfer: 'always', transferTo: locator('extGroup-1') };

/** What every form of the service has. */
const SINGLE = {
	service: 'App.Sip_Call.PlayVoice',
	destnumber: '13300000001',
	voicetype: '2',
	voicefile: 'https://example.com/welcome.mp3',
	customuuid: 'order 7',
};
const MENU = { ...SINGLE, chengshudu: '1', userid: '1@extGroup-1' };

async function formFor(parameters: object, options: object = {}): Promise<object | undefined> {
	const { provider, run } = await openTestAccount();
	await run({ ...parameters, options: { customData: 'order 7', ...options } });
	expect(provider.dials).toHaveLength(1);
	return formsSent(provider, 'PlayVoice')[0];
}

describe('the form that is sent', () => {
	it.each<[string, object, object, object]>([
		['by key, unless the user says otherwise', PLAY_VOICE, {}, MENU],
		['by key', { ...PLAY_VOICE, transfer: 'byKey' }, {}, MENU],
		['by key, with blank limits', PLAY_VOICE, { ringSeconds: '', talkSeconds: null }, MENU],
		['never', NEVER, {}, { ...SINGLE, transfer: '0' }],
		[
			'never, with a route left over',
			{ ...NEVER, transferRoute: '1@a' },
			{},
			{ ...SINGLE, transfer: '0' },
		],
		[
			'never, with all options',
			NEVER,
			{ callerId: '02566823420', maturity: '3', ringSeconds: 45, talkSeconds: '={{ "90" }}' },
			{
				...SINGLE,
				transfer: '0',
				disnumber: '02566823420',
				ext: '3',
				waittime: '45',
				conntime: '90',
			},
		],
		['never, with a blank maturity', NEVER, { maturity: ' ' }, { ...SINGLE, transfer: '0' }],
		['always', ALWAYS, {}, { ...SINGLE, transfer: '1', agent: 'extGroup-1' }],
		[
			'always, to plain text of an expression',
			{ ...ALWAYS, transferTo: '={{ "20280003" }}' },
			{ ringSeconds: 1 },
			{ ...SINGLE, transfer: '1', agent: '20280003', waittime: '1' },
		],
		[
			'always, by an expression',
			{ ...PLAY_VOICE, transferTo: locator(' 20280003 '), transfer: '={{ "always" }}' },
			{},
			{ ...SINGLE, transfer: '1', agent: '20280003' },
		],
	])('%s', async (_name, parameters, options, form) => {
		expect(await formFor(parameters, options)).toEqual(form);
	});

	it.each<[string, unknown]>([
		['a number chosen from the list', locator('02566823420', 'list')],
		['a typed number', locator('025-6682 3420')],
		['plain text, as older workflows hold it', '025 6682 3420'],
		['an expression in the locator', locator('={{ "02566823420" }}')],
		['an expression in its place', '={{ "02566823420" }}'],
	])('takes the caller ID from %s', async (_name, callerId) => {
		expect(await formFor(PLAY_VOICE, { callerId })).toEqual({ ...MENU, disnumber: '02566823420' });
	});

	it.each([[locator('', 'list')], [locator('  ')], ['']])(
		'leaves out the caller ID %j',
		async (callerId) => {
			expect(await formFor(PLAY_VOICE, { callerId })).toEqual(MENU);
		},
	);
});

it('puts out the same item as with a key', async () => {
	const { run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...NEVER, options: { customData: 'order 7' } }));
	expect(item?.json).toEqual({
		accepted: true,
		destinationNumber: '13300000001',
		customData: 'order 7',
		message: expect.any(String),
		requestedAt: expect.any(String),
		respondedAt: expect.any(String),
	});
});

it.each<[string, object, object, RegExp]>([
	[
		'a choice there is not',
		{ ...ALWAYS, transferRoute: '1@a', transfer: '={{ "no" }}' },
		{},
		/^Transfer is neither byKey nor/,
	],
	['no route', { ...PLAY_VOICE, transferRoute: '={{ " " }}' }, {}, /^Transfer Route is empty$/],
	['no target', { ...ALWAYS, transferTo: locator('={{ "" }}') }, {}, /^Transfer To is empty$/],
	['a target by null', { ...ALWAYS, transferTo: '={{ null }}' }, {}, /^Transfer To is empty$/],
	[
		'a ring time by key',
		PLAY_VOICE,
		{ ringSeconds: 20 },
		/^Ring Time \(Seconds\) cannot be combined with Transfer By Key$/,
	],
	[
		'a talk time by key',
		PLAY_VOICE,
		{ talkSeconds: '={{ 0 }}' },
		/^Talk Time \(Seconds\) cannot be combined with Transfer By Key$/,
	],
	['a ring time of 0', NEVER, { ringSeconds: 0 }, /^Ring Time \(Seconds\) is not a whole number/],
	['half a second', ALWAYS, { ringSeconds: 0.5 }, /^Ring Time \(Seconds\) is not a whole number/],
	[
		'a blank talk time',
		NEVER,
		{ talkSeconds: '={{ "" }}' },
		/^Talk Time \(Seconds\) is not a whole/,
	],
	[
		'a time in words',
		NEVER,
		{ talkSeconds: '={{ "1m" }}' },
		/^Talk Time \(Seconds\) is not a whole/,
	],
	[
		'a time that is a switch',
		NEVER,
		{ talkSeconds: '={{ true }}' },
		/^Talk Time .* is not a whole/,
	],
	[
		'a caller ID with letters',
		NEVER,
		{ callerId: locator('me') },
		/^Caller ID “me” is not a phone/,
	],
	[
		'a caller ID whose digits were rounded',
		NEVER,
		{ callerId: locator('={{ 12345678901234567890 }}') },
		/^Caller ID .* shortened/,
	],
	[
		'a caller ID that is an object',
		NEVER,
		{ callerId: { a: 1 } },
		/^Caller ID is neither text nor/,
	],
])('refuses %s before anything is sent', async (_name, parameters, options, error) => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...parameters, options }, undefined, CONTINUE));
	expect(item?.json).toMatchObject({
		error: expect.stringMatching(error),
		code: 'INPUT',
		level: 'input',
		advice: expect.stringMatching(/\.$/),
		mayHaveBeenPlaced: false,
	});
	expect(provider.requests).toEqual([]);
});
