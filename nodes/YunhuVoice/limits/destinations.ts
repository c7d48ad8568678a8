import { splitList } from '../shared/text';

/**
 * Reads beginnings of numbers that a person typed.
 *
 * @returns `undefined` if there is none, or if one does not consist of digits.
 */
export function parseDestinations(text: string): string[] | undefined {
	const beginnings = splitList(text);
	const areDigits = beginnings.every((beginning) => /^\d+$/.test(beginning));
	return beginnings.length > 0 && areDigits ? beginnings : undefined;
}

/** @param number as it is sent. */
export const isAllowed = (beginnings: string[], number: string): boolean =>
	beginnings.some((beginning) => number.startsWith(beginning));
