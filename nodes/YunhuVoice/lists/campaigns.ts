import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { type Account, openAccount } from '../api/account';
import { callService } from '../api/client';
import type { ListRequest } from '../api/directory';
import { rowsOf } from '../api/rows';
import { type Result, succeed } from '../shared/result';
import { textOf } from '../shared/text';
import { Cache } from './cache';
import { campaignChoices, type Choice, isOldestFirst, matching } from './choices';
import { keyOf, LIST_TIMEOUT_SECONDS, valueOf } from './search';

/** One page of the provider's list. */
interface Page {
	choices: Choice[];
	/** How many pages there are. */
	count: number;
	isOldestFirst: boolean;
}

const kept = new Cache<Page>();

/** Campaigns per page. */
const PAGE_SIZE = '100';

/** How many pages there are: the provider may give fewer rows a page than it was asked for. */
const pageCount = (total: string, rowsOfFirst: number): number =>
	(rowsOfFirst > 0 && Math.ceil(Number(total) / rowsOfFirst)) || 1;

const loadPage = async (
	context: ILoadOptionsFunctions,
	account: Account,
	number: number,
): Promise<Result<Page>> => {
	const request: ListRequest = {
		service: 'App.Sip_Yccall.TaskList',
		fields: { currentpage: String(number), itemsperpage: PAGE_SIZE },
	};
	return await kept.get(keyOf(account, request), async () => {
		const called = await callService(context, account, {
			...request,
			timeoutSeconds: LIST_TIMEOUT_SECONDS,
			isRepeatable: true,
			isList: true,
		});
		if (!called.ok) return called;
		const rows = rowsOf(called.value);
		if (!rows.ok) return rows;
		return succeed({
			choices: campaignChoices(rows.value),
			count: pageCount(textOf(called.value.result.totalitems), rows.value.length),
			isOldestFirst: isOldestFirst(rows.value),
		});
	});
};

/** So many that n8n's list can be scrolled, which makes it ask for more. */
const ENOUGH = 20;

/**
 * Searches the campaigns, the newest first: on to the oldest while there are too few to scroll. Unless it can be scrolled, n8n asks for no
 * more of a list that is searched.
 *
 * @param from how many of the provider's pages were read before.
 */
export async function searchCampaigns(
	this: ILoadOptionsFunctions,
	typed?: string,
	from = '0',
): Promise<INodeListSearchResult> {
	const account = valueOf(this, await openAccount(this));
	const read = async (number: number) => valueOf(this, await loadPage(this, account, number));
	const first = await read(1);
	const results: Choice[] = [];
	let at = Number(from);
	while (at < first.count && results.length < ENOUGH) {
		const { choices } = await read(first.isOldestFirst ? first.count - at : at + 1);
		results.push(...matching(choices, typed));
		at++;
	}
	return { results, ...(at < first.count && { paginationToken: String(at) }) };
}
