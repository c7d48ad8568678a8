import { type Claim, SeenEvents } from '../../../nodes/YunhuVoice/callbacks/duplicates';

const START = Date.parse('2026-01-02T03:04:05Z');
const HOUR_MS = 3_600_000;

/** Returns a list that grows as claims are decided. Pending claims are not in it. */
function observed(claims: Array<Promise<Claim | undefined>>): Array<'goes on' | 'duplicate'> {
	const decided: Array<'goes on' | 'duplicate'> = [];
	for (const claim of claims) {
		void claim.then((held) => decided.push(held ? 'goes on' : 'duplicate'));
	}
	return decided;
}

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

const idsOf = (seen: SeenEvents, count: number) => seen.newest(count).map(([id]) => id);

/** Returns a memory with events from before a restart. */
function recalling(limit: number, ...ids: string[]): SeenEvents {
	const seen = new SeenEvents(limit);
	seen.recall(ids.map((id) => [id, START]));
	return seen;
}

async function take(seen: SeenEvents, ...ids: string[]): Promise<void> {
	for (const id of ids) (await seen.claim(id, START, HOUR_MS))?.settle(true);
}

it('the first delivery of an event goes on', async () => {
	expect(await new SeenEvents(10).claim('a', START, HOUR_MS)).toEqual({
		settle: expect.any(Function),
	});
});

it('a delivery after an accepted one is a duplicate, every time', async () => {
	const seen = new SeenEvents(10);
	await take(seen, 'a');
	expect(await seen.claim('a', START, HOUR_MS)).toBeUndefined();
	expect(await seen.claim('a', START, HOUR_MS)).toBeUndefined();
});

it('a delivery after one that was not accepted goes on', async () => {
	const seen = new SeenEvents(10);
	(await seen.claim('a', START, HOUR_MS))!.settle(false);
	const again = await seen.claim('a', START, HOUR_MS);
	expect(again).toEqual({ settle: expect.any(Function) });
	again!.settle(true);
	expect(await seen.claim('a', START, HOUR_MS)).toBeUndefined();
});

it('an event that was not accepted is not remembered', async () => {
	const seen = new SeenEvents(10);
	(await seen.claim('a', START, HOUR_MS))!.settle(false);
	expect(idsOf(seen, 10)).toEqual([]);
});

it('an event under way is not remembered yet', async () => {
	const seen = new SeenEvents(10);
	const claim = await seen.claim('a', START, HOUR_MS);
	expect(idsOf(seen, 10)).toEqual([]);
	claim!.settle(true);
	expect(idsOf(seen, 10)).toEqual(['a']);
});

it('another event does not wait', async () => {
	const seen = new SeenEvents(10);
	await seen.claim('a', START, HOUR_MS);
	expect(await seen.claim('b', START, HOUR_MS)).toEqual({ settle: expect.any(Function) });
});

describe('a second delivery while the first is under way', () => {
	it('waits, and is a duplicate when the first one is accepted', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a', START, HOUR_MS);
		const decided = observed([seen.claim('a', START, HOUR_MS)]);
		await settled();
		expect(decided).toEqual([]);
		first!.settle(true);
		await settled();
		expect(decided).toEqual(['duplicate']);
	});

	it('waits, and goes on when the first one is not accepted', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a', START, HOUR_MS);
		const decided = observed([seen.claim('a', START, HOUR_MS)]);
		first!.settle(false);
		await settled();
		expect(decided).toEqual(['goes on']);
	});
});

describe('of several that wait', () => {
	it('all are duplicates when the first one is accepted', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a', START, HOUR_MS);
		const decided = observed([
			seen.claim('a', START, HOUR_MS),
			seen.claim('a', START, HOUR_MS),
			seen.claim('a', START, HOUR_MS),
		]);
		first!.settle(true);
		await settled();
		expect(decided).toEqual(['duplicate', 'duplicate', 'duplicate']);
	});

	it('exactly one goes on when the first one is not accepted; the others wait for that one', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a', START, HOUR_MS);
		const waiting = [
			seen.claim('a', START, HOUR_MS),
			seen.claim('a', START, HOUR_MS),
			seen.claim('a', START, HOUR_MS),
		];
		const decided = observed(waiting);
		first!.settle(false);
		await settled();
		expect(decided).toEqual(['goes on']);

		(await Promise.race(waiting))!.settle(true);
		await settled();
		expect(decided).toEqual(['goes on', 'duplicate', 'duplicate']);
	});

	it('the next goes on each time one fails', async () => {
		const seen = new SeenEvents(10);
		let held = await seen.claim('a', START, HOUR_MS);
		const waiting = [
			seen.claim('a', START, HOUR_MS),
			seen.claim('a', START, HOUR_MS),
			seen.claim('a', START, HOUR_MS),
		];
		const decided = observed(waiting);
		for (const claim of waiting) {
			held!.settle(false);
			await settled();
			held = await claim;
		}
		expect(decided).toEqual(['goes on', 'goes on', 'goes on']);
	});
});

describe('of more events than the limit', () => {
	it('the oldest is forgotten, and only that one', async () => {
		const seen = new SeenEvents(3);
		await take(seen, 'a', 'b', 'c');
		expect(await seen.claim('a', START, HOUR_MS)).toBeUndefined();
		await take(seen, 'd');
		expect(idsOf(seen, 10)).toEqual(['b', 'c', 'd']);
		expect(await seen.claim('b', START, HOUR_MS)).toBeUndefined();
		expect(await seen.claim('d', START, HOUR_MS)).toBeUndefined();
		expect(await seen.claim('a', START, HOUR_MS)).toEqual({ settle: expect.any(Function) });
	});

	it('those from before a restart count as well', async () => {
		const seen = recalling(3, 'a', 'b', 'c');
		await take(seen, 'd');
		expect(idsOf(seen, 10)).toEqual(['b', 'c', 'd']);
	});

	it('as many are forgotten as are too many', async () => {
		const seen = recalling(2, 'a', 'b', 'c', 'd');
		await take(seen, 'e');
		expect(idsOf(seen, 10)).toEqual(['d', 'e']);
	});
});

it('what was known before a restart is a duplicate', async () => {
	const seen = recalling(10, 'a', 'b');
	expect(await seen.claim('a', START, HOUR_MS)).toBeUndefined();
	expect(await seen.claim('b', START, HOUR_MS)).toBeUndefined();
	expect(await seen.claim('c', START, HOUR_MS)).toEqual({ settle: expect.any(Function) });
});

it.each([
	[2, ['d', 'c']],
	[4, ['b', 'a', 'd', 'c']],
	[9, ['b', 'a', 'd', 'c']],
])('the newest %d come oldest first, in the order they were accepted', async (count, expected) => {
	const seen = recalling(10, 'b', 'a');
	const [first, second] = [
		await seen.claim('c', START, HOUR_MS),
		await seen.claim('d', START, HOUR_MS),
	];
	second!.settle(true);
	first!.settle(true);
	expect(idsOf(seen, count)).toEqual(expected);
});

describe('an event counts as seen', () => {
	const at = async (seen: SeenEvents, now: number, lifetime = HOUR_MS) =>
		(await seen.claim('a', now, lifetime)) !== undefined;

	it('from when it was taken, for its lifetime', async () => {
		const seen = new SeenEvents(10);
		await take(seen, 'a');
		expect(await at(seen, START + HOUR_MS - 1)).toBe(false);
		expect(await at(seen, START + HOUR_MS)).toBe(true);
	});

	it('no longer for being sent again meanwhile', async () => {
		const seen = new SeenEvents(10);
		await take(seen, 'a');
		expect(await at(seen, START + HOUR_MS / 2)).toBe(false);
		expect(await at(seen, START + HOUR_MS)).toBe(true);
	});

	it('anew from when it is taken again', async () => {
		const seen = new SeenEvents(10);
		await take(seen, 'a', 'b');
		(await seen.claim('a', START + HOUR_MS, HOUR_MS))!.settle(true);
		expect(await at(seen, START + 2 * HOUR_MS - 1)).toBe(false);
		expect(seen.newest(10)).toEqual([
			['b', START],
			['a', START + HOUR_MS],
		]);
	});

	it('as long as each delivery asks for', async () => {
		const seen = new SeenEvents(10);
		await take(seen, 'a');
		expect(await at(seen, START + 2 * HOUR_MS, 3 * HOUR_MS)).toBe(false);
		expect(await at(seen, START + 2 * HOUR_MS, HOUR_MS)).toBe(true);
	});

	it('not for ever where the clock was put back', async () => {
		const seen = new SeenEvents(10);
		await take(seen, 'a');
		expect(await at(seen, START - HOUR_MS + 1)).toBe(false);
		expect(await at(seen, START - HOUR_MS)).toBe(true);
	});

	it('also for a delivery that came before and has waited', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a', START, HOUR_MS);
		const decided = observed([seen.claim('a', START - 1, HOUR_MS)]);
		first!.settle(true);
		await settled();
		expect(decided).toEqual(['duplicate']);
	});
});

describe('events recalled', () => {
	it('are older than those taken since, which count', async () => {
		const seen = new SeenEvents(3);
		await take(seen, 'b', 'c');
		seen.recall([
			['b', START - 2],
			['a', START - 1],
		]);
		expect(seen.newest(10)).toEqual([
			['a', START - 1],
			['b', START],
			['c', START],
		]);
		await take(seen, 'd');
		expect(idsOf(seen, 10)).toEqual(['b', 'c', 'd']);
	});

	it('are as many as the limit at most, the newest of them', () => {
		expect(idsOf(recalling(2, 'a', 'b', 'c'), 10)).toEqual(['b', 'c']);
	});
});
