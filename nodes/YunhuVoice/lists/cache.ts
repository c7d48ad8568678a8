import type { Result } from '../shared/result';

/** How long a list is kept, so that it is not asked for at every keystroke. Milliseconds. */
export const KEPT_MS = 30_000;

interface Entry<Value> {
	/** Infinity while it is being loaded: whoever asks meanwhile gets the same. */
	until: number;
	value: Promise<Result<Value>>;
}

/** Keeps what was loaded for a while; a failure not at all. */
export class Cache<Value> {
	private readonly entries = new Map<string, Entry<Value>>();

	async get(key: string, load: () => Promise<Result<Value>>): Promise<Result<Value>> {
		for (const [old, { until }] of this.entries) {
			if (until <= Date.now()) this.entries.delete(old);
		}
		const known = this.entries.get(key);
		if (known) return await known.value;
		const entry: Entry<Value> = { until: Infinity, value: load() };
		this.entries.set(key, entry);
		let isLoaded = false;
		try {
			const result = await entry.value;
			isLoaded = result.ok;
			return result;
		} finally {
			entry.until = isLoaded ? Date.now() + KEPT_MS : 0;
		}
	}
}
