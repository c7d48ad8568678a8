import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import type { CallRecord } from '../../events/types';
import type { Failure } from '../../shared/result';
import { readRecords } from '../callRecord/read';
import { type DoubtfulCall, type Evidence, relationOf, searchedFrom } from './doubtful';

/** A call whose record is looked for. */
export interface Search {
	call: DoubtfulCall;
	/** Custom data as it was written, perhaps with a wait reference: the provider compares the whole text. */
	writtenCustomData: string;
	timeoutSeconds: number;
}

/** What was found, or why it could not be read. */
export interface Finding extends Evidence {
	failure?: Failure | undefined;
}

/** Up to so many calls are looked for one by one. For more, reading all records once takes fewer requests. */
const A_FEW = 5;

const isOpen = ({ record, failure }: Finding): boolean => !record && !failure;

/** The end of a number, the same however the number is written: the fewest digits that one has. */
const tailOf = (number: string): string => number.slice(-3);

/** Groups searches by a text. */
function groupedBy<Entry>(entries: Entry[], textOf: (entry: Entry) => string) {
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const text = textOf(entry);
		const group = groups.get(text);
		if (group) group.push(entry);
		else groups.set(text, [entry]);
	}
	return groups;
}

/**
 * Looks for the records of calls that may have been placed: for a few by custom data, then by number; for those that are still
 * missing, and for many, it reads the account's records once.
 *
 * @returns what was found, in the order of the searches.
 */
export async function findRecords(
	context: IExecuteFunctions,
	account: Account,
	searches: Search[],
): Promise<Finding[]> {
	const now = account.openedAt;
	const entries = searches.map((search) => ({ search, finding: {} as Finding }));
	type Entry = (typeof entries)[number];

	/** Reads the records that pass the provider's filter `fields`, until each open search has its own. */
	const readFor = async (some: Entry[], fields: Record<string, string>): Promise<void> => {
		const open = some.filter(({ finding }) => isOpen(finding));
		const [first] = open;
		if (!first) return;
		const byCustomData = groupedBy(open, ({ search }) => search.call.customData);
		const byNumber = groupedBy(open, ({ search }) => tailOf(search.call.destinationNumber));
		let missing = open.length;
		const take = (record: CallRecord): boolean => {
			const candidates = new Set([
				...(byCustomData.get(record.customData ?? '') ?? []),
				...(byNumber.get(tailOf(record.destinationNumber ?? '')) ?? []),
			]);
			for (const { search, finding } of candidates) {
				if (finding.record) continue;
				const relation = relationOf(search.call, record, now);
				if (relation === 'mayBeIt') finding.similar ??= record;
				if (relation !== 'isIt') continue;
				finding.record = record;
				missing -= 1;
			}
			return missing > 0;
		};
		const start = open.reduce(
			(earliest, { search }) => Math.min(earliest, searchedFrom(search.call, now)),
			now,
		);
		const { timeoutSeconds } = first.search;
		const request = { window: { start, end: now }, fields, timeoutSeconds };
		const read = await readRecords(context, account, request, take);
		if (read.ok) return;
		// Asking does no harm, so nothing is in doubt.
		const failure = { ...read.failure, mayHaveHappened: false };
		for (const { finding } of open) if (isOpen(finding)) finding.failure = failure;
	};

	for (const entry of entries.length <= A_FEW ? entries : []) {
		const { writtenCustomData, call } = entry.search;
		await readFor([entry], { customuuid: writtenCustomData });
		const { destinationNumber } = call;
		if (destinationNumber !== '') await readFor([entry], { destnumber: destinationNumber });
	}
	await readFor(entries, {});
	return entries.map(({ finding }) => finding);
}
