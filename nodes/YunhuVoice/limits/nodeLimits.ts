import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readBoolean } from '../shared/boolean';
import { numberIn } from '../shared/number';
import { fail, type Failure, inputFailure, type Result, succeed } from '../shared/result';
import { textOf } from '../shared/text';
import { type CallingHours, isOpen, parseHours } from './hours';
import { EVERY_DAY, outsideHours } from './limits';
import {
	MAX_CALLS,
	NODE_CALLING_HOURS,
	NODE_CALLING_TIME_ZONE,
	ONCE_PER_NUMBER,
} from './nodeProperties';
import { HOURS_FORM, parseZone, whyUnreadable, ZONE_FORM } from './written';

/*
 * What the options of a node allow, beside the credential: both must allow a call. An option that was added and cannot be read
 * allows nothing. Only one that was not added means no limit.
 */

/** The limits in the options of one item. */
export interface NodeLimits {
	/** Missing: at any time. */
	hours: CallingHours | undefined;
	oncePerNumber: boolean;
	/** 0: no limit. */
	maxCalls: number;
	/** Whether the node has an option for which its calls are counted, also where an expression turns it off for this item. */
	countsCalls: boolean;
}

const unreadable = ({ displayName }: INodeProperties, why: string, how: string): Failure =>
	inputFailure(
		`${displayName} in the options of this node ${why}`,
		`${how} Until then this item is refused. If you want no limit, remove the option.`,
	);

/**
 * Reads an option.
 *
 * @param parse returns `undefined` for what it cannot read.
 * @param how how the option should look, in a sentence.
 * @param standard the value if the option was not added.
 */
function readOption<Value>(
	options: IDataObject,
	field: INodeProperties,
	parse: (written: unknown) => Value | undefined,
	how: string,
	standard: Value,
): Result<Value> {
	if (!(field.name in options)) return succeed(standard);
	const written = options[field.name];
	const value = parse(written);
	return value === undefined
		? fail(unreadable(field, whyUnreadable(written), how))
		: succeed(value);
}

function parseSwitch(written: unknown): boolean | undefined {
	const read = readBoolean(written, ONCE_PER_NUMBER.displayName);
	return read.ok ? read.value : undefined;
}

function parseCount(written: unknown): number | undefined {
	const count = numberIn(written);
	return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

const parseRanges = (written: unknown) => parseHours(textOf(written));

/** @param credentialZone the zone of the credential's hours. */
function readHours(
	options: IDataObject,
	credentialZone: string | undefined,
): Result<CallingHours | undefined> {
	const ranges = readOption(options, NODE_CALLING_HOURS, parseRanges, HOURS_FORM, undefined);
	if (!ranges.ok) return ranges;
	const field = NODE_CALLING_TIME_ZONE;
	const zone = readOption(options, field, parseZone, ZONE_FORM, credentialZone);
	if (!zone.ok) return zone;
	if (!ranges.value) {
		if (!(field.name in options)) return succeed(undefined);
		// Whoever adds the zone of the person called believes that hours are kept there.
		const how = `Add the option ${NODE_CALLING_HOURS.displayName}.`;
		return fail(unreadable(field, `has no ${NODE_CALLING_HOURS.displayName} to go with`, how));
	}
	return zone.value === undefined
		? fail(unreadable(field, 'is missing, and the credential has no zone to use', ZONE_FORM))
		: succeed({ ranges: ranges.value, days: EVERY_DAY, zone: zone.value });
}

/**
 * Reads the limits in an item's options, or names the first that cannot be read.
 *
 * @param credentialZone the zone in which the hours count where the options name none; `undefined` if the credential has none.
 */
export function readNodeLimits(
	options: IDataObject,
	credentialZone: string | undefined,
): Result<NodeLimits> {
	const hours = readHours(options, credentialZone);
	if (!hours.ok) return hours;
	const maxCalls = readOption(
		options,
		MAX_CALLS,
		parseCount,
		'Enter a whole number of calls; 0 means no limit.',
		0,
	);
	if (!maxCalls.ok) return maxCalls;
	const oncePerNumber = readOption(
		options,
		ONCE_PER_NUMBER,
		parseSwitch,
		'Turn it on or off; an expression gives true or false.',
		false,
	);
	if (!oncePerNumber.ok) return oncePerNumber;
	return succeed({
		hours: hours.value,
		oncePerNumber: oncePerNumber.value,
		maxCalls: maxCalls.value,
		countsCalls: MAX_CALLS.name in options || ONCE_PER_NUMBER.name in options,
	});
}

/** Why the options allow no call at a moment, if so. */
export const refusalOfNodeTime = ({ hours }: NodeLimits, moment: number): Failure | undefined =>
	hours === undefined || isOpen(hours, moment)
		? undefined
		: outsideHours(
				hours,
				moment,
				'Calling Hours in the options of this node allow',
				'Nobody was called. Call this number at that time; until then it is refused again.',
			);
