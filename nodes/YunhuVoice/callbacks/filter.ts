import { asText } from './fields';
import type { CallRecord, ExtensionStatus } from './types';

/**
 * What the user wants to see. A filter that is empty or missing lets everything through. Where an expression makes them, lists
 * can be single values, and numbers texts.
 */
export interface Filters {
	statuses?: unknown;
	legs?: unknown;
	directions?: unknown;
	callMethods?: unknown;
	/** Comma-separated. */
	extensions?: unknown;
	/** As `extensions`. */
	companyCodes?: unknown;
	answeredOnly?: boolean;
	withRecordingOnly?: boolean;
	/** Seconds. */
	minTalkSeconds?: unknown;
	hangupCauses?: unknown;
}

const listOf = (written: unknown): string[] =>
	[written]
		.flat()
		.flatMap((entry) => asText(entry).split(','))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

const isOneOf = (written: unknown, value: string | number | null | undefined): boolean => {
	const wanted = listOf(written);
	return wanted.length === 0 || wanted.includes(asText(value));
};

/** Whether an item is one the user wants. A filter counts only for the event that has its field; the other passes. */
export function passes(item: ExtensionStatus | CallRecord, filters: Filters): boolean {
	const wanted =
		isOneOf(filters.directions, item.direction) &&
		isOneOf(filters.callMethods, item.callMethod?.code) &&
		isOneOf(filters.extensions, item.extension) &&
		isOneOf(filters.companyCodes, item.companyCode);
	if (item.event === 'extensionStatus') {
		return wanted && isOneOf(filters.statuses, item.status) && isOneOf(filters.legs, item.leg);
	}
	return (
		wanted &&
		isOneOf(filters.hangupCauses, item.hangupCause?.code) &&
		(!filters.answeredOnly || item.answered) &&
		(!filters.withRecordingOnly || item.recording !== null) &&
		// A minimum that is no number lets everything through: what is dropped cannot be had again.
		(!filters.minTalkSeconds || !((item.talkSeconds ?? 0) < Number(filters.minTalkSeconds)))
	);
}
