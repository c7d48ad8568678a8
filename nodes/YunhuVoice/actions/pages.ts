import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../api/account';
import { type ListRequest, pageReader } from '../api/directory';
import { readPages } from '../api/pages';
import { type Result, succeed } from '../shared/result';
import type { Execute } from './operation';
import { limitOf, optionsOf, wantsSimple } from './parameters';

/** What becomes of the rows of a request. */
interface Wanted<Kept> {
	request: ListRequest;
	/** What is kept of a row until all are read; `undefined` for a row that is not wanted. */
	keep: (row: IDataObject) => Kept | undefined;
	/** Makes an item of what is kept. */
	toJson: (kept: Kept) => IDataObject;
	/** Puts what is kept in order; otherwise it stays as it was read. */
	compare?: (one: Kept, other: Kept) => number;
}

/** What distinguishes the operations that read a list in pages. */
interface List<Kept> {
	/** @param isSimple whether items consist of the useful fields alone. */
	read: (
		context: IExecuteFunctions,
		account: Account,
		index: number,
		isSimple: boolean,
	) => Result<Wanted<Kept>>;
	/** Identifies a row. */
	idOf: (row: IDataObject) => string;
	/** Whether no two rows have the same ID; see `readPages`. */
	areUnique?: boolean;
}

/** Makes the `execute` of an operation that reads a list in pages: one item for each row that is wanted, up to the limit. */
export const listPages =
	<Kept>({ read, idOf, areUnique = true }: List<Kept>): Execute =>
	async (context, account, index) => {
		const wanted = read(context, account, index, wantsSimple(context, index));
		if (!wanted.ok) return wanted;
		const { request, keep, toJson, compare } = wanted.value;
		const { timeoutSeconds } = optionsOf(context, index);
		const limit = limitOf(context, index);
		const found: Kept[] = [];
		const take = (row: IDataObject): boolean => {
			const kept = keep(row);
			if (kept !== undefined) found.push(kept);
			return found.length < limit;
		};
		const readPage = pageReader(context, account, { ...request, timeoutSeconds });
		const all = await readPages(readPage, idOf, take, { areUnique });
		if (!all.ok) return all;
		if (compare) found.sort(compare);
		return succeed(found.map((kept) => ({ json: toJson(kept) })));
	};
