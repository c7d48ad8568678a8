import type { CallRecord } from '../../events/types';
import { DAY_MS, toIsoTime, toUnixSeconds } from '../../shared/time';
import { withReference } from '../../waiting/reference';
import type { CheckIfPlacedOutput } from '../outputs';

/*
 * Whether a call was placed whose answer was lost: what a call record says about it, and what follows from the records.
 */

/** A call that may have been placed. */
export interface DoubtfulCall {
	/** The user's text, without a wait reference. Never empty. */
	customData: string;
	/** Digits; empty if it is not known. */
	destinationNumber: string;
	/** When it was placed, if at all. Milliseconds. */
	placedAfter: number | undefined;
	/** How long a record takes to be there: the longest call, and what the provider needs. */
	settleMinutes: number;
}

/** How far the provider's clock may be behind that of n8n. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

const MINUTE_MS = 60_000;

/** From when on records count. They tell whole seconds. */
export function searchedFrom({ placedAfter }: DoubtfulCall, now: number): number {
	const start = placedAfter === undefined ? now - DAY_MS : placedAfter - CLOCKS_DIFFER_MS;
	return Math.floor(start / 1000) * 1000;
}

const withoutZeros = (digits: string): string => digits.replace(/^0+/, '');

/** Whether two numbers can be one: with and without area code or country code, or hidden in part (`138****1234`). */
function canBeSame(one: string, other: string): boolean {
	if (/\D/.test(one + other)) return true;
	const [short, long] = [withoutZeros(one), withoutZeros(other)].sort(
		(first, second) => first.length - second.length,
	);
	return long!.endsWith(short!);
}

/**
 * What a record has to do with a call. Custom data decides. The provider may have cut it off or lost it: then a record of the same
 * number can be the call, but need not.
 *
 * @param now when the search began. Milliseconds.
 */
export function relationOf(
	call: DoubtfulCall,
	{ customData, destinationNumber, startedAt }: CallRecord,
	now: number,
): 'isIt' | 'mayBeIt' | 'another' {
	// One that does not tell its start was still in the window that the provider searched.
	if (startedAt !== null && Date.parse(startedAt) < searchedFrom(call, now)) return 'another';
	const isNumberKnown = call.destinationNumber !== '' && destinationNumber !== null;
	if (customData === call.customData) {
		return isNumberKnown && !canBeSame(call.destinationNumber, destinationNumber)
			? 'mayBeIt'
			: 'isIt';
	}
	// In the provider's samples 0 stands for none.
	const rest = customData === '0' ? '' : (customData ?? '');
	const isCutOff = withReference(call.customData, '').startsWith(rest);
	return isCutOff && isNumberKnown && canBeSame(call.destinationNumber, destinationNumber)
		? 'mayBeIt'
		: 'another';
}

/** The records that have to do with a call. */
export interface Evidence {
	/** The call's own. */
	record?: CallRecord | undefined;
	/** One that may be the call's own. */
	similar?: CallRecord | undefined;
}

/**
 * What the records say about a call, after all that count have been read. It is never `false` before a record has had the time to
 * appear: who then calls again would call a person twice.
 *
 * @param now when the search began. Milliseconds.
 * @param zone in which to tell times.
 */
export function verdictOn(
	{ customData, placedAfter, settleMinutes }: DoubtfulCall,
	{ record, similar }: Evidence,
	now: number,
	zone: string,
): CheckIfPlacedOutput {
	const output = (placed: boolean | null, reason: string | null) => ({
		customData,
		placed,
		reason,
		record: record ?? null,
	});
	if (record) return output(true, null);
	if (placedAfter === undefined) {
		return output(
			null,
			'No call record was found in the last 24 hours. Placed After is empty, so nobody can tell whether the record should be there. Fill it in and ask again at once.',
		);
	}
	const settledAt = placedAfter + settleMinutes * MINUTE_MS;
	if (now <= settledAt) {
		const askAt = toIsoTime(toUnixSeconds(settledAt + 1000), zone);
		return output(
			null,
			`No call record was found yet. The call may still be going on, or its record may come late. Ask again at ${askAt} or later.`,
		);
	}
	if (similar) {
		return output(
			null,
			`The call record ${similar.recordId ?? 'of this number'}, started at ${similar.startedAt ?? 'an unknown time'}, may be of this call: only its custom data or only its number matches. Look at it before you call again; asking again does not help.`,
		);
	}
	return output(
		false,
		`No call record was found more than ${settleMinutes} minutes after the time in Placed After.`,
	);
}
