import type { INodeProperties } from 'n8n-workflow';
import type { YunhuCredential } from '../api/account';
import { lookUp } from '../shared/lookup';
import { fail, type Failure, inputFailure, type Result, succeed } from '../shared/result';
import { plain, textOf } from '../shared/text';
import { COUNTRY_CODE } from './countryCodes';
import { isAllowed, parseDestinations } from './destinations';
import { type Dialling, NOT_ALLOWED } from './dialling';
import { type CallingHours, describeHours, isOpen, parseHours, wallTime, WEEKDAYS } from './hours';
import {
	ALLOWED_DESTINATIONS,
	CALLING_DAYS,
	CALLING_HOURS,
	CALLING_TIME_ZONE,
	COUNTRY_CODE_FIELD,
	emptyMarkOf,
	TRUNK_PREFIX,
} from './properties';
import { HOURS_FORM, isNothing, parseZone, whyUnreadable, ZONE_FORM } from './written';

/*
 * What the credential allows. A limit that was set and cannot be read allows nothing.
 */

/** The limits of a credential. What is missing is not limited. */
export interface Limits {
	/** Beginnings of the numbers that may be called, as they are sent. */
	destinations: string[] | undefined;
	hours: CallingHours | undefined;
	dialling: Dialling | undefined;
}

const HOW_TO_CORRECT =
	'Whoever owns the credential corrects it there. Until then n8n places no call with it.';

const unreadable = ({ displayName }: INodeProperties, why: string, how: string): Failure =>
	inputFailure(`${displayName} in the credential ${why}`, `${how} ${HOW_TO_CORRECT}`);

/** Whether nothing stands in a field, neither a value nor an expression. */
const isNeverSet = (credential: YunhuCredential, field: INodeProperties): boolean =>
	!(field.name in credential) ||
	(isNothing(credential[field.name]) && credential[emptyMarkOf(field)] === true);

/**
 * Reads a limit.
 *
 * @param parse returns `undefined` for what it cannot read.
 * @param how how the field should look, in a sentence.
 * @returns `undefined` if the limit was never set.
 */
function readLimit<Value>(
	credential: YunhuCredential,
	field: INodeProperties,
	parse: (written: unknown) => Value | undefined,
	how: string,
): Result<Value | undefined> {
	if (isNeverSet(credential, field)) return succeed(undefined);
	const written = credential[field.name];
	const value = parse(written);
	if (value !== undefined) return succeed(value);
	return fail(unreadable(field, whyUnreadable(written), how));
}

function parseDays(written: unknown): ReadonlySet<number> | undefined {
	const days = Array.isArray(written)
		? written.map((day) => (typeof day === 'string' ? lookUp(WEEKDAYS, day) : undefined))
		: [];
	return days.length > 0 && days.every((day) => day !== undefined) ? new Set(days) : undefined;
}

const matching =
	(pattern: RegExp) =>
	(written: unknown): string | undefined =>
		pattern.exec(plain(textOf(written)))?.at(-1);

function parseCountryCode(written: unknown): string | undefined {
	const code = matching(/^(?:\+|00)?([1-9]\d{0,2})$/)(written);
	return code !== undefined && COUNTRY_CODE.test(code) ? code : undefined;
}

export const EVERY_DAY: ReadonlySet<number> = new Set(Object.values(WEEKDAYS));

/** The zone of the hours: their own, or else that of the server. */
function readZone(credential: YunhuCredential): Result<string | undefined> {
	const own = readLimit(credential, CALLING_TIME_ZONE, parseZone, ZONE_FORM);
	return own.ok ? succeed(own.value ?? parseZone(credential.serverTimeZone)) : own;
}

/** The zone of the credential's hours; `undefined` if it cannot be read. */
export function callingZoneOf(credential: YunhuCredential): string | undefined {
	const zone = readZone(credential);
	return zone.ok ? zone.value : undefined;
}

/** When calls are allowed; `undefined` if at any time. */
function readHours(credential: YunhuCredential): Result<CallingHours | undefined> {
	const ranges = readLimit(
		credential,
		CALLING_HOURS,
		(written) => parseHours(textOf(written)),
		HOURS_FORM,
	);
	if (!ranges.ok) return ranges;
	const days = readLimit(
		credential,
		CALLING_DAYS,
		parseDays,
		'Choose the days from the list; an expression gives a list such as ["mon", "tue"].',
	);
	if (!days.ok) return days;
	const zone = readZone(credential);
	if (!zone.ok) return zone;
	if (!ranges.value && !days.value) return succeed(undefined);
	return zone.value === undefined
		? fail(unreadable(CALLING_TIME_ZONE, 'is empty, and the Server Time Zone is no time zone', ''))
		: succeed({ ranges: ranges.value ?? [], days: days.value ?? EVERY_DAY, zone: zone.value });
}

function readDialling(credential: YunhuCredential): Result<Dialling | undefined> {
	const countryCode = readLimit(
		credential,
		COUNTRY_CODE_FIELD,
		parseCountryCode,
		'Enter a country calling code, such as 86.',
	);
	if (!countryCode.ok) return countryCode;
	const trunkPrefix = readLimit(
		credential,
		TRUNK_PREFIX,
		matching(/^\d{1,4}$/),
		'Enter one to four digits, such as 0.',
	);
	if (!trunkPrefix.ok) return trunkPrefix;
	return succeed(
		countryCode.value === undefined
			? undefined
			: { countryCode: countryCode.value, trunkPrefix: trunkPrefix.value ?? '' },
	);
}

/** Reads the limits of a credential, or names the first that cannot be read. */
export function readLimits(credential: YunhuCredential): Result<Limits> {
	const destinations = readLimit(
		credential,
		ALLOWED_DESTINATIONS,
		(written) => parseDestinations(textOf(written)),
		'Enter beginnings of numbers, digits only, separated by commas, such as 133, 0755.',
	);
	if (!destinations.ok) return destinations;
	const hours = readHours(credential);
	if (!hours.ok) return hours;
	const dialling = readDialling(credential);
	if (!dialling.ok) return dialling;
	return succeed({
		destinations: destinations.value,
		hours: hours.value,
		dialling: dialling.value,
	});
}

/** How numbers are sent, for look-ups: they go on if that cannot be read. */
export function diallingOf(credential: YunhuCredential): Dialling | undefined {
	const dialling = readDialling(credential);
	return dialling.ok ? dialling.value : undefined;
}

/** Why a number may not be called, if so. */
export const refusalOfNumber = ({ destinations }: Limits, number: string): Failure | undefined =>
	destinations === undefined || isAllowed(destinations, number)
		? undefined
		: {
				...inputFailure(
					`The credential does not allow calls to ${number.slice(0, 40)}`,
					`It allows numbers that begin with ${destinations.slice(0, 10).join(', ')}${destinations.length > 10 ? ' and others' : ''}. Only whoever owns the credential can change Allowed Destinations there.`,
				),
				code: NOT_ALLOWED,
			};

/**
 * The refusal of a call outside the hours.
 *
 * @param whatAllows the subject of the first sentence, with its verb.
 * @param whatToDo follows the hours in the advice.
 */
export const outsideHours = (
	hours: CallingHours,
	moment: number,
	whatAllows: string,
	whatToDo: string,
): Failure => ({
	...inputFailure(
		`${whatAllows} no calls at this time (${wallTime(hours, moment)} in ${hours.zone})`,
		`Calls are allowed ${describeHours(hours)}. ${whatToDo}`,
	),
	code: 'OUTSIDE_CALLING_HOURS',
});

/** Why no call may be placed at a moment, if so. */
export const refusalOfTime = ({ hours }: Limits, moment: number): Failure | undefined =>
	hours === undefined || isOpen(hours, moment)
		? undefined
		: outsideHours(
				hours,
				moment,
				'The credential allows',
				'Run the workflow then. Only whoever owns the credential can change Calling Hours and Calling Days there.',
			);
