import { DateTime } from 'luxon';
import { checkWav } from './wav';

/** The columns of the file that the workflow "Save results and recordings" writes. */
export const COLUMNS = [
	'number',
	'customData',
	'outcome',
	'seconds',
	'key',
	'recording',
	'startedAt',
];

/** The expected result of one call of the list. */
export interface Expected {
	number: string;
	/** Links the call to its person. */
	customData: string;
	/** How the call ended, as in docs/codes.md. */
	outcome: string;
	answered: boolean;
	/** The key pressed; empty if none. */
	key: string;
	recorded: boolean;
}

/**
 * The numbers of examples/call-a-list.json. They are reserved for fiction, so they belong to nobody. Their last two
 * digits select the outcome in the simulator.
 */
export const EXPECTED: readonly Expected[] = [
	{
		number: '12025550101',
		customData: 'customer-1',
		outcome: 'answered',
		answered: true,
		key: '1',
		recorded: true,
	},
	{
		number: '12025550102',
		customData: 'customer-2',
		outcome: 'busy',
		answered: false,
		key: '',
		recorded: false,
	},
	{
		number: '12025550103',
		customData: 'customer-3',
		outcome: 'noAnswer',
		answered: false,
		key: '',
		recorded: false,
	},
	{
		number: '12025550104',
		customData: 'customer-4',
		outcome: 'rejected',
		answered: false,
		key: '',
		recorded: false,
	},
	{
		number: '12025550106',
		customData: 'customer-5',
		outcome: 'answered',
		answered: true,
		key: '',
		recorded: false,
	},
];

/**
 * Compares the file that n8n wrote with the expected results.
 *
 * @param records the lines of the file; the first one holds the column names
 * @param recordingOf returns the content of a recording on disk, or undefined
 * @returns one sentence for each missing or wrong result
 */
export function problemsOf(
	records: string[][],
	expected: readonly Expected[],
	recordingOf: (fileName: string) => Buffer | undefined,
): string[] {
	const [columns = [], ...rows] = records;
	if (columns.join() !== COLUMNS.join()) {
		return [`The file's first line is "${columns.join()}" instead of "${COLUMNS.join()}".`];
	}
	const known = new Set(expected.map(({ number }) => number));
	return [
		...expected.flatMap((call) => {
			const found = rows.filter(([number]) => number === call.number);
			const [row] = found;
			if (!row) return [`The call to ${call.number} did not come back.`];
			const twice = found.length > 1 ? [`It has ${found.length} rows instead of one`] : [];
			return [...twice, ...differences(row, call, recordingOf)].map(
				(problem) => `The call to ${call.number}: ${problem}.`,
			);
		}),
		...rows
			.filter(([number = '']) => !known.has(number))
			.map(([number]) => `There is a row for "${number}", which is not on the list.`),
	];
}

function differences(
	row: string[],
	call: Expected,
	recordingOf: (fileName: string) => Buffer | undefined,
): string[] {
	const [, customData = '', outcome = '', seconds = '', key = '', recording = '', startedAt = ''] =
		row;
	const problems: string[] = [];
	if (customData !== call.customData) problems.push(`custom data "${customData}"`);
	if (outcome !== call.outcome) problems.push(`outcome "${outcome}" instead of "${call.outcome}"`);
	if (!/^\d+$/.test(seconds) || Number(seconds) > 0 !== call.answered) {
		problems.push(`"${seconds}" seconds, but it was ${call.answered ? '' : 'not '}answered`);
	}
	if (!DateTime.fromISO(startedAt).isValid) problems.push(`started at "${startedAt}"`);
	if (key !== call.key) problems.push(`key "${key}" instead of "${call.key}"`);
	if (!call.recorded) {
		if (recording !== '') problems.push(`a recording "${recording}", but it was not recorded`);
		return problems;
	}
	const file = recording === '' ? undefined : recordingOf(recording);
	if (!file) return [...problems, `no recording${recording && ` "${recording}" on disk`}`];
	const sound = checkWav(file);
	if (!sound.ok) problems.push(`its recording does not play: ${sound.problem}`);
	return problems;
}
