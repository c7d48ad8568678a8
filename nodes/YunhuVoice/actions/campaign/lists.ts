import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import type { ListRequest } from '../../api/directory';
import { type Result, succeed } from '../../shared/result';
import { listPages } from '../pages';

/** What distinguishes the lists of campaigns. */
interface List {
	readRequest: (context: IExecuteFunctions, index: number, account: Account) => Result<ListRequest>;
	idOf: (row: IDataObject) => string;
	areUnique?: boolean;
	/** Makes a row's item; `zone` is the server's time zone. */
	simplify: (row: IDataObject, zone: string) => IDataObject;
}

/** Makes the `execute` of an operation that lists campaigns or their numbers. */
export const listInPages = ({ readRequest, simplify, ...rows }: List) =>
	listPages<IDataObject>({
		...rows,
		read: (context, account, index, isSimple) => {
			const request = readRequest(context, index, account);
			if (!request.ok) return request;
			const zone = account.credential.serverTimeZone;
			return succeed({
				request: request.value,
				keep: (row) => row,
				toJson: (row) => (isSimple ? simplify(row, zone) : row),
			});
		},
	});
