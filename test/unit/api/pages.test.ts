import type { IDataObject } from 'n8n-workflow';
import { type Page, type ReadPage, readPages } from '../../../nodes/YunhuVoice/api/pages';
import { fail, type Failure, succeed } from '../../../nodes/YunhuVoice/shared/result';
import { times } from '../../support/lists';

const FAILURE: Failure = { level: 'transport', code: 'TIMEOUT', message: 'm', advice: 'a' };
const TOO_LARGE: Failure = { ...FAILURE, code: 'ANSWER_TOO_LARGE' };

const rows = (first: number, count: number): IDataObject[] =>
	times(count, (index) => ({ id: first + index }));

/** Answers as the provider does, from a list that may change between two pages. */
function listing(list: () => IDataObject[], more: Partial<Page> = {}) {
	const asked: Array<[page: number, perPage: number]> = [];
	const readPage: ReadPage = async (page, perPage) => {
		asked.push([page, perPage]);
		const held = Math.min(perPage, more.perPage ?? perPage);
		const all = list();
		const slice = all.slice((page - 1) * held, page * held);
		return succeed({ rows: slice, total: all.length, perPage: held, ...more });
	};
	return { asked, readPage };
}

/** Reads everything, or as many rows as wanted. */
async function read(readPage: ReadPage, limit = Infinity, how: { areUnique?: boolean } = {}) {
	const ids: unknown[] = [];
	const result = await readPages(
		readPage,
		({ id }) => String(id),
		({ id }) => ids.push(id) < limit,
		how,
	);
	return { ids, result };
}

it.each([0, 1, 999, 1000, 1001, 2500])('reads each of %d rows once', async (count) => {
	const { readPage, asked } = listing(() => rows(0, count));
	expect((await read(readPage)).ids).toEqual(times(count, (id) => id));
	expect(asked).toHaveLength(Math.max(1, Math.ceil(count / 1000)));
});

it.each([
	[10, [1]],
	[1500, [1, 2]],
	[2000, [1, 2, 3]],
])('trusts the %d rows where the answer tells no total: pages %j', async (count, pages) => {
	const { readPage, asked } = listing(() => rows(0, count), { total: undefined });
	expect((await read(readPage)).ids).toHaveLength(count);
	expect(asked).toEqual(pages.map((page) => [page, 1000]));
});

it('goes by the page size of the answer, which can be smaller', async () => {
	const { readPage } = listing(() => rows(0, 2500), { perPage: 100 });
	expect((await read(readPage)).ids).toEqual(times(2500, (id) => id));
});

it.each(['first', 'last'] as const)('finds rows that arrive meanwhile, %s', async (where) => {
	let list = rows(0, 3000);
	const { readPage } = listing(() => {
		const now = list;
		if (list.length < 3200) {
			const more = rows(list.length, 100);
			list = where === 'first' ? [...more, ...list] : [...list, ...more];
		}
		return now;
	});
	const { ids } = await read(readPage);
	expect(ids).toHaveLength(3200);
	expect(new Set(ids).size).toBe(3200);
});

it('finds a row that arrives on a page already read', async () => {
	let list = rows(0, 5000);
	const { readPage } = listing(() => list);
	const { ids } = await read(async (page, perPage) => {
		const answer = await readPage(page, perPage);
		if (page === 3) list = [...list.slice(0, 1500), { id: 9999 }, ...list.slice(1500)];
		return answer;
	});
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids).toContain(9999);
});

it('ends where rows arrive faster than it reads, with all that were there at the start', async () => {
	const list = rows(0, 3000);
	const { readPage, asked } = listing(() => {
		list.unshift({ id: -list.length });
		return [...list];
	});
	const { ids } = await read(readPage);
	expect(times(3000, (id) => id).filter((id) => !ids.includes(id))).toEqual([]);
	expect(new Set(ids).size).toBe(ids.length);
	expect(asked.length).toBeLessThan(15);
});

it('reads on where pages are shorter than the answer says, as long as its total is not reached', async () => {
	const all = rows(0, 550);
	const asked: number[] = [];
	const { ids } = await read(async (page) => {
		asked.push(page);
		return succeed({ rows: all.slice((page - 1) * 100, page * 100), total: 550, perPage: 1000 });
	});
	expect(ids).toEqual(times(550, (id) => id));
	expect(asked).toEqual([1, 2, 3, 4, 5, 6]);
});

it('skips nothing where a short page is too large', async () => {
	const { readPage } = listing(() => rows(0, 1000), { perPage: 100 });
	const { ids } = await read(async (page, perPage) =>
		page === 3 && perPage === 1000 ? fail(TOO_LARGE) : await readPage(page, perPage),
	);
	expect(ids).toEqual(times(1000, (id) => id));
});

it.each([
	[0, 5, 1],
	[10, 11, 4],
	[1000, 1001, 4],
	[1010, 1011, 4],
	[2500, 2501, 6],
	[2500, 9999, 6],
])('ends where of %d rows the total says %d: after %d requests', async (count, total, requests) => {
	const { readPage, asked } = listing(() => rows(0, count), { total });
	const { ids } = await read(async (...page) => {
		if (asked.length > 20) throw new Error('It does not end');
		return await readPage(...page);
	});
	expect(ids).toEqual(times(count, (id) => id));
	expect(asked).toHaveLength(requests);
});

it('ends where the provider gives the same page for ever', async () => {
	const { ids } = await read(async () =>
		succeed({ rows: rows(0, 1000), total: undefined, perPage: 1000 }),
	);
	expect(ids).toHaveLength(1000);
});

it('asks for nothing more once it has enough', async () => {
	const { readPage, asked } = listing(() => rows(0, 5000));
	expect((await read(readPage, 1500)).ids).toHaveLength(1500);
	expect(asked).toHaveLength(2);
});

it('asks for a page that is too large again, in smaller ones, and skips nothing', async () => {
	const { readPage } = listing(() => rows(0, 3000));
	const asked: number[] = [];
	const { ids } = await read(async (page, perPage) => {
		asked.push(perPage);
		const isHeavy = page * perPage > 1000 && perPage > 250;
		return isHeavy ? fail(TOO_LARGE) : await readPage(page, perPage);
	});
	expect(ids).toEqual(times(3000, (id) => id));
	expect(asked.slice(0, 4)).toEqual([1000, 1000, 500, 250]);
});

it('fails with a single row that is too large, and with any page that fails', async () => {
	const sizes: number[] = [];
	const tooLarge: ReadPage = async (_page, perPage) => {
		sizes.push(perPage);
		return fail(TOO_LARGE);
	};
	expect((await read(tooLarge)).result).toEqual(fail(TOO_LARGE));
	expect(sizes).toStrictEqual([1000, 500, 250, 125, 25, 5, 1]);
	const { readPage } = listing(() => rows(0, 3000));
	const second: ReadPage = async (page, perPage) =>
		page === 2 ? fail(FAILURE) : await readPage(page, perPage);
	expect((await read(second)).result).toEqual(fail(FAILURE));
});

describe('rows that are not unique', () => {
	const ALIKE = { areUnique: false };
	const alike = (count: number, id: number): IDataObject[] => times(count, () => ({ id }));

	it.each([2, 1000, 1001, 2500])('%d that are alike are all handed over', async (count) => {
		const { readPage } = listing(() => alike(count, 7));
		expect((await read(readPage, Infinity, ALIKE)).ids).toEqual(times(count, () => 7));
	});

	it.each([
		[1000, 4],
		[300, 12],
	])(
		'are handed over in full where an equal one is on another page, of %d rows',
		async (perPage, requests) => {
			const list = [...rows(0, 1500), { id: 3 }, ...rows(2000, 10)];
			const { readPage, asked } = listing(() => list, { perPage });
			const { ids } = await read(readPage, Infinity, ALIKE);
			expect(ids).toHaveLength(1511);
			expect(ids.filter((id) => id === 3)).toHaveLength(2);
			expect(asked).toHaveLength(requests);
		},
	);

	it.each<[string, (list: IDataObject[]) => IDataObject[]]>([
		['one arrives', (list) => [{ id: 9999 }, ...list]],
		['one arrives and one leaves', (list) => [{ id: 9999 }, ...list.slice(0, -1)]],
	])('one that moved to another page is not handed over twice: %s', async (_name, change) => {
		let list = rows(0, 2500);
		const { readPage } = listing(() => list);
		const { ids } = await read(
			async (page, perPage) => {
				const answer = await readPage(page, perPage);
				if (page === 1 && list[0]?.id === 0) list = change(list);
				return answer;
			},
			Infinity,
			ALIKE,
		);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toContain(9999);
	});

	it('one that moves each time the list is read is not handed over twice', async () => {
		let list = rows(0, 2500);
		const { readPage } = listing(() => list);
		const { ids } = await read(
			async (page, perPage) => {
				const answer = await readPage(page, perPage);
				if (page === 1) list = [{ id: -list.length }, ...list];
				return answer;
			},
			Infinity,
			ALIKE,
		);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining(times(2500, (id) => id)));
	});

	it('one that is read again in a smaller page is not handed over twice', async () => {
		let list = rows(0, 600);
		const { readPage } = listing(() => list, { perPage: 300 });
		const { ids } = await read(
			async (page, perPage) => {
				if (page > 1 && perPage > 250) return fail(TOO_LARGE);
				const answer = await readPage(page, perPage);
				if (page === 1 && list[0]?.id === 0) list = [{ id: 9999 }, ...list];
				return answer;
			},
			Infinity,
			ALIKE,
		);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toContain(9999);
	});

	it('come to the limit', async () => {
		const { readPage } = listing(() => alike(2500, 7));
		expect((await read(readPage, 1500, ALIKE)).ids).toHaveLength(1500);
	});

	it('end where the provider gives the same page for ever', async () => {
		const { ids } = await read(
			async () => succeed({ rows: alike(1000, 7), total: undefined, perPage: 1000 }),
			Infinity,
			ALIKE,
		);
		expect(ids).toHaveLength(1000);
	});
});
