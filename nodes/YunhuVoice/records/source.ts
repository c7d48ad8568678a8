import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Account } from '../api/account';
import { pageReader } from '../api/directory';
import type { ReadPage } from '../api/pages';
import { normalizeRecord } from '../events/normalize';
import type { CallRecord } from '../events/types';
import { toProviderTime } from '../shared/time';

const SECOND_MS = 1_000;
const TIMEOUT_SECONDS = 30;

/** The account's call records (provider page "Call record query"). */
export interface Source {
	/** Returns what reads the records of calls that started within a window. Both ends count. Milliseconds. */
	readWindow: (from: number, to: number) => ReadPage;
	toRecord: (row: IDataObject) => CallRecord;
}

/** Asks for all records of all calls, and never marks them as fetched (`syncflag` 1): a lost answer would lose them. */
export function sourceOf(context: IPollFunctions, account: Account): Source {
	const zone = account.credential.serverTimeZone;
	return {
		readWindow: (from, to) =>
			pageReader(context, account, {
				service: 'App.Sip_Cdr.GetBill',
				fields: {
					// The provider does not say whether the ends of a window belong to it.
					starttime: toProviderTime(from - SECOND_MS, zone),
					endtime: toProviderTime(to + SECOND_MS, zone),
					syncflag: '3',
					direction: '3',
					callmethod: '0',
				},
				timeoutSeconds: TIMEOUT_SECONDS,
			}),
		toRecord: (row) => normalizeRecord(row, zone, 'query'),
	};
}
