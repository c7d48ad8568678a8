import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { inputFailure } from '../api/errors';
import type { Account } from '../api/request';
import type { Failure, Result } from '../api/result';
import { readBoolean } from '../shared/boolean';
import { type NumberProperty, TIME_LIMIT } from './descriptions';

/** A failure of one item, with what the user needs to find the call it belongs to. */
export interface ItemFailure extends Failure {
	call?: { destinationNumber?: string; customData: string } | undefined;
	/** When the request was sent, in ISO 8601. */
	requestedAt?: string | null;
}

/** What an operation makes of one input item; the router adds which item it came from. */
export type OperationResult = Result<Pick<INodeExecutionData, 'json' | 'binary'>, ItemFailure>;

/** Carries out one operation for the item at `index`. Never throws what the provider did. */
export type Execute = (
	context: IExecuteFunctions,
	account: Account,
	index: number,
) => Promise<OperationResult>;

/** One operation of the node. */
export interface Operation {
	/** Whether it makes a phone ring: its failed items say whether the call may have been placed, and when it was sent. */
	placesCalls?: true;
	/** Its parameters in the editor. */
	description: INodeProperties[];
	execute: Execute;
	/** What has been done for each item that succeeded, as "12 calls placed" counts it. */
	done: string;
}

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
