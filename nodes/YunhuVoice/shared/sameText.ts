import { asText } from './fields';

/*
 * PHP can turn texts that look like numbers into JSON numbers: `007` that was sent comes back as 7.
 */

const NUMERIC = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** A text as a JSON number would write it. Texts with the same form can come back as the same number. */
export const numericForm = (text: string): string => {
	if (/^\d+$/.test(text)) return text.replace(/^0+(?=\d)/, '');
	return NUMERIC.test(text) ? String(Number(text)) : text;
};

/** `parseJson` keeps numbers of so many digits as text. */
const PERHAPS_NUMBER = /^\d{16,}$/;

/** Whether a value of the provider is a text that was sent to it. A text has to be the same; a number has lost what no number has. */
export function isSameText(sent: string, told: unknown): boolean {
	const text = asText(told);
	if (text === sent) return true;
	const isNumber = typeof told === 'number' || PERHAPS_NUMBER.test(text);
	return isNumber && numericForm(text) === numericForm(sent);
}
