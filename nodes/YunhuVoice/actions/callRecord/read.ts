import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { recordPages, type RecordRequest } from '../../api/directory';
import { readPages } from '../../api/pages';
import { recordKeyOf } from '../../events/foundRecord';
import { normalizeRecord } from '../../events/normalize';
import type { CallRecord } from '../../events/types';
import type { Result } from '../../shared/result';

/**
 * Reads the call records of a window of time.
 *
 * @param take called once for each record; returns `false` to end early.
 * @returns the failure of a page that could not be read.
 */
export async function readRecords(
	context: IExecuteFunctions,
	account: Account,
	request: RecordRequest,
	take: (record: CallRecord, row: IDataObject) => boolean,
): Promise<Result<void>> {
	return await readPages(recordPages(context, account, request), recordKeyOf, (row) =>
		take(normalizeRecord(row, account.credential.serverTimeZone, 'query'), row),
	);
}
