import { type Claim, SeenEvents } from '../../../nodes/YunhuVoice/callbacks/duplicates';

/** Claims that have been decided so far; a claim under way is not in the list. */
function observed(claims: Array<Promise<Claim | undefined>>): Array<'goes on' | 'duplicate'> {
	const decided: Array<'goes on' | 'duplicate'> = [];
	for (const claim of claims) {
		void claim.then((held) => decided.push(held ? 'goes on' : 'duplicate'));
	}
	return decided;
}

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

async function take(seen: SeenEvents, ...ids: string[]): Promise<void> {
	for (const id of ids) (await seen.claim(id))?.settle(true);
}

it('the first delivery of an event goes on', async () => {
	expect(await new SeenEvents(10).claim('a')).toEqual({ settle: expect.any(Function) });
});

it('a delivery after an accepted one is a duplicate, every time', async () => {
	const seen = new SeenEvents(10);
	await take(seen, 'a');
	expect(await seen.claim('a')).toBeUndefined();
	expect(await seen.claim('a')).toBeUndefined();
});

it('a delivery after one that was not accepted goes on', async () => {
	const seen = new SeenEvents(10);
	(await seen.claim('a'))!.settle(false);
	const again = await seen.claim('a');
	expect(again).toEqual({ settle: expect.any(Function) });
	again!.settle(true);
	expect(await seen.claim('a')).toBeUndefined();
});

it('an event that was not accepted is not remembered', async () => {
	const seen = new SeenEvents(10);
	(await seen.claim('a'))!.settle(false);
	expect(seen.newest(10)).toEqual([]);
});

it('an event under way is not remembered yet', async () => {
	const seen = new SeenEvents(10);
	const claim = await seen.claim('a');
	expect(seen.newest(10)).toEqual([]);
	claim!.settle(true);
	expect(seen.newest(10)).toEqual(['a']);
});

it('another event does not wait', async () => {
	const seen = new SeenEvents(10);
	await seen.claim('a');
	expect(await seen.claim('b')).toEqual({ settle: expect.any(Function) });
});

describe('a second delivery while the first is under way', () => {
	it('waits, and is a duplicate when the first one is accepted', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a');
		const decided = observed([seen.claim('a')]);
		await settled();
		expect(decided).toEqual([]);
		first!.settle(true);
		await settled();
		expect(decided).toEqual(['duplicate']);
	});

	it('waits, and goes on when the first one is not accepted', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a');
		const decided = observed([seen.claim('a')]);
		first!.settle(false);
		await settled();
		expect(decided).toEqual(['goes on']);
	});
});

describe('of several that wait', () => {
	it('all are duplicates when the first one is accepted', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a');
		const decided = observed([seen.claim('a'), seen.claim('a'), seen.claim('a')]);
		first!.settle(true);
		await settled();
		expect(decided).toEqual(['duplicate', 'duplicate', 'duplicate']);
	});

	it('exactly one goes on when the first one is not accepted; the others wait for that one', async () => {
		const seen = new SeenEvents(10);
		const first = await seen.claim('a');
		const waiting = [seen.claim('a'), seen.claim('a'), seen.claim('a')];
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
		let held = await seen.claim('a');
		const waiting = [seen.claim('a'), seen.claim('a'), seen.claim('a')];
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
		expect(await seen.claim('a')).toBeUndefined();
		await take(seen, 'd');
		expect(seen.newest(10)).toEqual(['b', 'c', 'd']);
		expect(await seen.claim('b')).toBeUndefined();
		expect(await seen.claim('d')).toBeUndefined();
		expect(await seen.claim('a')).toEqual({ settle: expect.any(Function) });
	});

	it('those from before a restart count as well', async () => {
		const seen = new SeenEvents(3, ['a', 'b', 'c']);
		await take(seen, 'd');
		expect(seen.newest(10)).toEqual(['b', 'c', 'd']);
	});

	it('as many are forgotten as are too many', async () => {
		const seen = new SeenEvents(2, ['a', 'b', 'c', 'd']);
		await take(seen, 'e');
		expect(seen.newest(10)).toEqual(['d', 'e']);
	});
});

it('what was known before a restart is a duplicate', async () => {
	const seen = new SeenEvents(10, ['a', 'b']);
	expect(await seen.claim('a')).toBeUndefined();
	expect(await seen.claim('b')).toBeUndefined();
	expect(await seen.claim('c')).toEqual({ settle: expect.any(Function) });
});

it.each([
	[2, ['d', 'c']],
	[4, ['b', 'a', 'd', 'c']],
	[9, ['b', 'a', 'd', 'c']],
])('the newest %d come oldest first, in the order they were accepted', async (count, expected) => {
	const seen = new SeenEvents(10, ['b', 'a']);
	const [first, second] = [await seen.claim('c'), await seen.claim('d')];
	second!.settle(true);
	first!.settle(true);
	expect(seen.newest(count)).toEqual(expected);
});

it('what it is given stays as it is', async () => {
	const remembered = ['a'];
	await take(new SeenEvents(10, remembered), 'b');
	expect(remembered).toEqual(['a']);
});
