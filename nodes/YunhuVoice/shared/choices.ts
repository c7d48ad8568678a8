import { CALL_METHODS, type Outcome, STATUS_CODES, type StatusCode } from './codes';

/*
 * What filters offer to choose from, by the words of the items.
 */

const choicesOf = (names: Array<[code: string, name: string]>) =>
	names.map(([code, name]) => ({ name: `${name} (${code})`, value: Number(code) }));

/** The codes of hang-ups, and any other that says how a call ended. */
export const HANGUP_CAUSES = choicesOf(
	Object.entries<StatusCode>(STATUS_CODES)
		.filter(([code, { outcome }]) => Number(code) > 10_000 || outcome)
		.map(([code, { name }]) => [code, name]),
);

export const CALL_METHOD_CHOICES = choicesOf(Object.entries(CALL_METHODS));

export const DIRECTIONS = [
	{ name: 'Inbound', value: 'inbound' },
	{ name: 'Outbound', value: 'outbound' },
];

/** In alphabetical order. */
const OUTCOME_NAMES: Record<Outcome, string> = {
	answered: 'Answered',
	blocked: 'Blocked',
	busy: 'Busy',
	cancelled: 'Cancelled',
	invalidNumber: 'Invalid Number',
	lineFailure: 'Line Failure',
	noAnswer: 'No Answer',
	other: 'Other',
	rejected: 'Rejected',
	unreachable: 'Unreachable',
};

export const OUTCOMES = Object.entries(OUTCOME_NAMES).map(([value, name]) => ({ name, value }));
