import { inputFailure } from '../../api/errors';
import { fail, type Result, succeed } from '../../api/result';

/** What people write between digits: blanks, dashes, brackets, and marks that cannot be seen. */
const BETWEEN_DIGITS = /[\s\u2212\p{Pd}\p{Ps}\p{Pe}\p{Cf}]/gu;

/**
 * A phone number as the provider takes it: digits only.
 *
 * @param name how the editor calls the field, for the message.
 * @returns the cleaned number, or what is wrong with it.
 */
export function cleanNumber(written: string, name: string): Result<string> {
	// A negative number: no person writes a dash in front.
	const isNegative = /^\p{Pd}/u.test(written);
	const number = written.normalize('NFKC').replace(BETWEEN_DIGITS, '').replace(/^\+/, '');
	if (!isNegative && /^\d{3,20}$/.test(number)) return succeed(number);
	return fail(
		inputFailure(
			written === ''
				? `${name} is empty`
				: `${name} “${written.slice(0, 40)}” is not a phone number`,
			'Give 3 to 20 digits; spaces, dashes, brackets and a leading + may stay.',
		),
	);
}
