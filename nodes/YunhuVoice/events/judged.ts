import { asText } from '../shared/fields';
import { ONLY_HUNG_UP } from './outcome';
import type { CallRecord, EventItem } from './types';

/*
 * What cannot be judged: the provider sent a field that cannot be read, so nobody can tell whether an item is wanted.
 */

/** Whether the provider sent this field but it could not be read. */
export const isUnreadable = ({ otherFields }: EventItem, name: string): boolean =>
	Object.entries(otherFields).some(
		([key, value]) => key.toLowerCase() === name && asText(value) !== '',
	);

const isTalkUnreadable = (item: CallRecord): boolean =>
	item.talkSeconds === null && isUnreadable(item, 'billsec');

/** Whether a talk time is at least so long, or unknown. */
export const hasTalked = (item: CallRecord, seconds: number): boolean =>
	seconds === 0 || (item.talkSeconds ?? 0) >= seconds || isTalkUnreadable(item);

/** Without a talk time the answer time decides; where that cannot be read either, nothing does. */
export const isAnswerUnknown = (item: CallRecord): boolean =>
	isTalkUnreadable(item) && item.answeredAt === null && isUnreadable(item, 'answertime');

/** An unanswered call could have ended in any way if its hang-up cause, or the direction that says more, cannot be read. */
export const isOutcomeUnknown = (item: CallRecord): boolean =>
	isAnswerUnknown(item) ||
	(!item.answered &&
		(isUnreadable(item, 'hangupcause') ||
			(ONLY_HUNG_UP.includes(item.hangupCause?.code ?? 0) &&
				isUnreadable(item, 'hangupdirection'))));
