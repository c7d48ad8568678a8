import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readBoolean } from '../shared/boolean';
import { type Failure, inputFailure } from '../shared/result';
import { type NumberProperty, TIME_LIMIT } from './descriptions';

/*
 * How operations read parameters: one reader for each kind. The editor keeps to its form; an expression can give anything. What
 * a reader cannot read it throws, as n8n does with an expression that fails: the router makes the item's failure of both.
 */

/**
 * The value of an option that is a number. The editor keeps what is typed within the limits; an expression can yield anything.
 *
 * @throws where it yields something else.
 */
export function numberOf(
	written: unknown,
	{ displayName, default: standard, typeOptions }: NumberProperty,
): number {
	const { minValue, maxValue = Infinity } = typeOptions;
	const isSet = written !== undefined && written !== null && written !== '';
	const value = isSet ? Number(written) : standard;
	if (value >= minValue && value <= maxValue) return value;
	const limits =
		maxValue === Infinity ? `of at least ${minValue}` : `from ${minValue} to ${maxValue}`;
	throw new Error(`${displayName} is not a number ${limits}`);
}

/** Refuses n8n's Retry On Fail, which runs the whole node again, with the items that went well. */
export const retryOnFail = (consequence: string): Failure =>
	inputFailure(
		'Retry On Fail is on in the settings of this node',
		`Turn it off: after one failure n8n would ${consequence}.`,
	);

/** The "Options" collection of an item, and its time limit in seconds. */
export function optionsOf(
	context: IExecuteFunctions,
	index: number,
): { options: IDataObject; timeoutSeconds: number } {
	const options = context.getNodeParameter('options', index, {}) as IDataObject;
	return { options, timeoutSeconds: numberOf(options.timeoutSeconds, TIME_LIMIT) };
}

/**
 * A value that is to be sent as text, trimmed. An expression can yield a number, or nothing.
 *
 * @param label how the editor calls it.
 * @throws where it yields something that has no text, such as an object.
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

/**
 * A switch of the editor; an expression can give text or a number instead.
 *
 * @param standard what it is where the editor does not show it.
 * @throws where it is neither true nor false.
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

/** Whether the item is to be shortened to the useful fields instead of the provider's answer. */
export const wantsSimple = (context: IExecuteFunctions, index: number): boolean =>
	booleanParameter(context, 'simplify', index, 'Simplify', true);
