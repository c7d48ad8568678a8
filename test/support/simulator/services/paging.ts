/** services.md 0: a paged list is an object, and the key of its list differs. */

import type { Fields } from '../checks';
import { countable, optional } from '../rules';
import type { Read } from '../world';

export const paging: Fields = {
	currentpage: optional(countable),
	itemsperpage: optional(countable),
};

export interface Page<Row> {
	totalitems: number;
	currentpage: number;
	itemsperpage: number;
	rows: Row[];
}

/** Page 1 of 10 by default (services.md 1; 6d shows the same). */
export function pageOf<Row>(all: Row[], read: Read): Page<Row> {
	const currentpage = Number(read('currentpage') || 1);
	const itemsperpage = Number(read('itemsperpage') || 10);
	const first = (currentpage - 1) * itemsperpage;
	const rows = all.slice(first, first + itemsperpage);
	return { totalitems: all.length, currentpage, itemsperpage, rows };
}
