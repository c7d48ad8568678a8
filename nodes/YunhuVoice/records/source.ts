import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Account } from '../api/account';
import { recordPages } from '../api/directory';
import type { ReadPage } from '../api/pages';
import { normalizeRecord } from '../events/normalize';
import type { CallRecord } from '../events/types';

const SECOND_MS = 1_000;
const TIMEOUT_SECONDS = 30;

/** The account's call records. */
export interface Source {
	/** Returns what reads the records of calls that started within a window. Both ends count. Milliseconds. */
	readWindow: (from: number, to: number) => ReadPage;
	toRecord: (row: IDataObject) => CallRecord;
}

export function sourceOf(context: IPollFunctions, account: Account): Source {
	return {
		readWindow: (from, to) =>
			recordPages(context, account, {
				// The provider does not say whether the ends of a window belong to it.
				window: { start: from - SECOND_MS, end: to + SECOND_MS },
				timeoutSeconds: TIMEOUT_SECONDS,
			}),
		toRecord: (row) => normalizeRecord(row, account.credential.serverTimeZone, 'query'),
	};
}
