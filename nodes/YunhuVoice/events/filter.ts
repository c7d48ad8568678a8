import type { INodeProperties } from 'n8n-workflow';
import { asText } from '../shared/fields';
import {
	firstProblem,
	readChoices,
	type Reading,
	readNumber,
	readNumbers,
	switchReader,
} from '../shared/readings';
import type { Failure } from '../shared/result';
import { FILTER_FIELDS, type FilterName } from './filterProperties';
import { hasTalked, isAnswerUnknown, isOutcomeUnknown, isUnreadable } from './judged';
import type { EventItem } from './types';

/**
 * The filters as the node has them: the value of an expression can be anything. A filter that is empty, missing or unreadable lets
 * everything through, since a dropped callback is lost.
 */
export type Filters = { [Name in FilterName]?: unknown };

const fieldOf = (name: string): INodeProperties => FILTER_FIELDS[name as FilterName];

const choices = (name: keyof Filters) => (filters: Filters) =>
	readChoices(filters[name], fieldOf(name));
const numbers = (name: keyof Filters) => (filters: Filters) =>
	readNumbers(filters[name], fieldOf(name));
const isOn = (name: keyof Filters) => switchReader(fieldOf(name), false);

const minTalkSeconds = ({ minTalkSeconds: written }: Filters): Reading<number> =>
	asText(written) === ''
		? { value: 0 }
		: readNumber(written, fieldOf('minTalkSeconds'), 0, { atLeast: 0 });

const read = {
	statuses: choices('statuses'),
	legs: choices('legs'),
	directions: choices('directions'),
	callMethods: choices('callMethods'),
	extensions: numbers('extensions'),
	companyCodes: numbers('companyCodes'),
	answeredOnly: isOn('answeredOnly'),
	withRecordingOnly: isOn('withRecordingOnly'),
	minTalkSeconds,
	hangupCauses: choices('hangupCauses'),
	outcomes: choices('outcomes'),
};

/** Names the first filter that cannot be read. */
export const checkFilters = (filters: Filters): Failure | undefined =>
	firstProblem({ ...filters }, read, fieldOf);

/** Whether the user wants an item. A filter counts only for the event that has its field; other events pass. */
export function passes(item: EventItem, filters: Filters): boolean {
	const fits = (
		name:
			| 'directions'
			| 'callMethods'
			| 'extensions'
			| 'companyCodes'
			| 'statuses'
			| 'legs'
			| 'hangupCauses'
			| 'outcomes',
		value: string | number | null | undefined,
		field?: string,
	): boolean => {
		const wanted = read[name](filters).value;
		if (wanted.size === 0) return true;
		return value === null || value === undefined
			? field !== undefined && isUnreadable(item, field)
			: wanted.has(String(value));
	};

	if (!fits('companyCodes', item.companyCode)) return false;
	if (item.event === 'campaignStatus') return true;
	const isWanted = fits('directions', item.direction) && fits('extensions', item.extension);
	if (item.event === 'extensionStatus') {
		return (
			isWanted &&
			fits('callMethods', item.callMethod?.code, 'method') &&
			fits('statuses', item.status) &&
			fits('legs', item.leg, 'isbleg')
		);
	}
	return (
		isWanted &&
		fits('callMethods', item.callMethod?.code, 'callmethod') &&
		fits('hangupCauses', item.hangupCause?.code, 'hangupcause') &&
		(fits('outcomes', item.outcome) || isOutcomeUnknown(item)) &&
		(!read.answeredOnly(filters).value || item.answered || isAnswerUnknown(item)) &&
		(!read.withRecordingOnly(filters).value || item.recording !== null) &&
		hasTalked(item, read.minTalkSeconds(filters).value)
	);
}
