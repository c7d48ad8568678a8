import type { Failure } from '../shared/result';
import { toMoment } from '../shared/time';
import type { Session } from './session';

/*
 * What a login says about the account: which functions it may use, and until when (fields `authmodel` and `authtime`, which no page
 * explains: clients read them so).
 */

const NOT_LICENSED = '603';

/** Names what the account may use in the advice of a failure that says it may not. */
export const withLicences = (failure: Failure, session: Session | undefined): Failure =>
	failure.code === NOT_LICENSED && session?.licences
		? {
				...failure,
				advice: `${failure.advice} The login names as licensed: ${session.licences.slice(0, 200)}.`,
			}
		: failure;

const DAY_MS = 24 * 60 * 60_000;

/** How early the end of an authorization is announced. Days. */
const ANNOUNCED_DAYS = 14;

/**
 * Says that the authorization ends soon. A time that is past says nothing: the provider has just accepted a login.
 *
 * @param zone the server's time zone.
 * @returns `undefined` if it does not end within 14 days, or the provider did not say when.
 */
export function expiryHint(
	session: Session | undefined,
	zone: string,
	now: number,
): string | undefined {
	const end = session?.authorizedUntil && toMoment(session.authorizedUntil, zone);
	if (!end || end < now || end > now + ANNOUNCED_DAYS * DAY_MS) return undefined;
	return `The authorization of the App ID ends on ${session.authorizedUntil} (${zone}). Ask Yunhu Technology to extend it.`;
}
