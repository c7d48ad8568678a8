import { NodeHelpers } from 'n8n-workflow';
import { credentialFrom } from '../../../nodes/YunhuVoice/api/account';
import {
	callingZoneOf,
	diallingOf,
	readLimits,
	refusalOfNumber,
	refusalOfTime,
} from '../../../nodes/YunhuVoice/limits/limits';
import { LIMIT_PROPERTIES } from '../../../nodes/YunhuVoice/limits/properties';

/** The credential as n8n gives it to a node, of what is stored. */
const credentialWith = (stored: object) =>
	credentialFrom({
		serverTimeZone: 'Asia/Shanghai',
		...NodeHelpers.getNodeParameters(LIMIT_PROPERTIES, stored as never, true, false, null, null),
	} as never);

const limitsOf = (stored: object) => {
	const limits = readLimits(credentialWith(stored));
	return limits.ok ? limits.value : limits.failure.message;
};

const NONE = { destinations: undefined, hours: undefined, dialling: undefined };

it('there is none where nothing was set', () => {
	expect(limitsOf({})).toEqual(NONE);
	expect(readLimits(credentialFrom({}))).toEqual({ ok: true, value: NONE });
});

it('there is none where a field was filled in and cleared again', () => {
	const stored = {
		allowedDestinations: '',
		callingHours: '',
		callingDays: [],
		callingTimeZone: '',
		countryCode: '',
		trunkPrefix: '',
	};
	expect(limitsOf(stored)).toEqual(NONE);
});

it.each([
	['133, 0755，4420', ['133', '0755', '4420']],
	['133;0755\n4420', ['133', '0755', '4420']],
	['133、０７５５ 4420', ['133', '0755', '4420']],
	[133, ['133']],
])('destinations: %s', (allowedDestinations, destinations) => {
	expect(limitsOf({ allowedDestinations })).toEqual({ ...NONE, destinations });
});

it('hours are in the server’s time zone, or in their own', () => {
	const ranges = [{ start: 540, end: 1200 }];
	const days = new Set([1, 2, 3, 4, 5, 6, 7]);
	expect(limitsOf({ callingHours: '09:00-20:00' })).toEqual({
		...NONE,
		hours: { ranges, days, zone: 'Asia/Shanghai' },
	});
	expect(limitsOf({ callingHours: '09:00-20:00', callingTimeZone: ' Europe/Berlin ' })).toEqual({
		...NONE,
		hours: { ranges, days, zone: 'Europe/Berlin' },
	});
});

it('days without hours are whole days', () => {
	expect(limitsOf({ callingDays: ['sat', 'mon'] })).toEqual({
		...NONE,
		hours: { ranges: [], days: new Set([6, 1]), zone: 'Asia/Shanghai' },
	});
});

it('a time zone alone limits nothing', () => {
	expect(limitsOf({ callingTimeZone: 'Europe/Berlin' })).toEqual(NONE);
});

it.each([
	['86', '', { countryCode: '86', trunkPrefix: '' }],
	['+86', '', { countryCode: '86', trunkPrefix: '' }],
	['0086', '', { countryCode: '86', trunkPrefix: '' }],
	[86, '', { countryCode: '86', trunkPrefix: '' }],
	['４４', '0', { countryCode: '44', trunkPrefix: '0' }],
	['852', '', { countryCode: '852', trunkPrefix: '' }],
	['7', '810', { countryCode: '7', trunkPrefix: '810' }],
	['', '0', undefined],
])('country code %s with trunk prefix “%s”', (countryCode, trunkPrefix, dialling) => {
	expect(limitsOf({ countryCode, trunkPrefix })).toEqual({ ...NONE, dialling });
});

/** Values of each field that cannot be read. */
const UNREADABLE: Array<[string, string, string, unknown[]]> = [
	[
		'allowedDestinations',
		'Allowed Destinations',
		'Enter beginnings of numbers, digits only, separated by commas, such as 133, 0755.',
		['+86', '133-0', '133, x', ',', ['133'], {}],
	],
	[
		'callingHours',
		'Calling Hours',
		'Write it like 09:00-12:00, 14:00-20:00.',
		['9-20', '09:00-09:00', 900, true, [], {}],
	],
	[
		'callingDays',
		'Calling Days',
		'Choose the days from the list; an expression gives a list such as ["mon", "tue"].',
		['mon', ['Monday'], ['mon', 'x'], [1], {}],
	],
	[
		'callingTimeZone',
		'Calling Time Zone',
		'Enter area and city, such as Asia/Shanghai.',
		['CST', 'Asia/Nowhere', 'GMT+8', 8],
	],
	[
		'countryCode',
		'Country Code',
		'Enter a country calling code, such as 86.',
		['2', '0', '83', '86 133', '1+86', 'CN', {}],
	],
	[
		'trunkPrefix',
		'Trunk Prefix',
		'Enter one to four digits, such as 0.',
		['x', '00000', '+', true],
	],
];

const WHO_CORRECTS_IT =
	'Whoever owns the credential corrects it there. Until then n8n places no call with it.';

describe.each(UNREADABLE)('%s', (name, displayName, how, values) => {
	it.each(values)('cannot be read: %j', (value) => {
		const credential = { ...credentialWith({}), [name]: value };
		delete credential[`${name}IsEmpty`];
		const limits = readLimits(credential as never);
		expect(limits).toMatchObject({
			ok: false,
			failure: {
				level: 'input',
				code: 'INPUT',
				message: expect.stringMatching(
					`^${displayName} in the credential (cannot be read|is blank)`,
				),
				advice: `${how} ${WHO_CORRECTS_IT}`,
			},
		});
	});

	it.each(['', ' ', '\u200B', undefined, null, []])(
		'is blank by an expression that gives %j',
		(value) => {
			const credential = { ...credentialWith({ [name]: '={{ $vars.missing }}' }), [name]: value };
			expect(readLimits(credential as never)).toMatchObject({
				ok: false,
				failure: {
					message: `${displayName} in the credential is blank, or its expression returns nothing`,
				},
			});
		},
	);
});

it('look-ups go on without the country code where it cannot be read', () => {
	expect(diallingOf(credentialWith({ countryCode: 'CN' }))).toBeUndefined();
	expect(diallingOf(credentialWith({ countryCode: '86' }))?.countryCode).toBe('86');
});

it('the zone of the hours is their own, or that of the server', () => {
	expect(callingZoneOf(credentialWith({}))).toBe('Asia/Shanghai');
	expect(callingZoneOf(credentialWith({ callingTimeZone: 'Asia/Tokyo' }))).toBe('Asia/Tokyo');
	expect(callingZoneOf(credentialWith({ callingTimeZone: 'Asia/Nowhere' }))).toBeUndefined();
	expect(callingZoneOf(credentialFrom({ serverTimeZone: 'CST' }))).toBeUndefined();
});

it('hours without a zone are refused', () => {
	const limits = readLimits(credentialFrom({ callingHours: '09:00-20:00', serverTimeZone: 'CST' }));
	expect(limits).toMatchObject({
		failure: {
			message:
				'Calling Time Zone in the credential is empty, and the Server Time Zone is no time zone',
			advice: ` ${WHO_CORRECTS_IT}`,
		},
	});
});

/** Limits that can be read. */
function readable(stored: object) {
	const limits = readLimits(credentialWith(stored));
	if (!limits.ok) throw new Error(limits.failure.message);
	return limits.value;
}

it('a call outside the hours is refused with both times', () => {
	const limits = readable({ callingHours: '09:00-20:00' });
	const end = Date.parse('2026-11-26T20:00+08:00');
	expect(refusalOfTime(limits, end - 1)).toBeUndefined();
	expect(refusalOfTime(limits, end)).toEqual({
		level: 'input',
		code: 'OUTSIDE_CALLING_HOURS',
		message: 'The credential allows no calls at this time (Thursday 20:00 in Asia/Shanghai)',
		advice:
			'Calls are allowed 09:00-20:00 (Asia/Shanghai). Run the workflow then. Only whoever owns the credential can change Calling Hours and Calling Days there.',
	});
	expect(refusalOfTime(readable({}), end)).toBeUndefined();
});

it('a number that is not allowed is refused with ten beginnings that are', () => {
	const beginnings = ['130', '131', '132', '133', '134', '135', '136', '137', '138', '139'];
	const limits = readable({ allowedDestinations: beginnings.join(', ') });
	const named = beginnings.join(', ');
	const owner = 'Only whoever owns the credential can change Allowed Destinations there.';
	expect(refusalOfNumber(limits, '13900000001')).toBeUndefined();
	expect(refusalOfNumber(limits, `15${'0'.repeat(39)}`)).toEqual({
		level: 'input',
		code: 'DESTINATION_NOT_ALLOWED',
		message: `The credential does not allow calls to 15${'0'.repeat(38)}`,
		advice: `It allows numbers that begin with ${named}. ${owner}`,
	});
	const more = readable({ allowedDestinations: [...beginnings, '189'].join(', ') });
	expect(refusalOfNumber(more, '15000000001')?.advice).toBe(
		`It allows numbers that begin with ${named} and others. ${owner}`,
	);
	expect(refusalOfNumber(readable({}), '15000000001')).toBeUndefined();
});
