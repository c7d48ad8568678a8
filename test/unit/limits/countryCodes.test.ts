import { COUNTRY_CODE, ZERO_IS_DIALLED } from '../../../nodes/YunhuVoice/limits/countryCodes';
import { times } from '../../support/lists';

/** The codes of one and two digits, and the first two digits of those of three. */
const ONE_DIGIT = ['1', '7'];
const TWO_DIGITS =
	'20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98';
const BEGIN_THREE_DIGITS =
	'21 22 23 24 25 26 28 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99';

it('country codes are those of the numbering plan, and nothing else', () => {
	const codes = [
		...ONE_DIGIT,
		...TWO_DIGITS.split(' '),
		...BEGIN_THREE_DIGITS.split(' ').flatMap((begin) => times(10, (n) => `${begin}${n}`)),
	];
	const everyNumber = [1, 2, 3, 4].flatMap((digits) =>
		times(10 ** digits, (n) => String(n).padStart(digits, '0')),
	);
	expect(everyNumber.filter((number) => COUNTRY_CODE.test(number)).sort()).toEqual(codes.sort());
});

it('a first zero is part of the number in Italy and in five other countries', () => {
	expect([...ZERO_IS_DIALLED].sort()).toEqual(['225', '226', '229', '242', '378', '39']);
});
