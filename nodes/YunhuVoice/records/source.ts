import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Account } from '../api/account';
import { listRecords, pageReader } from '../api/directory';
import type { ReadPage } from '../api/pages';
import { normalizeRecord } from '../events/normalize';
import type { CallRecord } from '../events/types';

const SECOND_MS = 1_000;
const TIMEOUT_SECONDS = 30;

/** The account's call records. */
export interface Source {
	/** Returns a page reader for the records of calls that started in a window, both ends included. Milliseconds. */
	readWindow: (from: number, to: number) => ReadPage;
	toRecord: (row: IDataObject) => CallRecord;
}

export function sourceOf(context: IPollFunctions, account: Account): Source {
	const zone = account.credential.serverTimeZone;
	return {
		readWindow: (from, to) => {
			// The provider does not say whether the ends of a window belong to it.
			const window = { start: from - SECOND_MS, end: to + SECOND_MS };
			const request = { ...listRecords(window, zone), timeoutSeconds: TIMEOUT_SECONDS };
			return pageReader(context, account, request);
		},
		toRecord: (row) => normalizeRecord(row, zone, 'query'),
	};
}
