import type { INodeProperties } from 'n8n-workflow';

/*
 * The fields of the credential that limit calls.
 */

export const ALLOWED_DESTINATIONS: INodeProperties = {
	displayName: 'Allowed Destinations',
	name: 'allowedDestinations',
	type: 'string',
	default: '',
	placeholder: 'e.g. 13, 15, 0755',
	description:
		'Beginnings of the numbers that may be called, as they are sent (digits only), separated by commas. Every other number is refused. Empty: all numbers may be called.',
};

export const CALLING_HOURS: INodeProperties = {
	displayName: 'Calling Hours',
	name: 'callingHours',
	type: 'string',
	default: '',
	placeholder: 'e.g. 09:00-12:00, 14:00-20:00',
	description:
		'When calls may be placed; at any other time every call is refused. A range can go past midnight, such as 20:00-02:00. Empty: at any time.',
};

const DAYS = [
	['mon', 'Monday'],
	['tue', 'Tuesday'],
	['wed', 'Wednesday'],
	['thu', 'Thursday'],
	['fri', 'Friday'],
	['sat', 'Saturday'],
	['sun', 'Sunday'],
] as const;

/**
 * n8n's editor draws the form before it has read the credential. A list of choices then reports a change at once, and the editor asks
 * whether to save when the dialog is closed. So the list stays hidden until the values, and with them this one, are there.
 */
const FORM_IS_FILLED: INodeProperties = {
	displayName: 'Form Is Filled',
	name: 'formIsFilled',
	type: 'hidden',
	default: true,
};

export const CALLING_DAYS: INodeProperties = {
	displayName: 'Calling Days',
	name: 'callingDays',
	type: 'multiOptions',
	// In the order of the week.
	options: DAYS.map(([value, name]) => ({ name, value })),
	default: [],
	displayOptions: { hide: { [FORM_IS_FILLED.name]: [{ _cnd: { not: true } }] } },
	description:
		'On which days calls may be placed. Hours past midnight belong to the day on which they start. Empty: every day.',
};

export const CALLING_TIME_ZONE: INodeProperties = {
	displayName: 'Calling Time Zone',
	name: 'callingTimeZone',
	type: 'string',
	default: '',
	placeholder: 'e.g. Asia/Shanghai',
	description:
		'The time zone of Calling Hours and Calling Days, as area and city. Empty: the Server Time Zone.',
};

export const COUNTRY_CODE_FIELD: INodeProperties = {
	displayName: 'Country Code',
	name: 'countryCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. 86',
	description:
		'The country in which the provider dials. Numbers of this country written with + or 00 are then sent as they are dialled there, numbers of other countries as country code and number. Empty: numbers are sent as written, without +.',
};

export const TRUNK_PREFIX: INodeProperties = {
	displayName: 'Trunk Prefix',
	name: 'trunkPrefix',
	type: 'string',
	default: '',
	placeholder: 'e.g. 0',
	description:
		'What the provider wants in front of a number of this country in place of its country code. It has no effect with Country Code 86, which has rules of its own, or without a Country Code.',
};

const FIELDS = [
	ALLOWED_DESTINATIONS,
	CALLING_HOURS,
	CALLING_DAYS,
	CALLING_TIME_ZONE,
	COUNTRY_CODE_FIELD,
	TRUNK_PREFIX,
];

/** The name of the hidden property that tells that nothing stands in a field. */
export const emptyMarkOf = ({ name }: INodeProperties): string => `${name}IsEmpty`;

/**
 * n8n gives this property a value only if nothing stands in the field, and decides that before it evaluates expressions. So a field
 * that was never filled in differs from an expression that returns nothing.
 */
const emptyMark = (field: INodeProperties): INodeProperties => ({
	displayName: `${field.displayName} Is Empty`,
	name: emptyMarkOf(field),
	type: 'hidden',
	default: true,
	displayOptions: { hide: { [field.name]: [{ _cnd: { exists: true } }] } },
});

export const LIMIT_PROPERTIES: INodeProperties[] = [
	FORM_IS_FILLED,
	...FIELDS,
	...FIELDS.map(emptyMark),
];
