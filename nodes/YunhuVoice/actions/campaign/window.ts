import type { Account } from '../../api/account';
import { closesAt } from '../../limits/hours';
import { readLimits, refusalOfTime } from '../../limits/limits';
import { fail, type Result, succeed } from '../../shared/result';
import { toMoment, toProviderTime, toUnixSeconds } from '../../shared/time';
import type { Row } from './found';

/*
 * A campaign calls by itself, long after the node has sent it. So it is sent with the end of the window in which it starts.
 */

/**
 * When the window ends in which a campaign starts. Milliseconds.
 *
 * @param startsAt in the provider's form; empty for a campaign that starts now.
 * @returns `undefined` if it may call at any time; a failure if it may not call when it starts.
 */
export function windowEnd({ credential }: Account, startsAt = ''): Result<number | undefined> {
	const limits = readLimits(credential);
	if (!limits.ok) return limits;
	const now = Date.now();
	const start = Math.max(now, toMoment(startsAt, credential.serverTimeZone) ?? now);
	const refusal = refusalOfTime(limits.value, start);
	if (refusal) return fail(refusal);
	const { hours } = limits.value;
	return succeed(hours && closesAt(hours, start));
}

/** The form field that pauses a campaign at the end of its window, or when the user wants it, if that is earlier. */
export function pausedBy(
	end: number | undefined,
	{ credential }: Account,
	wanted = '',
): { pausedtime?: string } {
	if (end === undefined) return {};
	const closing = toProviderTime(end, credential.serverTimeZone);
	// The provider's times are text that sorts as it stands.
	return { pausedtime: wanted !== '' && wanted < closing ? wanted : closing };
}

/** Numbers that are not called after the end of the window. */
export const calledBefore = (end: number | undefined, rows: Row[]): Row[] =>
	end === undefined
		? rows
		: rows.map((row) => ({
				...row,
				time: toUnixSeconds(Math.min(end, Number(row.time ?? Infinity) * 1000)),
			}));
