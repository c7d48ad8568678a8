import { cleanNumber } from '../../../nodes/YunhuVoice/actions/call/number';

const NAME = 'Destination Number';

describe('a number is taken as it is written', () => {
	it.each([
		['digits', '13333333333', '13333333333'],
		['a leading zero', '02566823420', '02566823420'],
		['3 digits', '110', '110'],
		['20 digits', '12345678901234567890', '12345678901234567890'],
		['spaces', ' 133 3333 3333 ', '13333333333'],
		['tabs and line ends', '133\t3333\r\n3333\n', '13333333333'],
		['a no-break space', '133\u00A03333\u00A03333', '13333333333'],
		['a thin space', '133\u20093333\u20093333', '13333333333'],
		['an ideographic space', '133\u30003333\u30003333', '13333333333'],
		['dashes', '133-3333-3333', '13333333333'],
		['a hyphen', '133\u20103333\u20103333', '13333333333'],
		['a non-breaking hyphen', '133\u20113333\u20113333', '13333333333'],
		['a figure dash', '133\u20123333\u20123333', '13333333333'],
		['an en dash', '133\u20133333\u20133333', '13333333333'],
		['an em dash', '133\u20143333\u20143333', '13333333333'],
		['a full-width dash', '133\uFF0D3333\uFF0D3333', '13333333333'],
		['round brackets', '(025) 6682-3420', '02566823420'],
		['square brackets', '[025]66823420', '02566823420'],
		['full-width brackets', '\uFF08025\uFF0966823420', '02566823420'],
		['full-width digits', '１３３３３３３３３３３', '13333333333'],
		['a leading +', '+12025550100', '12025550100'],
		['a full-width +', '\uFF0B12025550100', '12025550100'],
		['a + after a blank', ' +1 202 555 0100', '12025550100'],
		['a + in brackets', '(+1) 202-555-0100', '12025550100'],
		['a zero-width space', '133\u200B33333333', '13333333333'],
		['a byte order mark', '\uFEFF13333333333', '13333333333'],
		['marks of the writing direction', '\u202A+12025550100\u202C', '12025550100'],
		['a soft hyphen', '133\u00AD33333333', '13333333333'],
	])('with %s', (_what, written, number) => {
		expect(cleanNumber(written, NAME)).toEqual({ ok: true, value: number });
	});
});

describe('no number is', () => {
	it.each([
		['2 digits', '12'],
		['2 digits among dashes', '1---2'],
		['21 digits', '123456789012345678901'],
		['letters', 'abc'],
		['letters among digits', '1333333333a'],
		['letters as on a telephone', '1-800-FLOWERS'],
		['blanks', '   '],
		['a + alone', '+'],
		['two +', '++12025550100'],
		['a dash in front, as of a negative number', '-13333333333'],
		['a + in the middle', '1202+5550100'],
		['a + at the end', '12025550100+'],
		['a decimal point', '1333333.3333'],
		['an exponent', '1.3333333333e10'],
		['a comma', '13333333333,13333333333'],
		['a star or hash', '*133#'],
		['a slash', '025/66823420'],
		['Chinese numerals', '一三三三三'],
		['Arabic-Indic digits', '١٢٣٤٥٦٧'],
		['undefined as text', 'undefined'],
	])('%s', (_what, written) => {
		expect(cleanNumber(written, NAME)).toEqual({
			ok: false,
			failure: {
				level: 'input',
				code: 'INPUT',
				message: `Destination Number “${written}” is not a phone number`,
				advice: 'Give 3 to 20 digits; spaces, dashes, brackets and a leading + may stay.',
			},
		});
	});

	it('nothing, which is said so', () => {
		expect(cleanNumber('', 'Caller ID')).toMatchObject({
			ok: false,
			failure: { message: 'Caller ID is empty' },
		});
	});

	it('a long text, of which 40 characters are shown', () => {
		expect(cleanNumber('x'.repeat(100_000), 'Caller ID')).toMatchObject({
			ok: false,
			failure: { message: `Caller ID “${'x'.repeat(40)}” is not a phone number` },
		});
	});
});
