import { times } from './lists';
import type { Bill, Simulator } from './simulator';

/** How often a record is added while others are read. Milliseconds. */
const ARRIVE_EVERY_MS = 20;

/** Adds call records at the provider, each of a different number. Returns them. */
export const addBills = (provider: Simulator, count: number): Bill[] =>
	times(count, (n) => provider.addBill({ destnumber: String(13_000_000_000 + n) }));

/**
 * Does something while the provider goes on adding call records: in turn behind all others and before them, where a record
 * moves those that are not read yet to later pages.
 *
 * @returns what `work` returns, and how many records were added
 */
export async function whileBillsArrive<Value>(
	provider: Simulator,
	work: () => Promise<Value>,
): Promise<{ value: Value; arrived: number }> {
	const before = provider.bills.length;
	const arriving = setInterval(() => {
		provider.addBill();
		if (provider.bills.length % 2 === 0) provider.bills.unshift(provider.bills.pop()!);
	}, ARRIVE_EVERY_MS);
	try {
		const value = await work();
		return { value, arrived: provider.bills.length - before };
	} finally {
		clearInterval(arriving);
	}
}
