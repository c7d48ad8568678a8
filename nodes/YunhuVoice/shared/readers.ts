import type { NamedCode } from './codes';
import { lookUp } from './lookup';

/*
 * What the text of a field means. `undefined` says that it means nothing known: see `Fields.read`.
 */

/** The entry of a table of words, in any letter case; a word that is not in it as it came. */
export const translated = (table: Record<string, string>, text: string): string =>
	lookUp(table, text.toLowerCase()) ?? text;

/** Words and numbers: both are documented. */
const DIRECTIONS: Record<string, string> = {
	callin: 'inbound',
	'1': 'inbound',
	callout: 'outbound',
	'2': 'outbound',
};

/** The direction of a call. */
export const toDirection = (text: string): string => translated(DIRECTIONS, text);

export const toNumber = (text: string): number | undefined =>
	/^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;

/** Reads a code and adds its name. Only whole numbers are codes. */
export const toCode =
	(named: (code: number) => NamedCode) =>
	(text: string): NamedCode | undefined =>
		/^\d{1,9}$/.test(text) ? named(Number(text)) : undefined;
