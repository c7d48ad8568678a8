import type { CallbackEvent } from '../events/types';
import { asWords, holdsNone, type Reading } from '../shared/readings';
import { inputFailure } from '../shared/result';

const EVENTS: readonly CallbackEvent[] = ['callRecord', 'extensionStatus', 'campaignStatus'];

const isEvent = (word: string): word is CallbackEvent =>
	(EVENTS as readonly string[]).includes(word);

const ADVICE = 'Choose Call Record, Extension Status or Campaign Status, or several.';

/** The wanted events: all of them if the setting is empty or contains anything else, so that nothing is lost. */
export function readEvents(written: unknown): Reading<ReadonlySet<CallbackEvent>> {
	const words = asWords(written);
	const events = words.filter(isEvent);
	const wrong = words.find((word) => !isEvent(word));
	if (events.length > 0 && wrong === undefined) return { value: new Set(events) };
	return {
		value: new Set(EVENTS),
		problem:
			wrong === undefined || events.length === 0
				? inputFailure('Events contains no valid event', ADVICE)
				: holdsNone('Events', wrong, 'event', ADVICE),
	};
}
