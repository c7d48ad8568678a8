import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { FILTER_FIELDS } from '../../events/filterProperties';
import { isOutcomeUnknown } from '../../events/judged';
import type { CallRecord } from '../../events/types';
import type { Dialling } from '../../limits/dialling';
import { CALL_METHOD_CHOICES } from '../../shared/choices';
import { asText } from '../../shared/fields';
import { type Reading, readChoices, readNumbers } from '../../shared/readings';
import { fail, type Failure, inputFailure, type Result, succeed } from '../../shared/result';
import { cleanNumber } from '../call/number';
import { filtersOf } from '../descriptions';
import { textFrom } from '../parameters';

/*
 * Which call records are wanted: what the provider filters, and what it cannot.
 */

const FILTERS = {
	callMethods: {
		displayName: 'Call Methods',
		name: 'callMethods',
		type: 'multiOptions',
		options: CALL_METHOD_CHOICES.filter(({ value }) => value !== 0),
		default: [],
		description: 'Which call methods to return',
	},
	customData: {
		displayName: 'Custom Data',
		name: 'customData',
		type: 'string',
		default: '',
		description: 'The Custom Data the call was placed with, such as order-4711',
	},
	destinationNumber: {
		displayName: 'Destination Number',
		name: 'destinationNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 13333333333',
		description: 'The number called, such as 13333333333',
	},
	directions: { ...FILTER_FIELDS.directions, description: 'Which call directions to return' },
	employeeId: {
		displayName: 'Employee ID',
		name: 'employeeId',
		type: 'string',
		default: '',
		description: 'The Employee ID the call was placed with, such as E1024',
	},
	extensions: FILTER_FIELDS.extensions,
	memberId: {
		displayName: 'Member ID',
		name: 'memberId',
		type: 'string',
		default: '',
		description: 'The Member ID the call was placed with, such as C20488',
	},
	outcomes: { ...FILTER_FIELDS.outcomes, description: 'Which outcomes to return' },
} satisfies Record<string, INodeProperties>;

export const filters = filtersOf('call records', Object.values(FILTERS));

/** A query of call records. */
interface Query {
	/** What the provider filters: form fields of GetBill. */
	fields: Record<string, string>;
	/** What it cannot filter. */
	isWanted: (record: CallRecord) => boolean;
}

/** The provider's numbers for directions. It takes one of them, or one call method; several are filtered here. */
const DIRECTION_NUMBERS: Record<string, string> = { inbound: '1', outbound: '2' };

/** Form fields without those that are empty. */
const filledIn = (fields: Record<string, string>): Record<string, string> =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** Filters that are typed. */
const TYPED = ['customData', 'destinationNumber', 'employeeId', 'extensions', 'memberId'] as const;

/** An added filter that is blank: its expression returns nothing. It would let every record through, as if it were the one looked for. */
function blankIn(written: IDataObject): Failure | undefined {
	const name = TYPED.find((typed) => typed in written && asText(written[typed]) === '');
	return (
		name &&
		inputFailure(
			`The filter ${FILTERS[name].displayName} is empty`,
			'Fill it in, or remove the filter. If it is an expression, this item has no value for it.',
		)
	);
}

/**
 * Reads the filters.
 *
 * @param dialling how numbers are sent, and so stand in records.
 * @returns which filter cannot be read and what to do.
 * @throws if a text filter has no text form.
 */
export function readQuery(written: IDataObject, dialling: Dialling | undefined): Result<Query> {
	const blank = blankIn(written);
	if (blank) return fail(blank);
	const methods = readChoices(written.callMethods, FILTERS.callMethods);
	const directions = readChoices(written.directions, FILTERS.directions);
	const outcomes = readChoices(written.outcomes, FILTERS.outcomes);
	const extensions = readNumbers(written.extensions, FILTERS.extensions);
	const readings: Array<Reading<unknown>> = [methods, directions, outcomes, extensions];
	const problem = readings.find((reading) => reading.problem)?.problem;
	if (problem) return fail(problem);
	const text = (name: 'customData' | 'destinationNumber' | 'employeeId' | 'memberId') =>
		textFrom(written[name], FILTERS[name].displayName);
	const destination = text('destinationNumber');
	const number =
		destination === '' ? succeed('') : cleanNumber(destination, 'Destination Number', dialling);
	if (!number.ok) return number;
	const customData = text('customData');
	const only = (wanted: ReadonlySet<string>): string | undefined =>
		wanted.size === 1 ? [...wanted][0] : undefined;
	const direction = only(directions.value);
	// What the record does not say, or says in a way that cannot be read, is not dropped for it.
	const mayHave = (wanted: ReadonlySet<string>, value: string | number | null | undefined) =>
		wanted.size === 0 || value === null || value === undefined || wanted.has(String(value));
	return succeed({
		fields: filledIn({
			direction: (direction && DIRECTION_NUMBERS[direction]) ?? '',
			callmethod: only(methods.value) ?? '',
			extnumber: [...extensions.value].join(','),
			destnumber: number.value,
			userid: text('employeeId'),
			memberid: text('memberId'),
		}),
		isWanted: (record) =>
			mayHave(directions.value, record.direction) &&
			mayHave(methods.value, record.callMethod?.code) &&
			(mayHave(outcomes.value, record.outcome) || isOutcomeUnknown(record)) &&
			(customData === '' || record.customData === customData),
	});
}
