import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import type { ServiceRequest } from '../../api/client';
import { pageReader } from '../../api/directory';
import { readPages } from '../../api/pages';
import { normalizeRecord } from '../../events/normalize';
import type { CallRecord } from '../../events/types';
import type { Result } from '../../shared/result';
import { textOf } from '../../shared/text';
import { toProviderTime } from '../../shared/time';

/** The provider's numbers for calls of every direction and method. Left out, it would return API calls alone. */
const ALL_CALLS = { direction: '3', callmethod: '0' };

/** Which call records to read. */
interface RecordRequest extends Pick<ServiceRequest, 'timeoutSeconds'> {
	/** When the calls started, both ends included. Milliseconds. */
	window: { start: number; end: number };
	/** What else the provider filters: form fields of GetBill. */
	fields: Record<string, string>;
}

/** Identifies a row of GetBill. */
const idOf = (row: IDataObject): string => textOf(row.id) || JSON.stringify(row);

/**
 * Reads the call records of a window of time (provider page "Call record query"). It always asks for all records (`syncflag` 3):
 * with 1, the provider would mark them as fetched, and a lost answer would lose them.
 *
 * @param take called once for each record; returns `false` to end early.
 * @returns the failure of a page that could not be read.
 */
export async function readRecords(
	context: IExecuteFunctions,
	account: Account,
	{ window: { start, end }, fields, timeoutSeconds }: RecordRequest,
	take: (record: CallRecord, row: IDataObject) => boolean,
): Promise<Result<void>> {
	const zone = account.credential.serverTimeZone;
	const readPage = pageReader(context, account, {
		service: 'App.Sip_Cdr.GetBill',
		fields: {
			starttime: toProviderTime(start, zone),
			endtime: toProviderTime(end, zone),
			syncflag: '3',
			...ALL_CALLS,
			...fields,
		},
		timeoutSeconds,
	});
	return await readPages(readPage, idOf, (row) => take(normalizeRecord(row, zone, 'query'), row));
}
