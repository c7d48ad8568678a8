import { cleanDestination } from '../../../nodes/YunhuVoice/actions/call/destination';
import { cleanNumber } from '../../../nodes/YunhuVoice/actions/call/number';

const NAME = 'Destination Number';

/** The digits that are sent, or the code of the refusal. */
function sent(written: string, countryCode: string, trunkPrefix = ''): string {
	const number = cleanedWith(written, countryCode, trunkPrefix);
	return number.ok ? number.value : number.failure.code;
}

const cleanedWith = (written: string, countryCode: string, trunkPrefix = '') =>
	cleanDestination(written, NAME, {
		ok: true,
		value: { dialling: { countryCode, trunkPrefix } },
	});

describe('in China', () => {
	it.each([
		['a mobile', '+86 133 1234 5678', '13312345678'],
		['a mobile with 00', '0086 13312345678', '13312345678'],
		['a mobile in one group', '+8613312345678', '13312345678'],
		['a mobile with a zero', '+86 013312345678', '13312345678'],
		['a mobile with a zero in one group', '+86013312345678', '13312345678'],
		['a 400 number', '+86 400-820-8820', '4008208820'],
		['an 800 number', '+86 8008208820', '8008208820'],
		['Beijing', '+86 10 6552 9988', '01065529988'],
		['Beijing with a zero', '+86 (0)10 6552 9988', '01065529988'],
		['Beijing with a zero in one group', '+8601065529988', '01065529988'],
		['Shenzhen', '+86 755 8888 8888', '075588888888'],
		['a number that only begins like 400', '+86 400 8208', '04008208'],
		['digits as written', '13312345678', '13312345678'],
		['digits with the code, without +, as written', '8613312345678', '8613312345678'],
		['digits with a zero, as written', '010-65529988', '01065529988'],
		['another country', '+49 30 123456', '4930123456'],
		['another country with 00', '0049 30 123456', '4930123456'],
		['a country whose zero is dialled', '+39 06 1234567', '39061234567'],
		['Hong Kong', '+852 2345 6789', '85223456789'],
		['a number that only begins like a mobile', '+86 133 1234 56789', '0133123456789'],
		['a number that only ends like a mobile', '+86 2 133 1234 5678', '0213312345678'],
		['a number that is longer than a 400 number', '+8640082088201', '040082088201'],
		['a number that only ends like a 400 number', '+86 24008208820', '024008208820'],
		['a foreign number that only ends like a mobile', '+44 133 1234 5678', '4413312345678'],
		['a foreign number that only begins like a mobile', '+1 415 555 26711', '141555526711'],
	])('%s: %s', (_, written, digits) => {
		expect(sent(written, '86')).toBe(digits);
	});

	it.each(['+1 (415) 555-2671', '001 415 555 2671', '+14155552671'])(
		'a foreign number whose digits would ring a Chinese mobile is refused: %s',
		(written) => {
			expect(sent(written, '86')).toBe('DESTINATION_NOT_ALLOWED');
			expect(sent(written, '44')).toBe('14155552671');
		},
	);

	it.each(['+86 110', '+86 10 110', '0086120', '+86 755 119'])(
		'an emergency number is refused: %s',
		(written) => {
			expect(sent(written, '86')).toBe('DESTINATION_NOT_ALLOWED');
		},
	);

	it.each(['+860013312345678', '+86 00 10 65529988'])('two zeros are refused: %s', (written) => {
		expect(sent(written, '86')).toBe('INPUT');
	});

	it('the trunk prefix has no effect', () => {
		expect(sent('+86 13312345678', '86', '9')).toBe('13312345678');
	});
});

describe('in another country', () => {
	it.each([
		['+44 20 7946 0018', '44', '0', '02079460018'],
		['+44 (0)20 7946 0018', '44', '0', '02079460018'],
		['+4402079460018', '44', '0', '02079460018'],
		['0044 20 7946 0018', '44', '', '2079460018'],
		['+7 495 123-45-67', '7', '8', '84951234567'],
		['+39 06 1234567', '39', '', '061234567'],
		['+62 812 345 678', '62', '0', '0812345678'],
		['+86 13312345678', '44', '0', '8613312345678'],
	])('%s with %s and %s', (written, code, trunkPrefix, digits) => {
		expect(sent(written, code, trunkPrefix)).toBe(digits);
	});

	it('a trunk prefix does not make an emergency number', () => {
		expect(sent('+44 99', '44', '9')).toBe('DESTINATION_NOT_ALLOWED');
	});

	it('a number that is too short without its code is refused', () => {
		expect(sent('+44 12', '44')).toBe('INPUT');
	});
});

it.each([
	[
		'+860013312345678',
		'Destination Number is not a phone number: two zeros follow the country code 86',
		'Correct the number, or write it as it is dialled inside the country.',
	],
	[
		'+86 1',
		'Destination Number is not a phone number: too few digits follow the country code 86',
		'Correct the number, or write it as it is dialled inside the country.',
	],
	[
		'+1 415 555 2671',
		'Destination Number is a number of another country (+14155552671), but its digits are those of a mobile phone in China',
		'The provider would call a stranger in China, so this number cannot be called with Country Code 86 in the credential.',
	],
])('%s is refused with the reason', (written, message, advice) => {
	expect(cleanedWith(written, '86')).toMatchObject({ failure: { message, advice } });
});

it.each([
	['+86 133 1234 5678', '8613312345678'],
	['0086 133 1234 5678', '008613312345678'],
	['+1 415 555 2671', '14155552671'],
])('without a country code %s is sent as written', (written, digits) => {
	expect(cleanNumber(written, NAME)).toEqual({ ok: true, value: digits });
});
