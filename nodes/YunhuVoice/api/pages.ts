import type { IDataObject } from 'n8n-workflow';
import { type Failure, type Result, succeed } from '../shared/result';

/** One page of a list, as the provider answered it. */
export interface Page {
	rows: IDataObject[];
	/** How many rows there are on all pages, if the answer says so. */
	total: number | undefined;
	/** How many rows a page holds, if the answer says so: it can be fewer than were asked for. */
	perPage: number | undefined;
	/** When the provider answered, by its own clock, if the answer says so. Milliseconds of Unix time. */
	answeredAt?: number | undefined;
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

/** What is done with the rows of a pass. */
interface Reader {
	/** Called before the rows of a page. `isNext` tells that no row of the page can have been on a page before, as far as the total shows. */
	turnPage: (isNext: boolean) => void;
	take: (row: IDataObject) => 'known' | 'taken' | 'enough';
}

/** Pages in a row without a new row, after which a list without a total counts as read: its pages are always the same. */
const MOST_KNOWN_PAGES = 2;

/** How often a list is read from its first page: where rows keep arriving on pages already read, the total is never reached. */
const MOST_PASSES = 3;

/** Reads from the first page to the last, and hands over each row. `take` says what it made of the row. */
async function readOnce(readPage: ReadPage, { turnPage, take }: Reader): Promise<Result<Pass>> {
	let sizeIndex = 0;
	// The provider may give fewer rows than were asked for, whether it says so or not.
	let mostRows = Infinity;
	let received = 0;
	let knownPages = 0;
	let firstTotal: number | undefined;
	for (;;) {
		const size = SIZES[sizeIndex]!;
		const before = Math.floor(received / Math.min(size, mostRows));
		const page = before + 1;
		const answer = await readPage(page, size);
		if (!answer.ok) {
			if (!isTooLarge(answer.failure) || sizeIndex === SIZES.length - 1) return answer;
			sizeIndex += 1;
			continue;
		}
		const { rows, total, perPage = size } = answer.value;
		if (page === 1) firstTotal = total;
		const begin = before * Math.min(size, mostRows);
		turnPage(total !== undefined && total === firstTotal && begin === received);
		knownPages += 1;
		for (const row of rows) {
			const took = take(row);
			if (took === 'enough') return succeed({ isOver: true, total });
			if (took === 'taken') knownPages = 0;
		}
		mostRows = Math.min(mostRows, perPage);
		if (page === 1 && total !== undefined && rows.length < total) {
			mostRows = Math.min(mostRows, rows.length);
		}
		received = (page - 1) * Math.min(size, mostRows) + rows.length;
		// A total can count rows that never come: the page would be asked for again for ever.
		const isShort = rows.length < Math.min(size, mostRows);
		const isLast =
			total === undefined
				? rows.length < perPage || knownPages === MOST_KNOWN_PAGES
				: isShort || received >= total;
		if (isLast || rows.length === 0) return succeed({ isOver: false, total });
	}
}

/**
 * Reads a list whose rows can increase while it is read. New rows move others to later pages, so a row can come twice; it is handed
 * over once. A row that is new on a page already read is found by reading again while the total says that some are missing, three
 * times in all: what was there at the start is found by the first.
 *
 * @param idOf identifies a row. Where rows are not unique, two of them with the same ID are handed over both: those of one page at
 * once; of two pages only when the list is read once more, since one of them may be the other, moved.
 * @param take called once for each row; returns `false` to end early.
 * @returns the failure of a page that could not be read.
 */
export async function readPages(
	readPage: ReadPage,
	idOf: (row: IDataObject) => string,
	take: (row: IDataObject) => boolean,
	{ areUnique = true } = {},
): Promise<Result<void>> {
	const seen = new Set<string>();
	for (let passes = 1; ; passes++) {
		const before = seen.size;
		const alike = new Map<string, number>();
		const pass = await readOnce(readPage, {
			turnPage: (isNext) => {
				if (passes === 1 || !isNext) alike.clear();
			},
			take: (row) => {
				const id = idOf(row);
				const count = areUnique ? 0 : (alike.get(id) ?? 0);
				alike.set(id, count + 1);
				const key = `${count} ${id}`;
				if (seen.has(key)) return 'known';
				seen.add(key);
				return take(row) ? 'taken' : 'enough';
			},
		});
		if (!pass.ok) return pass;
		const { isOver, total = 0 } = pass.value;
		const isRead = isOver || seen.size >= total || seen.size === before;
		if (isRead || passes === MOST_PASSES) return succeed(undefined);
	}
}
