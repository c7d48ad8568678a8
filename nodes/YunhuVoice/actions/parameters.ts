import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../shared/boolean';
import { readCollection } from '../shared/collection';
import { lookUp } from '../shared/lookup';
import { numberIn } from '../shared/number';
import { fail, type Failure, inputFailure, type Result, succeed } from '../shared/result';
import { toMoment } from '../shared/time';
import { LIMIT, type NumberProperty, OPTIONS, RETURN_ALL, TIME_LIMIT } from './descriptions';

/*
 * How operations read parameters: one reader for each kind. An expression can return a value of any type. A reader throws if it
 * cannot read the value, as n8n does if an expression fails; the router turns both into the item's failure.
 */

/**
 * The value of a number option. The editor keeps typed values within the limits; an expression can return anything.
 *
 * @throws if it is not a number within the limits.
 */
export function numberOf(
	written: unknown,
	{ displayName, default: standard, typeOptions }: NumberProperty,
): number {
	const { minValue, maxValue = Infinity } = typeOptions;
	const isSet = written !== undefined && written !== null && written !== '';
	const value = isSet ? numberIn(written) : standard;
	if (value >= minValue && value <= maxValue) return value;
	const limits =
		maxValue === Infinity ? `of at least ${minValue}` : `from ${minValue} to ${maxValue}`;
	throw new Error(`${displayName} must be a number ${limits}`);
}

/** The failure of an item with a parameter that cannot be read, such as an expression that fails. */
export const unreadable = (error: unknown): Failure =>
	inputFailure(
		(error as Error).message,
		'Correct this item’s values or the expressions that produce them.',
	);

/** What a reader returns, or the failure of a parameter that it cannot read. */
export function readable<Value>(read: () => Result<Value>): Result<Value> {
	try {
		return read();
	} catch (error) {
		return fail(unreadable(error));
	}
}

/** Refuses n8n's Retry On Fail, which runs the whole node again, including the items that succeeded. */
export const retryOnFail = (consequence: string): Failure =>
	inputFailure(
		'Retry On Fail is on in the settings of this node',
		`Turn it off: after one failure n8n would ${consequence}.`,
	);

/**
 * A collection of fields. An expression can return anything.
 *
 * @throws if it is not an object.
 */
export function collectionParameter(
	context: IExecuteFunctions,
	{ name, displayName }: Pick<INodeProperties, 'name' | 'displayName'>,
	index: number,
): IDataObject {
	const read = readCollection(context.getNodeParameter(name, index, {}), displayName);
	if (!read.ok) throw new Error(read.failure.message);
	return read.value;
}

/** The "Options" collection of an item. */
export const optionsParameter = (context: IExecuteFunctions, index: number): IDataObject =>
	collectionParameter(context, OPTIONS, index);

/** The "Options" collection of an item, and its time limit in seconds. */
export function optionsOf(
	context: IExecuteFunctions,
	index: number,
): { options: IDataObject; timeoutSeconds: number } {
	const options = optionsParameter(context, index);
	return { options, timeoutSeconds: numberOf(options.timeoutSeconds, TIME_LIMIT) };
}

/**
 * A value to be sent as text, trimmed. An expression can return a number, or nothing.
 *
 * @param label the field's name in the editor.
 * @throws if it has no text form, such as an object.
 */
export function textFrom(written: unknown, label: string): string {
	const value = written ?? '';
	if (typeof value === 'string' || typeof value === 'number') return String(value).trim();
	throw new Error(`${label} is neither text nor a number`);
}

/** The same for a parameter. */
export const textParameter = (
	context: IExecuteFunctions,
	name: string,
	index: number,
	label: string,
): string => textFrom(context.getNodeParameter(name, index, ''), label);

/** A text that has to be filled in. */
export const filledIn = (text: string, label: string): Result<string> =>
	text === '' ? fail(inputFailure(`${label} is empty`, `Fill in ${label}.`)) : succeed(text);

/**
 * A choice of the editor. An expression can return anything.
 *
 * @param choices what each value stands for.
 */
export function choiceFrom<Value>(
	written: unknown,
	{ displayName }: INodeProperties,
	choices: Record<string, Value>,
): Result<Value> {
	const choice = lookUp(choices, textFrom(written, displayName));
	if (choice !== undefined) return succeed(choice);
	const values = Object.keys(choices);
	return fail(
		inputFailure(
			`${displayName} is neither ${values.join(' nor ')}`,
			`Choose it from the list. An expression must return ${values.join(' or ')}.`,
		),
	);
}

/** The same for a parameter. */
export const choiceParameter = <Value>(
	context: IExecuteFunctions,
	property: INodeProperties,
	index: number,
	choices: Record<string, Value>,
): Result<Value> =>
	choiceFrom(context.getNodeParameter(property.name, index, ''), property, choices);

/** The form fields of the text options that are filled in, by the name of the provider's field. */
export const textOptions = (
	options: IDataObject,
	properties: Record<string, INodeProperties>,
): Record<string, string> =>
	Object.fromEntries(
		Object.entries(properties)
			.map(([field, { name, displayName }]) => [field, textFrom(options[name], displayName)])
			.filter(([, text]) => text !== ''),
	);

/**
 * A switch of the editor. An expression can return text or a number instead.
 *
 * @param standard the value if the editor does not show it.
 * @throws if it is neither true nor false.
 */
export function booleanParameter(
	context: IExecuteFunctions,
	name: string,
	index: number,
	label: string,
	standard: boolean,
): boolean {
	const read = readBoolean(context.getNodeParameter(name, index, standard), label);
	if (!read.ok) throw new Error(read.failure.message);
	return read.value;
}

/** How many results are wanted: Return All, or Limit. */
export const limitOf = (context: IExecuteFunctions, index: number): number =>
	booleanParameter(context, RETURN_ALL.name, index, RETURN_ALL.displayName, false)
		? Infinity
		: Math.floor(numberOf(context.getNodeParameter(LIMIT.name, index, LIMIT.default), LIMIT));

/**
 * A point in time, in milliseconds; `undefined` if it is left empty. Without an offset it is in the workflow's time zone, as for
 * n8n's own nodes. An expression can return a date object.
 *
 * @param label the field's name in the editor.
 * @throws if it is not a point in time.
 */
export function timeFrom(
	context: IExecuteFunctions,
	written: unknown,
	label: string,
): number | undefined {
	if (written === '' || written === null || written === undefined) return undefined;
	const time = toMoment(written, context.getTimezone());
	if (time === undefined)
		throw new Error(`${label} is not a date and time, such as 2026-01-31 09:00`);
	return time;
}

/** The same for a parameter. */
export const timeParameter = (
	context: IExecuteFunctions,
	name: string,
	index: number,
	label: string,
): number | undefined => timeFrom(context, context.getNodeParameter(name, index, ''), label);

/** An option that was added, but is blank: its expression returns nothing. Left out, it would mean no limit. */
export const emptyOption = (label: string): Failure =>
	inputFailure(`${label} is empty`, 'Fill it in, or remove the option.');

/** Whether the output item has the useful fields only, instead of the provider's answer. */
export const wantsSimple = (context: IExecuteFunctions, index: number): boolean =>
	booleanParameter(context, 'simplify', index, 'Simplify', true);
