import { cleanDestination } from '../../../nodes/YunhuVoice/actions/call/destination';
import { cleanNumber } from '../../../nodes/YunhuVoice/actions/call/number';
import { fail, inputFailure } from '../../../nodes/YunhuVoice/shared/result';

const NAME = 'Destination Number';

const NO_LIMITS = { ok: true, value: { dialling: undefined } } as const;

describe('a number is taken as it is written', () => {
	it.each<[string, unknown, string]>([
		['digits', '13333333333', '13333333333'],
		['a number of a spreadsheet', 13333333333, '13333333333'],
		['the largest whole number that keeps its digits', 2 ** 53 - 1, '9007199254740991'],
		['a leading zero', '02566823420', '02566823420'],
		['an extension alone', '7001', '7001'],
		['3 digits', '112', '112'],
		['20 digits', '12345678901234567890', '12345678901234567890'],
		['blanks around it', ' \t133 3333 3333\r\n', '13333333333'],
		['blanks', '133 3333 3333', '13333333333'],
		['a mobile number in two groups', '07700 900123', '07700900123'],
		['an area code', '0755 1234 5678', '075512345678'],
		['an area code before 8 digits', '010 12345678', '01012345678'],
		['a 1 in front', '1 800 555 0100', '18005550100'],
		['a service number', '400 800 8820', '4008008820'],
		['two groups that nothing tells apart', '7001 7002', '70017002'],
		['two blanks between groups', '133  3333  3333', '13333333333'],
		['tabs', '133\t3333\t3333', '13333333333'],
		['a no-break space', '133\u00A03333\u00A03333', '13333333333'],
		['a thin space', '133\u20093333\u20093333', '13333333333'],
		['an ideographic space', '133\u30003333\u30003333', '13333333333'],
		['dashes', '133-3333-3333', '13333333333'],
		['dashes among blanks', '133 - 3333 - 3333', '13333333333'],
		['a dash typed as two', '0755--12345678', '075512345678'],
		['a hyphen', '133\u20103333\u20103333', '13333333333'],
		['a non-breaking hyphen', '133\u20113333\u20113333', '13333333333'],
		['a figure dash', '133\u20123333\u20123333', '13333333333'],
		['an en dash', '133\u20133333\u20133333', '13333333333'],
		['an em dash', '133\u20143333\u20143333', '13333333333'],
		['a minus sign between groups', '133\u22123333\u22123333', '13333333333'],
		['a full-width dash', '133\uFF0D3333\uFF0D3333', '13333333333'],
		['dots', '202.555.0100', '2025550100'],
		['dots and zeros at the end', '202.555.000', '202555000'],
		['full-width dots', '202．555．0100', '2025550100'],
		['round brackets', '(025) 6682-3420', '02566823420'],
		['square brackets', '[025]66823420', '02566823420'],
		['full-width brackets', '（025）66823420', '02566823420'],
		['Chinese brackets', '【025】66823420', '02566823420'],
		['6 digits in brackets', '(123456) 7890', '1234567890'],
		['brackets behind a 1', '1 (800) 555-0100', '18005550100'],
		['brackets behind a country code', '86 (755) 1234 5678', '8675512345678'],
		['full-width digits', '１３３３３３３３３３３', '13333333333'],
		['a leading +', '+12025550100', '12025550100'],
		['a full-width +', '＋12025550100', '12025550100'],
		['blanks around a +', ' + 1 202 555 0100', '12025550100'],
		['a + in brackets', '(+1) 202-555-0100', '12025550100'],
		['a + in full-width brackets', '（＋86）138 0013 8000', '8613800138000'],
		['a zero-width space', '133\u200B33333333', '13333333333'],
		['a byte order mark', '\uFEFF13333333333', '13333333333'],
		['marks of the writing direction', '\u202A+12025550100\u202C', '12025550100'],
		['a soft hyphen', '133\u00AD33333333', '13333333333'],
		['the address of a link', 'tel:+8613800138000', '8613800138000'],
		['the address of a link in other forms', 'TEL: //+86-138-0013-8000', '8613800138000'],
		['a full-width colon', 'tel：13800138000', '13800138000'],
		['the apostrophe of a spreadsheet', "'13800138000", '13800138000'],
		['an apostrophe that was made typographic', '’+8613800138000', '8613800138000'],
		['a decimal zero', '13800138000.0', '13800138000'],
		['groups of two behind dots', '01.23.45.67.89', '0123456789'],
		['a group of three behind a dot', '7001.234', '7001234'],
		['a decimal zero behind groups', '138 0013 8000.0', '13800138000'],
		['15 digits behind a +', '+123456789012345', '123456789012345'],
		['15 digits behind 00', '00123456789012345', '00123456789012345'],
		['zeros that are no 00 of a country code', '00013800138000', '00013800138000'],
	])('with %s', (_what, written, number) => {
		expect(cleanNumber(written, NAME)).toEqual({ ok: true, value: number });
	});
});

describe('the zero that is dialled inside a country only', () => {
	it.each([
		['+44 (0)20 7946 0958', '442079460958'],
		['+44(0)20 7946 0958', '442079460958'],
		['+44 (0) 20 7946 0958', '442079460958'],
		['+44 （0）20 7946 0958', '442079460958'],
		['+44 (020) 7946 0958', '442079460958'],
		['+44 020 7946 0958', '442079460958'],
		['+44 0 20 7946 0958', '442079460958'],
		['+44-020-7946-0958', '442079460958'],
		['(+44) 020 7946 0958', '442079460958'],
		['0044 (0)20 7946 0958', '00442079460958'],
		['00 44 (0)20 7946 0958', '00442079460958'],
		['00 44 020 7946 0958', '00442079460958'],
		['(0044) 020 7946 0958', '00442079460958'],
		['+86 (0755) 1234 5678', '8675512345678'],
		['+86-0755-1234-5678', '8675512345678'],
		['+351 021 123 4567', '351211234567'],
	])('is left out of %s', (written, number) => {
		expect(cleanNumber(written, NAME)).toEqual({ ok: true, value: number });
	});

	it.each([
		['(020) 7946 0958', '02079460958'],
		['(0)20 7946 0958', '02079460958'],
		['44 020 7946 0958', '4402079460958'],
		['86 (0755) 1234 5678', '86075512345678'],
		['+4402079460958', '4402079460958'],
		['+440 20 7946 0958', '4402079460958'],
		['+44 2007 946 095', '442007946095'],
		['+44 20 0946 0958', '442009460958'],
		['+39 06 1234 5678', '390612345678'],
		['+39 (06) 1234 5678', '390612345678'],
		['0039 06 1234 5678', '00390612345678'],
		['+225 07 12 34 56 78', '2250712345678'],
		['+80 012 345 678', '80012345678'],
	])('stays in %s: it is no such zero', (written, number) => {
		expect(cleanNumber(written, NAME)).toEqual({ ok: true, value: number });
	});

	it.each(['+39 (0)6 1234 5678', '0039 (0) 6 1234 5678', '(+39) 0 (0)6 1234'])(
		'is not guessed in %s',
		(written) => {
			expect(cleanNumber(written, NAME)).toMatchObject({ ok: false, failure: { code: 'INPUT' } });
		},
	);
});

/** The reason in the message, and the advice. */
const REASONS: Record<string, [RegExp, RegExp]> = {
	extension: [/holds an extension$/, /^Enter the main number without/],
	twoNumbers: [/holds two numbers/, /^Pass one number per item/],
	shortened: [/has been shortened by a spreadsheet/, /as text/],
	negative: [/begins with a dash/, /^Enter 3 to 20 digits/],
	digit: [/is not one of the digits 0 to 9/, /^Enter 3 to 20 digits/],
	sign: [/“.” cannot be part of one/u, /^Enter 3 to 20 digits/],
	place: [/out of place/, /^Enter 3 to 20 digits/],
	brackets: [/brackets/, /^Enter 3 to 20 digits/],
	decimal: [/it is a decimal number/, /^Enter 3 to 20 digits/],
	length: [/it has \d+ digits/, /^Enter 3 to 20 digits/],
	code: [/no country code begins with 0/, /^Enter 3 to 20 digits/],
};

describe('no number is', () => {
	it.each<[unknown, keyof typeof REASONS]>([
		['66823420(801)', 'extension'],
		['66823420 (801)', 'extension'],
		['0755-12345678-801', 'extension'],
		['13800138000 (2)', 'extension'],
		['13800138000.00', 'decimal'],
		['13800138000\u200B13900139000', 'twoNumbers'],
		['7001 (2)', 'extension'],
		['66823420\u00AD801', 'extension'],
		['66823420\u200B801', 'extension'],
		['1380013\u20608000', 'extension'],
		['66823420\u3164801', 'extension'],
		['1380013 8000', 'extension'],
		['66823420 80 1', 'extension'],
		['+8613800138000 1', 'extension'],
		['66823420x801', 'extension'],
		['66823420 ext. 801', 'extension'],
		['66823420#801', 'extension'],
		['66823420转801', 'extension'],
		['66823420 分机 801', 'extension'],
		['tel:+862566823420;ext=801', 'extension'],
		['13800138000 6682342', 'twoNumbers'],
		['7001,7002x1', 'twoNumbers'],
		['7001\v7002', 'twoNumbers'],
		['13800138000\n13900139000', 'twoNumbers'],
		['7001\n7002', 'twoNumbers'],
		['133\r\n3333\r\n3333', 'twoNumbers'],
		['13800138000\u202813900139000', 'twoNumbers'],
		['13800138000 13900139000', 'twoNumbers'],
		['13800138000\u300013900139000', 'twoNumbers'],
		['13800138000-13900139000', 'twoNumbers'],
		['13800138000\t13900139000', 'twoNumbers'],
		['13800138000,13900139000', 'twoNumbers'],
		['13800138000，13900139000', 'twoNumbers'],
		['13800138000、13900139000', 'twoNumbers'],
		['13800138000/13900139000', 'twoNumbers'],
		['13800138000／13900139000', 'twoNumbers'],
		['13800138000;13900139000', 'twoNumbers'],
		['13800138000；13900139000', 'twoNumbers'],
		['13800138000 / 7001', 'twoNumbers'],
		['02566823420,801', 'twoNumbers'],
		['025/66823420', 'twoNumbers'],
		['1.3800138E+10', 'shortened'],
		['4.479E+11', 'shortened'],
		['+1.38E+10', 'shortened'],
		['138E+8', 'shortened'],
		['4,479e11', 'shortened'],
		['１．３８Ｅ＋１０', 'shortened'],
		['1e21', 'shortened'],
		[2 ** 53, 'shortened'],
		[Number('12345678901234567890'), 'shortened'],
		[1e21, 'shortened'],
		['-13333333333', 'negative'],
		['\u221213800138000', 'negative'],
		['\u201313800138000', 'negative'],
		['\uFF0D13800138000', 'negative'],
		["'-13800138000", 'negative'],
		['tel:-13800138000', 'negative'],
		[-13800138000, 'negative'],
		['02566823420¹', 'digit'],
		['①13800138000', 'digit'],
		['1380013800⒏', 'digit'],
		['١٢٣٤٥٦٧', 'digit'],
		['𝟏𝟑𝟑𝟑𝟑𝟑𝟑𝟑𝟑𝟑𝟑', 'digit'],
		['Ⅷ00 800 8820', 'digit'],
		['abc', 'sign'],
		['1333333333a', 'sign'],
		['1-800-FLOWERS', 'sign'],
		['O13800138000', 'sign'],
		['一三三三三', 'sign'],
		['undefined', 'sign'],
		['*133#', 'sign'],
		['7001,', 'sign'],
		['7001x', 'sign'],
		['+x801', 'sign'],
		["138'00138000", 'sign'],
		['7001 tel:7002', 'sign'],
		['7001 1e5', 'sign'],
		['1e5 7001', 'sign'],
		['="13800138000"', 'sign'],
		['138_0013_8000', 'sign'],
		['138·0013·8000', 'sign'],
		['1️⃣3800138000', 'sign'],
		['++12025550100', 'place'],
		['1202+5550100', 'place'],
		['12025550100+', 'place'],
		['(+86) +138 0013 8000', 'brackets'],
		['(755).0', 'brackets'],
		['7001 (0).0', 'extension'],
		['.1380', 'place'],
		['138..0013', 'place'],
		['138-.0013', 'place'],
		['133---3333', 'place'],
		['133.- 3333', 'place'],
		['133 -.3333', 'place'],
		['+..12025550100', 'place'],
		['133 3333..', 'place'],
		['138 0013 8000-', 'place'],
		['+', 'place'],
		['(025) (6682) 3420', 'brackets'],
		['(13800138000)', 'brackets'],
		['(025 66823420', 'brackets'],
		['025) 66823420', 'brackets'],
		['133 (0000) 0001', 'brackets'],
		['100 (202) 555 0100', 'brackets'],
		['+ (+86) 138 0013 8000', 'brackets'],
		['+44 20 (0) 7946 0958', 'brackets'],
		['(1380013) 8000', 'extension'],
		[7001.5, 'decimal'],
		['7001.00', 'decimal'],
		['7001.000', 'decimal'],
		['7001.5', 'decimal'],
		['7001.50', 'decimal'],
		['12', 'length'],
		['1-2', 'length'],
		['123456789012345678901', 'length'],
		['+1234567890123456', 'length'],
		['001234567890123456', 'length'],
		['+44 0', 'length'],
		['+0755 1234 5678', 'code'],
		['+0086 138 0013 8000', 'code'],
	])('%j: %s', (written, reason) => {
		const [problem, remedy] = REASONS[reason]!;
		expect(cleanNumber(written, NAME)).toEqual({
			ok: false,
			failure: {
				level: 'input',
				code: 'INPUT',
				message: expect.stringMatching(problem),
				advice: expect.stringMatching(remedy),
			},
		});
	});

	it.each(['', '  ', null, undefined])('%j, which is said so', (written) => {
		expect(cleanNumber(written, 'Caller ID')).toMatchObject({
			ok: false,
			failure: { message: 'Caller ID is empty' },
		});
	});

	it.each([[['13800138000']], [{ number: '13800138000' }], [true]])('%j', (written) => {
		expect(cleanNumber(written, 'Caller ID')).toMatchObject({
			ok: false,
			failure: { message: 'Caller ID is neither text nor a number' },
		});
	});

	it('a long text, of which 40 characters are shown', () => {
		expect(cleanNumber('x'.repeat(100_000), 'Caller ID')).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining(`“${'x'.repeat(40)}” is not`) },
		});
	});
});

it.each([
	'+44 00 20 7946 0958',
	'+44 (00)20 7946 0958',
	'+44 0020 7946 0958',
	'+86 (00755) 1234 567',
])('two zeros behind a country code are unclear: %s', (written) => {
	expect(cleanNumber(written, NAME)).toMatchObject({
		ok: false,
		failure: { message: expect.stringContaining('two zeros follow the country code') },
	});
});

describe('the message', () => {
	const HOW_TO_WRITE =
		'Enter 3 to 20 digits, or at most 15 after + or 00. You can use spaces, hyphens, dots, a leading +, and one pair of brackets around the area code.';
	const ONE_NUMBER = 'Pass one number per item: split the text before this node.';
	const MAIN_NUMBER =
		'Enter the main number without the extension. If all digits belong to one number, write them without spaces or hyphens.';
	const AS_TEXT =
		'Format the column of the spreadsheet as text, enter the number again in full, and read it as text.';

	const cleaned = (written: unknown) => cleanNumber(written, 'Caller ID');
	const refused = (message: string, advice: string) => ({
		ok: false,
		failure: { level: 'input', code: 'INPUT', message: `Caller ID ${message}`, advice },
	});

	it.each([
		['7001x', '“x” cannot be part of one'],
		['7001¹', '“¹” is not one of the digits 0 to 9'],
		['-7001', 'it begins with a dash, like a negative number'],
		['7001.00', 'it is a decimal number'],
		['133---3333', 'a space, dash, dot or + is out of place'],
		['(025 66823420', 'it can have one pair of brackets, around an area code'],
		['133 (0000) 0001', 'the digits before the brackets are not a country code'],
		['+0755 1234 5678', 'no country code begins with 0'],
		['+44 0020 7946', 'two zeros follow the country code 44'],
		['+39 (0)6 1234', 'after 39 it is unclear whether to dial the zero in brackets'],
		['12', 'it has 2 digits'],
		['123456789012345678901', 'it has 21 digits'],
		['+1234567890123456', 'it has 16 digits after the +'],
		['001234567890123456', 'it has 16 digits after the 00'],
		['00', 'it has 0 digits after the 00'],
	])('of %j tells the reason: %s', (written, reason) => {
		const message = `“${written}” is not a phone number: ${reason}`;
		expect(cleaned(written)).toEqual(refused(message, HOW_TO_WRITE));
	});

	it.each([
		['13800138000 13900139000', 'holds two numbers', ONE_NUMBER],
		['7001,7002', 'holds two numbers, or an extension: “,” stands between digits', ONE_NUMBER],
		['66823420 801', 'holds an extension', MAIN_NUMBER],
		['1.38E+10', 'has been shortened by a spreadsheet and lost its last digits', AS_TEXT],
	])('of %j tells what else it is: it %s', (written, what, advice) => {
		expect(cleaned(written)).toEqual(refused(`“${written}” ${what}`, advice));
	});

	it.each(['7001\n7002', '7001\v7002', ' 7001 \r\n\r\n 7002 \n'])(
		'shows the text in one line: %j',
		(written) => {
			const what = 'holds two numbers, or an extension: a line break stands between digits';
			expect(cleaned(written)).toEqual(refused(`“7001 7002” ${what}`, ONE_NUMBER));
		},
	);

	it.each([
		['  ', 'is empty', HOW_TO_WRITE],
		[true, 'is neither text nor a number', HOW_TO_WRITE],
		[7001.5, 'is not a phone number: it is a decimal number', HOW_TO_WRITE],
		[1e21, 'has been shortened by a spreadsheet and lost its last digits', AS_TEXT],
	])('does not show a value that is no text: %j', (written, what, advice) => {
		expect(cleaned(written)).toEqual(refused(what, advice));
	});
});

describe('an emergency number', () => {
	const EMERGENCY = ['110', '119', '120', '122', '112', '911', '999'];
	const SPELLINGS = [
		'1 1 0',
		'1-1-0',
		'１１０',
		'+86 110',
		'0086 110',
		'+86110',
		'010 110',
		'0571-120',
		'+86 10 110',
		'+86 (010) 110',
		'0086 571 119',
		'+110',
		'+1 10',
		'+9-99',
		'(+1)10',
		'tel:+110',
		'+120',
		'+911',
		'1\u200B1\u200B0',
		'+44 999',
		'+440999',
		'+860110',
		'+8600110',
		'+86000110',
		'+860 110',
		'+860571110',
		'+8605 71110',
		'+860 571 110',
		'00860571110',
		'0 0110',
		'0 0 110',
		'0 086 110',
		'0 0 86 571 110',
	];

	it.each([...EMERGENCY, 110, ...SPELLINGS])('is never a destination: %s', (written) => {
		expect(cleanDestination(written, NAME, NO_LIMITS)).toMatchObject({
			ok: false,
			failure: {
				level: 'input',
				code: 'DESTINATION_NOT_ALLOWED',
				message: expect.stringMatching(/^Destination Number is an emergency number \(\d+\)$/),
				advice:
					'Remove this number from your list. This operation never calls 110, 112, 119, 120, 122, 911 or 999: dial these numbers yourself.',
			},
		});
	});

	it.each([
		'1100',
		'7110',
		'110110',
		'8610110',
		'010 112',
		'+44 20 110',
		'12345',
		'0110',
		'+1 911 555 0100',
		'999 8888',
		'0755 8021 0120',
		'0755 1105 5566',
		'010 1195 5566',
		'+86 133 3333 3120',
		'+86 131 1012 3456',
	])('is not what only looks like one: %s', (written) => {
		expect(cleanDestination(written, NAME, NO_LIMITS).ok).toBe(true);
	});

	it.each(['44999', '8610110'])(
		'is not behind a country code that is not written as one: %s',
		(written) => {
			const dialling = { countryCode: '86', trunkPrefix: '' };
			expect(cleanDestination(written, NAME, { ok: true, value: { dialling } })).toEqual({
				ok: true,
				value: written,
			});
		},
	);
});

it.each(['0 0 86 138 0013 8000', '0 086 138 0013 8000', '0 0 86138 0013 8000'])(
	'an international number has its 00 however it is split: %s',
	(written) => {
		const dialling = { countryCode: '86', trunkPrefix: '' };
		expect(cleanNumber(written, NAME, dialling)).toEqual({ ok: true, value: '13800138000' });
		expect(cleanNumber(written, NAME)).toEqual(cleanNumber('008613800138000', NAME));
	},
);

it.each(['+860110', '+860571110', '+8605 71110'])(
	'an emergency number with a zero behind the country code of the account is not called: %s',
	(written) => {
		const dialling = { countryCode: '86', trunkPrefix: '0' };
		expect(cleanDestination(written, NAME, { ok: true, value: { dialling } }).ok).toBe(false);
	},
);

it.each(['7001', '110'])('no number is called where the limits cannot be read: %s', (written) => {
	const limits = fail(inputFailure('Countries cannot be read', 'Correct the credential.'));
	expect(cleanDestination(written, NAME, limits)).toEqual(limits);
});
