/** Rules that the field tables of several services share. */

import type { FieldRule } from './checks';
import { timeOf } from './clock';

export const needed: FieldRule = {};
export const digits: FieldRule = { pattern: /^\d+$/, wants: 'digits only' };
/** services.md writes "comma list": without spaces. */
export const numbers: FieldRule = { pattern: /^\d+(,\d+)*$/, wants: 'digits, several with commas' };
export const countable: FieldRule = { pattern: /^[1-9]\d*$/, wants: 'a number from 1' };
export const time: FieldRule = {
	problem: (value) =>
		Number.isNaN(timeOf(value)) ? 'must be a time, yyyy-mm-dd hh:mm:ss' : undefined,
};

export function optional(rule: FieldRule = {}): FieldRule {
	return { ...rule, optional: true };
}

export function oneOf(...values: Array<string | number>): FieldRule {
	return {
		pattern: new RegExp(`^(${values.join('|')})$`),
		wants: `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`,
	};
}
