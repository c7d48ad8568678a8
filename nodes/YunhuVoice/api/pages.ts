import type { IDataObject } from 'n8n-workflow';
import { type Failure, type Result, succeed } from '../shared/result';

/** One page of a list, as the provider answered it. */
export interface Page {
	rows: IDataObject[];
	/** How many rows there are on all pages, if the answer says so. */
	total: number | undefined;
	/** How many rows a page holds, if the answer says so: it can be fewer than were asked for. */
	perPage: number | undefined;
}

/** Reads a page, from 1 on. */
export type ReadPage = (page: number, perPage: number) => Promise<Result<Page>>;

/** Rows to ask for. Where an answer is too large, the next size. Each divides the one before, so that no page begins between two. */
const SIZES = [1000, 500, 250, 125, 25, 5, 1] as const;

const isTooLarge = ({ code }: Failure): boolean => code === 'ANSWER_TOO_LARGE';

/** What a pass over all pages has read. */
interface Pass {
	/** Whether `take` has had enough. */
	isOver: boolean;
	/** The last answer's total. */
	total: number | undefined;
}

/** Pages in a row without a new row, after which the list counts as read: the provider gives the same page again and again. */
const MOST_KNOWN_PAGES = 2;

/** Reads from the first page to the last, and hands over each row. `take` says what it made of the row. */
async function readOnce(
	readPage: ReadPage,
	take: (row: IDataObject) => 'known' | 'taken' | 'enough',
): Promise<Result<Pass>> {
	let sizeIndex = 0;
	let knownPages = 0;
	for (let page = 1; ; page++) {
		const size = SIZES[sizeIndex]!;
		const answer = await readPage(page, size);
		if (!answer.ok) {
			const smaller = SIZES[sizeIndex + 1];
			if (!isTooLarge(answer.failure) || smaller === undefined) return answer;
			sizeIndex += 1;
			// The page before the next one: the loop adds 1.
			page = ((page - 1) * size) / smaller;
			continue;
		}
		const { rows, total, perPage = size } = answer.value;
		knownPages += 1;
		for (const row of rows) {
			const took = take(row);
			if (took === 'enough') return succeed({ isOver: true, total });
			if (took === 'taken') knownPages = 0;
		}
		const isLast =
			rows.length < perPage ||
			(total !== undefined && page * perPage >= total) ||
			knownPages === MOST_KNOWN_PAGES;
		if (isLast) return succeed({ isOver: false, total });
	}
}

/**
 * Reads a list whose rows can increase while it is read. New rows move others to later pages, so a row can come twice; it is handed
 * over once. A row that is new on a page already read is found by reading once more while the total says that some are missing.
 *
 * @param idOf identifies a row.
 * @param take called once for each row; returns `false` to end early.
 * @returns the failure of a page that could not be read.
 */
export async function readPages(
	readPage: ReadPage,
	idOf: (row: IDataObject) => string,
	take: (row: IDataObject) => boolean,
): Promise<Result<void>> {
	const seen = new Set<string>();
	const takeNew = (row: IDataObject) => {
		const id = idOf(row);
		if (seen.has(id)) return 'known';
		seen.add(id);
		return take(row) ? 'taken' : 'enough';
	};
	for (;;) {
		const before = seen.size;
		const pass = await readOnce(readPage, takeNew);
		if (!pass.ok) return pass;
		const { isOver, total = 0 } = pass.value;
		if (isOver || seen.size >= total || seen.size === before) return succeed(undefined);
	}
}
