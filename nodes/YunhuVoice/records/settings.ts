import type { IPollFunctions } from 'n8n-workflow';
import { checkFilters, passes } from '../events/filter';
import type { CallRecord } from '../events/types';
import { asText } from '../shared/fields';
import {
	type Collection,
	firstProblem,
	type Reading,
	readNumber,
	switchReader,
} from '../shared/readings';
import { fail, inputFailure, type Result, succeed } from '../shared/result';
import { collectionOf, simplifies } from '../shared/settings';
import { toMoment } from '../shared/time';
import { FILTERS, OPTION_FIELDS, type OptionName, OPTIONS } from './properties';

/** The trigger's settings. */
export interface Settings {
	isSimple: boolean;
	isWanted: (record: CallRecord) => boolean;
	longestCallMs: number;
	maxRecords: number;
	repeatsAfterRestart: boolean;
	/** Milliseconds; `undefined` to start at the present. */
	startFrom: number | undefined;
}

const MINUTE_MS = 60_000;

const numberOf =
	(name: OptionName, standard: number) =>
	(written: Collection): Reading<number> =>
		name in written
			? readNumber(written[name], OPTION_FIELDS[name], standard, { atLeast: 1 })
			: { value: standard };

function startFromIn(written: Collection, zone: string): Reading<number | undefined> {
	if (!('startFrom' in written)) return { value: undefined };
	const value = toMoment(written.startFrom, zone);
	if (value !== undefined) return { value };
	const message =
		asText(written.startFrom) === ''
			? 'Start From is empty'
			: 'Start From is not a date and time, such as 2026-01-31 09:00';
	return { value, problem: inputFailure(message, 'Enter a date and time, or remove Start From.') };
}

/** Reads the settings. What cannot be read ends the poll: nothing is lost by that, the next one reads everything. */
export function readSettings(context: IPollFunctions): Result<Settings> {
	const filters = collectionOf(context, FILTERS);
	if (!filters.ok) return filters;
	const options = collectionOf(context, OPTIONS);
	if (!options.ok) return options;
	const read = {
		longestCallMinutes: numberOf('longestCallMinutes', 180),
		maxRecords: numberOf('maxRecords', 1000),
		repeatAfterRestart: switchReader(OPTION_FIELDS.repeatAfterRestart, true),
		startFrom: (written: Collection) => startFromIn(written, context.getTimezone()),
	};
	const simple = simplifies(context);
	const problem =
		simple.problem ??
		checkFilters(filters.value) ??
		firstProblem(options.value, read, (name) => OPTION_FIELDS[name as OptionName]);
	if (problem) return fail(problem);
	return succeed({
		isSimple: simple.value,
		isWanted: (record) => passes(record, filters.value),
		longestCallMs: read.longestCallMinutes(options.value).value * MINUTE_MS,
		maxRecords: Math.floor(read.maxRecords(options.value).value),
		repeatsAfterRestart: read.repeatAfterRestart(options.value).value,
		startFrom: read.startFrom(options.value).value,
	});
}
