import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { type ListRequest, pageReader } from '../../api/directory';
import { readPages } from '../../api/pages';
import { type Result, succeed } from '../../shared/result';
import type { Execute } from '../operation';
import { limitOf, optionsOf, wantsSimple } from '../parameters';

/** What distinguishes the lists of campaigns. */
interface List {
	readRequest: (context: IExecuteFunctions, index: number, account: Account) => Result<ListRequest>;
	/** Identifies a row. */
	idOf: (row: IDataObject) => string;
	/** Whether no two rows have the same ID; see `readPages`. */
	areUnique?: boolean;
	/** Makes a row's item; `zone` is the server's time zone. */
	simplify: (row: IDataObject, zone: string) => IDataObject;
}

/** Makes the `execute` of an operation that reads a list in pages: one item for each row, up to the limit. */
export const listPages =
	({ readRequest, idOf, areUnique = true, simplify }: List): Execute =>
	async (context, account, index) => {
		const request = readRequest(context, index, account);
		if (!request.ok) return request;
		const { timeoutSeconds } = optionsOf(context, index);
		const limit = limitOf(context, index);
		const isSimple = wantsSimple(context, index);
		const rows: IDataObject[] = [];
		const readPage = pageReader(context, account, { ...request.value, timeoutSeconds });
		const read = await readPages(readPage, idOf, (row) => rows.push(row) < limit, { areUnique });
		if (!read.ok) return read;
		const zone = account.credential.serverTimeZone;
		return succeed(rows.map((row) => ({ json: isSimple ? simplify(row, zone) : row })));
	};
