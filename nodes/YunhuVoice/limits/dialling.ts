import { fail, inputFailure, type Result, succeed } from '../shared/result';
import { ZERO_IS_DIALLED } from './countryCodes';

/*
 * How a number is sent: what becomes of a country code.
 */

/** A number, taken apart. */
export interface PhoneNumber {
	/** What stands before the country code. */
	prefix: '+' | '00' | '';
	/** All digits after the prefix, without a trunk zero, which is dialled inside a country only. */
	digits: string;
}

/** The country in which the provider dials. */
export interface Dialling {
	countryCode: string;
	/** What the provider wants in front of a number of this country. China has rules of its own. */
	trunkPrefix: string;
}

export const NOT_ALLOWED = 'DESTINATION_NOT_ALLOWED';

const CHINA = '86';
const CHINESE_MOBILE = /^1[3-9]\d{9}$/;
const CHINESE_SERVICE = /^[48]00\d{7}$/;

const FEWEST_DIGITS = 3;

/** A number of China as it is dialled there. */
const inChina = (national: string): string =>
	CHINESE_MOBILE.test(national) || CHINESE_SERVICE.test(national) ? national : `0${national}`;

/** A number of the credential's own country, as it is dialled there. */
function inCountry(rest: string, { countryCode, trunkPrefix }: Dialling, name: string) {
	const national = ZERO_IS_DIALLED.has(countryCode) ? rest : rest.replace(/^0/, '');
	const isUnclear = national.startsWith('0') && !ZERO_IS_DIALLED.has(countryCode);
	const sent = countryCode === CHINA ? inChina(national) : trunkPrefix + national;
	return isUnclear || sent.length < FEWEST_DIGITS
		? fail(
				inputFailure(
					`${name} is not a phone number: ${isUnclear ? 'two zeros follow' : 'too few digits follow'} the country code ${countryCode}`,
					'Correct the number, or write it as it is dialled inside the country.',
				),
			)
		: succeed(sent);
}

/**
 * The digits to send for a number.
 *
 * @param dialling missing if the credential has no country code.
 * @param name the field's name in the editor, for the message.
 */
export function asSent(
	{ prefix, digits }: PhoneNumber,
	dialling: Dialling | undefined,
	name: string,
): Result<string> {
	if (!dialling) return succeed(prefix === '00' ? prefix + digits : digits);
	const { countryCode } = dialling;
	if (prefix === '') return succeed(digits);
	if (digits.startsWith(countryCode)) {
		return inCountry(digits.slice(countryCode.length), dialling, name);
	}
	if (countryCode !== CHINA || !CHINESE_MOBILE.test(digits)) return succeed(digits);
	return fail({
		...inputFailure(
			`${name} is a number of another country (+${digits}), but its digits are those of a mobile phone in China`,
			'The provider would call a stranger in China, so this number cannot be called with Country Code 86 in the credential.',
		),
		code: NOT_ALLOWED,
	});
}
