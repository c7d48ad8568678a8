import { asText } from './fields';
import type { CallRecord, ExtensionStatus } from './types';

/** What the user wants to see. A filter that is empty or missing lets everything through. */
export interface Filters {
	statuses?: string[];
	legs?: string[];
	directions?: string[];
	callMethods?: number[];
	/** Comma-separated; a number where an expression gives one. */
	extensions?: string | number | null;
	/** As `extensions`. */
	companyCodes?: string | number | null;
	answeredOnly?: boolean;
	withRecordingOnly?: boolean;
	/** Seconds. */
	minTalkSeconds?: number;
	hangupCauses?: number[];
}

const listOf = (written: string | number | null = ''): string[] =>
	asText(written)
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

const isOneOf = <Value>(wanted: Value[] | undefined, value: Value | null | undefined): boolean =>
	!wanted?.length || (value !== null && value !== undefined && wanted.includes(value));

/** Whether an item is one the user wants. A filter counts only for the event that has its field; the other passes. */
export function passes(item: ExtensionStatus | CallRecord, filters: Filters): boolean {
	const wanted =
		isOneOf(filters.directions, item.direction) &&
		isOneOf(filters.callMethods, item.callMethod?.code) &&
		isOneOf(listOf(filters.extensions), item.extension) &&
		isOneOf(listOf(filters.companyCodes), item.companyCode);
	if (item.event === 'extensionStatus') {
		return wanted && isOneOf(filters.statuses, item.status) && isOneOf(filters.legs, item.leg);
	}
	return (
		wanted &&
		isOneOf(filters.hangupCauses, item.hangupCause?.code) &&
		(!filters.answeredOnly || item.answered) &&
		(!filters.withRecordingOnly || item.recording !== null) &&
		(!filters.minTalkSeconds || (item.talkSeconds ?? 0) >= filters.minTalkSeconds)
	);
}
