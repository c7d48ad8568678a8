import { Pool } from '../../../nodes/YunhuVoice/actions/pool';

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

/** Runs a pool over tasks of 10 ms each, on a fake clock. Returns the start time of each task, in milliseconds. */
async function begun(
	count: number,
	pace: { concurrency: number; perSecond: number },
	{ endAfter = Infinity, abortAt = Infinity } = {},
): Promise<number[]> {
	const starts: number[] = [];
	const controller = new AbortController();
	if (abortAt < Infinity) setTimeout(() => controller.abort(), abortAt);
	const pool = new Pool({ ...pace, signal: controller.signal });
	const running = pool.run(count, async (index) => {
		if (!(await pool.takeTurn())) return true;
		starts[index] = Date.now();
		await new Promise((done) => setTimeout(done, 10));
		return index < endAfter;
	});
	await jest.advanceTimersByTimeAsync(120_000);
	await running;
	return starts;
}

it.each([
	['one after another', { concurrency: 1, perSecond: 0 }, [0, 10, 20, 30]],
	['two at once', { concurrency: 2, perSecond: 0 }, [0, 1, 10, 11]],
	['more workers than items', { concurrency: 50, perSecond: 0 }, [0, 1, 2, 3]],
	['two in a second', { concurrency: 5, perSecond: 2 }, [0, 500, 1000, 1500]],
	['one in ten seconds', { concurrency: 5, perSecond: 0.1 }, [0, 10_000, 20_000, 30_000]],
	['a pace slower than the limit', { concurrency: 1, perSecond: 1000 }, [0, 10, 20, 30]],
])('begins the items in order, one in a turn: %s', async (_, pace, expected) => {
	expect(await begun(4, pace)).toEqual(expected);
});

it('begins nothing after a task has ended the list', async () => {
	expect(await begun(10, { concurrency: 2, perSecond: 0 }, { endAfter: 2 })).toEqual([
		0, 1, 10, 11,
	]);
});

it('does not begin an item that waits for its turn of the event loop when the list ends', async () => {
	const pool = new Pool({ concurrency: 3, perSecond: 0, signal: undefined });
	const begun: number[] = [];
	const running = pool.run(10, async (index) => {
		begun.push(index);
		return false;
	});
	await jest.advanceTimersByTimeAsync(100);
	await running;
	expect(begun).toEqual([0]);
});

it('begins nothing after it was ended from outside, even while it waits for its turn', async () => {
	expect(await begun(10, { concurrency: 3, perSecond: 0.1 }, { abortAt: 10_050 })).toEqual([
		0, 10_000,
	]);
});

it('lets items that send nothing pass without a turn', async () => {
	const pool = new Pool({ concurrency: 5, perSecond: 0.001, signal: undefined });
	let refused = 0;
	const running = pool.run(10_000, async () => {
		refused += 1;
		return true;
	});
	await jest.advanceTimersByTimeAsync(20_000);
	await running;
	expect(refused).toBe(10_000);
});

it('does nothing for no items', async () => {
	expect(await begun(0, { concurrency: 5, perSecond: 0 })).toEqual([]);
});
