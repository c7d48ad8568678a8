import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { readBoolean } from './boolean';
import { asText } from './fields';
import { type Failure, inputFailure } from './result';
import { plain, splitList } from './text';

/** The value of a setting whose expression fails: no valid value of any setting. */
export const FAILED = '(an expression that fails)';

/**
 * The effective value of a setting, and what is wrong if it cannot be read. n8n shows the problem when the workflow is published.
 * If an expression fails later, the value is one with which no callback is lost.
 */
export interface Reading<Value> {
	value: Value;
	problem?: Failure | undefined;
}

/** The part of an entry that a message quotes: enough to find it. */
const shown = (entry: string): string => `“${entry.slice(0, 60)}”`;

export const holdsNone = (label: string, entry: string, what: string, advice: string): Failure =>
	inputFailure(`${label} contains ${shown(entry)}, which is not a valid ${what}`, advice);

/** The values of a collection of the node, by name, as the editor or an expression gives them. */
export type Collection = Readonly<Record<string, unknown>>;

export const expressionFails = (label: string): Failure =>
	inputFailure(`The expression in ${label} fails`, 'Correct the expression.');

/** Finds the fields of a collection by their names. */
export const fieldsOf =
	({ options }: INodeProperties) =>
	(name: string): INodeProperties =>
		(options as INodeProperties[]).find((field) => field.name === name)!;

/** Names the first setting of a collection that cannot be read. */
export function firstProblem(
	collection: Collection,
	readers: Record<string, (collection: Collection) => Reading<unknown>>,
	fieldOf: (name: string) => INodeProperties,
): Failure | undefined {
	for (const [name, read] of Object.entries(readers)) {
		if (collection[name] === FAILED) {
			return expressionFails(fieldOf(name).displayName);
		}
		const { problem } = read(collection);
		if (problem) return problem;
	}
	return undefined;
}

/** A switch. It counts as `otherwise` if it was not added, or is neither true nor false. */
export function readSwitch(
	collection: Collection,
	{ name, displayName }: Pick<INodeProperties, 'name' | 'displayName'>,
	otherwise: boolean,
): Reading<boolean> {
	if (!(name in collection)) return { value: otherwise };
	const read = readBoolean(collection[name], displayName);
	return read.ok ? { value: read.value } : { value: otherwise, problem: read.failure };
}

/** Reads one switch of a collection, see `readSwitch`. */
export const switchReader =
	(field: INodeProperties, otherwise: boolean) =>
	(collection: object): Reading<boolean> =>
		readSwitch({ ...collection }, field, otherwise);

/** The entries of a list in any form: a list, a text with separators, or a single value. */
export const asWords = (written: unknown): string[] =>
	[written].flat(Infinity).flatMap((entry) => splitList(asText(entry)));

/** The entry to quote for an unknown word: everything between two commas, as in “User Is Busy”. */
const entryWith = (word: string, written: unknown): string =>
	[written]
		.flat(Infinity)
		.flatMap((entry) => asText(entry).split(/[,;，；、\r\n]/))
		.map((entry) => entry.trim())
		.find((entry) => splitList(entry).includes(word)) ?? word;

/** The wanted words. An empty list lets everything through. */
type Wanted = ReadonlySet<string>;

const readWords = (
	written: unknown,
	isWord: (word: string) => boolean,
	problemOf: (word: string) => Failure,
): Reading<Wanted> => {
	const words = asWords(written);
	const wrong = words.find((word) => !isWord(word));
	// Nobody knows what the unknown word should mean, so any callback could be wanted.
	return wrong === undefined
		? { value: new Set(words) }
		: { value: new Set(), problem: problemOf(wrong) };
};

/** A multiple choice. An expression can return a single value, or a text that lists several. */
export function readChoices(
	written: unknown,
	{ displayName, options = [] }: INodeProperties,
): Reading<Wanted> {
	const choices = (options as INodePropertyOptions[]).map(({ value }) => String(value));
	const examples = choices.slice(0, 3).join(', ');
	return readWords(
		written,
		(word) => choices.includes(word),
		(word) =>
			holdsNone(
				displayName,
				entryWith(word, written),
				'choice',
				`Choose from the list; an expression gives values such as ${examples}.`,
			),
	);
}

/** A list of extensions or company codes, which consist of digits only. */
export const readNumbers = (written: unknown, { displayName }: INodeProperties): Reading<Wanted> =>
	readWords(
		written,
		(word) => /^\d+$/.test(word),
		(word) =>
			holdsNone(
				displayName,
				word,
				'number',
				'Write digits alone, with commas between the numbers.',
			),
	);

/** A number with a lower limit. Anything else counts as `otherwise`. */
export function readNumber(
	written: unknown,
	{ displayName }: INodeProperties,
	otherwise: number,
	range: { atLeast: number } | { above: number },
): Reading<number> {
	const text = plain(asText(written));
	const number = /^-?\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
	const fits = 'above' in range ? number > range.above : number >= range.atLeast;
	if (fits) return { value: number };
	const wrong = Number.isNaN(number) ? 'is not a number' : 'is too small';
	const bound = 'above' in range ? `above ${range.above}` : `of ${range.atLeast} or more`;
	return {
		value: otherwise,
		problem: inputFailure(
			`${displayName} ${wrong}`,
			`Write a number ${bound}, or remove ${displayName}.`,
		),
	};
}
