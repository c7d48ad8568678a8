import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { type ListRequest, readRows } from '../api/directory';
import { type Result, succeed } from '../shared/result';
import type { Execute } from './operation';
import { optionsOf, wantsSimple } from './parameters';

/** Reads what to ask for from an item's parameters. */
type ReadRequest = (context: IExecuteFunctions, index: number) => Result<ListRequest>;

/**
 * Makes the `execute` of an operation that lists something: one item for each row of the provider's answer.
 *
 * @param simplify makes a row's item; `zone` is the server's time zone.
 */
export const listRows =
	(readRequest: ReadRequest, simplify: (row: IDataObject, zone: string) => IDataObject): Execute =>
	async (context, account, index) => {
		const request = readRequest(context, index);
		if (!request.ok) return request;
		const isSimple = wantsSimple(context, index);
		const { timeoutSeconds } = optionsOf(context, index);
		const rows = await readRows(context, account, { ...request.value, timeoutSeconds });
		if (!rows.ok) return rows;
		const zone = account.credential.serverTimeZone;
		return succeed(rows.value.map((row) => ({ json: isSimple ? simplify(row, zone) : row })));
	};
