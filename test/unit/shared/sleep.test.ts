import { sleepUntil } from '../../../nodes/YunhuVoice/shared/sleep';

beforeEach(() => void jest.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void jest.useRealTimers());

/** How long the wait takes, in milliseconds; the clock goes on in steps of 10. */
async function lengthOf(wait: Promise<void>, most = 2_000): Promise<number> {
	let isOver = false;
	void wait.then(() => (isOver = true));
	const begin = Date.now();
	await Promise.resolve();
	while (!isOver && Date.now() < begin + most) await jest.advanceTimersByTimeAsync(10);
	return Date.now() - begin;
}

it('waits until the moment', async () => {
	expect(await lengthOf(sleepUntil(Date.now() + 730, () => false))).toBe(730);
});

it('does not wait for a moment that is now or has passed', async () => {
	const hasEnded = jest.fn(() => false);
	expect(await lengthOf(sleepUntil(Date.now(), hasEnded))).toBeLessThanOrEqual(10);
	expect(await lengthOf(sleepUntil(Date.now() - 500, hasEnded))).toBeLessThanOrEqual(10);
	expect(hasEnded).not.toHaveBeenCalled();
});

it('ends within a fifth of a second once it has to', async () => {
	const end = Date.now() + 410;
	expect(await lengthOf(sleepUntil(Date.now() + 1_500, () => Date.now() >= end))).toBe(600);
});

it('does not begin to wait if it has to end', async () => {
	expect(await lengthOf(sleepUntil(Date.now() + 500, () => true))).toBeLessThanOrEqual(10);
});
