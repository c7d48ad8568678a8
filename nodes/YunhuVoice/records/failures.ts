import type { Failure } from '../shared/result';

/** The failures since the last poll that succeeded. */
export interface Failures {
	inARow: number;
	/** When n8n was told last; `undefined` if it was not. Milliseconds. */
	reportedAt: number | undefined;
	/** Whether n8n was told of a refusal. */
	hasToldRefusal: boolean;
}

export const NONE: Failures = {
	inARow: 0,
	reportedAt: undefined,
	hasToldRefusal: false,
};

const HOUR_MS = 3_600_000;

/** A short outage is no reason to alarm anybody: nothing is lost, the next poll reads everything. */
const PASSING_IN_A_ROW = 3;

/** The account may not ask for call records: wrong or expired account, no licence, address not allowed. */
const REFUSALS = ['601', '602', '603', '604'];

/** Whether a person has to act. */
const isRefusal = ({ level, code, forAll }: Failure): boolean =>
	level === 'input' || forAll === true || REFUSALS.includes(code);

/**
 * Counts a failed poll, and decides whether n8n is told: each time makes a failed execution and starts the error workflow. A
 * refusal is told at once, a passing failure the third time in a row; then once an hour.
 *
 * @param now milliseconds of Unix time.
 * @param when `never` if n8n must not be told, `always` if it has to be.
 */
export function afterFailure(
	{ inARow, reportedAt, hasToldRefusal }: Failures,
	failure: Failure,
	now: number,
	when: 'never' | 'always' | 'ifDue',
): { failures: Failures; isReported: boolean } {
	const count = inARow + 1;
	const isNewRefusal = isRefusal(failure) && !hasToldRefusal;
	const isDue =
		isNewRefusal ||
		(reportedAt === undefined ? count >= PASSING_IN_A_ROW : Math.abs(now - reportedAt) >= HOUR_MS);
	const isReported = when === 'always' || (when === 'ifDue' && isDue);
	return {
		failures: {
			inARow: count,
			reportedAt: isReported ? now : reportedAt,
			hasToldRefusal: hasToldRefusal || (isReported && isNewRefusal),
		},
		isReported,
	};
}
