import { Cache, KEPT_MS } from '../../../nodes/YunhuVoice/lists/cache';
import { fail, inputFailure, type Result, succeed } from '../../../nodes/YunhuVoice/shared/result';

const FAILED = fail(inputFailure('Failed', 'Try again.'));

/** Returns a cache, and a function that counts how often it loads. */
function openCache() {
	const cache = new Cache<number>();
	let loads = 0;
	const get = async (key: string, load = async (): Promise<Result<number>> => succeed(loads)) =>
		await cache.get(key, async () => {
			loads++;
			return await load();
		});
	return { get, loads: () => loads };
}

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

it('keeps what was loaded for 30 seconds', async () => {
	const { get, loads } = openCache();
	expect(KEPT_MS).toBe(30_000);
	expect(await get('a')).toEqual(succeed(1));
	jest.setSystemTime(KEPT_MS - 1);
	expect(await get('a')).toEqual(succeed(1));
	expect(loads()).toBe(1);
	jest.setSystemTime(KEPT_MS);
	expect(await get('a')).toEqual(succeed(2));
});

it('counts the time from when the answer came', async () => {
	const { get, loads } = openCache();
	await get('a', async () => {
		jest.setSystemTime(20_000);
		return succeed(1);
	});
	jest.setSystemTime(45_000);
	await get('a');
	expect(loads()).toBe(1);
});

it('keeps each list apart', async () => {
	const { get } = openCache();
	expect([await get('a'), await get('b'), await get('a')]).toEqual([1, 2, 1].map(succeed));
});

it('loads once for all who ask meanwhile', async () => {
	const { get, loads } = openCache();
	expect(await Promise.all([get('a'), get('a'), get('a')])).toEqual([1, 1, 1].map(succeed));
	expect(loads()).toBe(1);
});

it('does not keep a failure', async () => {
	const { get } = openCache();
	expect(await get('a', async () => FAILED)).toEqual(FAILED);
	expect(await get('a')).toEqual(succeed(2));
});

it('does not keep what is thrown', async () => {
	const { get } = openCache();
	await expect(get('a', async () => await Promise.reject(new Error('broken')))).rejects.toThrow();
	expect(await get('a')).toEqual(succeed(2));
});
