import { type Outcome, statusCode } from '../shared/codes';

/** Causes that only say that somebody or the server hung up: the hang-up direction says more. */
export const ONLY_HUNG_UP: readonly number[] = [10001, 10007];

const CALLEE_HUNG_UP = 10041;

/** Hang-up directions that are causes themselves: the call rang until a limit. */
const RANG_TO_THE_END: ReadonlyArray<number | undefined> = [10005, 10011, 10015, 10016];

/**
 * How a call ended.
 *
 * @param answered whether somebody talked.
 * @param cause `hangupcause`, `direction` `hangupdirection` of the call record; both are hang-up codes.
 */
export function outcomeOf(
	answered: boolean,
	cause: number | undefined,
	direction: number | undefined,
): Outcome {
	if (answered) return 'answered';
	if (cause === undefined) return 'other';
	if (ONLY_HUNG_UP.includes(cause)) {
		if (direction === CALLEE_HUNG_UP) return 'rejected';
		if (RANG_TO_THE_END.includes(direction)) return 'noAnswer';
	}
	return statusCode(String(cause))?.outcome ?? 'other';
}

/** Outcomes after which another attempt can reach the person. */
const WORTH_RETRYING: readonly Outcome[] = ['noAnswer', 'busy', 'unreachable', 'lineFailure'];

export const isWorthRetrying = (outcome: Outcome): boolean => WORTH_RETRYING.includes(outcome);
