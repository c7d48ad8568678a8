import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import type { ServiceRequest } from '../../api/client';
import { listRecords, pageReader } from '../../api/directory';
import { readPages } from '../../api/pages';
import { recordKeyOf } from '../../events/foundRecord';
import { normalizeRecord } from '../../events/normalize';
import type { CallRecord } from '../../events/types';
import type { Result } from '../../shared/result';

/** Which call records to read; see `listRecords`. */
interface RecordRequest extends Pick<ServiceRequest, 'timeoutSeconds'> {
	window: { start: number; end: number };
	fields: Record<string, string>;
}

/**
 * Reads the call records of a window of time.
 *
 * @param take called once for each record; returns `false` to end early.
 * @returns the failure of a page that could not be read.
 */
export async function readRecords(
	context: IExecuteFunctions,
	account: Account,
	{ window, fields, timeoutSeconds }: RecordRequest,
	take: (record: CallRecord) => boolean,
): Promise<Result<void>> {
	const zone = account.credential.serverTimeZone;
	const request = { ...listRecords(window, zone, fields), timeoutSeconds };
	return await readPages(pageReader(context, account, request), recordKeyOf, (row) =>
		take(normalizeRecord(row, zone, 'query')),
	);
}
