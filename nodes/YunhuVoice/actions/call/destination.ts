import { COUNTRY_CODE } from '../../limits/countryCodes';
import { asSent, NOT_ALLOWED, type PhoneNumber } from '../../limits/dialling';
import type { Limits } from '../../limits/limits';
import { fail, inputFailure, type Result } from '../../shared/result';
import { readNumber } from './number';

/** China's emergency numbers, those of mobile networks, and North America's and Britain's. */
const EMERGENCY = /^(110|119|120|122|112|911|999)$/;

/** In China an area code in front reaches the emergency services of another city. Behind 86 it has no zero. */
const EMERGENCY_IN_ANOTHER_CITY: Record<string, RegExp> = {
	'': /^0\d{2,3}(110|119|120|122)$/,
	86: /^\d{2,3}(110|119|120|122)$/,
};

/** Whether a number reaches an emergency service, also from another city or country. */
function isEmergency({ prefix, digits }: PhoneNumber): boolean {
	const length = [1, 2, 3].find((count) => COUNTRY_CODE.test(digits.slice(0, count))) ?? 0;
	const code = prefix === '' ? '' : digits.slice(0, length);
	const behind = digits.slice(code.length);
	// Networks can ignore a zero behind the country code.
	const national = code === '' ? behind : behind.replace(/^0+/, '');
	const isElsewhere = EMERGENCY_IN_ANOTHER_CITY[code]?.test(national) === true;
	// A + is not sent: what is written +110 dials 110.
	return isElsewhere || EMERGENCY.test(national) || EMERGENCY.test(digits);
}

/**
 * Like `cleanNumber`, for the number to call.
 *
 * @param limits what the credential allows. Where that cannot be read, no number may be called.
 * @returns a failure also for emergency numbers: an automatic call must not block an emergency line.
 */
export function cleanDestination(
	written: unknown,
	name: string,
	limits: Result<Pick<Limits, 'dialling'>>,
): Result<string> {
	const number = readNumber(written, name);
	if (!number.ok) return number;
	if (!limits.ok) return limits;
	const { dialling } = limits.value;
	const sent = asSent(number.value, dialling, name);
	// Without its country code it can be another number.
	const dialled = dialling && sent.ok && isEmergency({ prefix: '', digits: sent.value });
	return dialled || isEmergency(number.value)
		? fail({
				...inputFailure(
					`${name} is an emergency number (${number.value.digits})`,
					'Remove this number from your list. This operation never calls 110, 112, 119, 120, 122, 911 or 999: dial these numbers yourself.',
				),
				code: NOT_ALLOWED,
			})
		: sent;
}
