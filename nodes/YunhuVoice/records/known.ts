const MINUTE_MS = 60_000;

/** One minute as it is stored: its number, then the keys, which all have the same length. */
const STORED = /^([\da-z]{1,9}):((?:[\w-]{10})+)$/;

/**
 * The call records that have been read, grouped by the minute in which their calls started, so that old ones can be forgotten. A
 * busy account has tens of thousands of them; n8n stores them as one text, about 10 characters each.
 */
export class Known {
	private readonly minutes = new Map<number, Set<string>>();

	private readonly keys = new Set<string>();

	/** Reads what `toString` wrote. Anything else is skipped: a record that comes twice is better than a lost one. */
	static from(text: string): Known {
		const known = new Known();
		for (const entry of text.split(',')) {
			const [, minute = '', keys = ''] = STORED.exec(entry) ?? [];
			for (const key of keys.match(/.{10}/g) ?? []) {
				known.add(key, parseInt(minute, 36) * MINUTE_MS);
			}
		}
		return known;
	}

	has(key: string): boolean {
		return this.keys.has(key);
	}

	/** @param startedAt when the call started. Milliseconds. */
	add(key: string, startedAt: number): void {
		if (this.keys.has(key)) return;
		this.keys.add(key);
		const minute = Math.floor(startedAt / MINUTE_MS);
		const group = this.minutes.get(minute);
		if (group) group.add(key);
		else this.minutes.set(minute, new Set([key]));
	}

	addAll(others: Known): void {
		for (const [minute, keys] of others.minutes) {
			for (const key of keys) this.add(key, minute * MINUTE_MS);
		}
	}

	/** @param moment calls that started in an earlier minute are forgotten. Milliseconds. */
	forgetBefore(moment: number): void {
		for (const [minute, keys] of this.minutes) {
			if (minute >= Math.floor(moment / MINUTE_MS)) continue;
			for (const key of keys) this.keys.delete(key);
			this.minutes.delete(minute);
		}
	}

	toString(): string {
		return [...this.minutes]
			.map(([minute, keys]) => `${minute.toString(36)}:${[...keys].join('')}`)
			.join(',');
	}
}
