/** Held by the one delivery of an event that goes on to n8n. */
export interface Claim {
	/** Tells whether n8n has accepted the event. Until then other deliveries of it wait. */
	settle(accepted: boolean): void;
}

/**
 * The events a trigger has taken lately. An event counts as seen only after n8n has accepted it, so that one that could not
 * be stored is taken when it is sent again.
 */
export class SeenEvents {
	private readonly accepted: Set<string>;

	private readonly pending = new Map<string, Promise<boolean>>();

	/**
	 * @param limit how many events are remembered; the oldest are forgotten first.
	 * @param remembered those known from before a restart, oldest first.
	 */
	constructor(
		private readonly limit: number,
		remembered: string[] = [],
	) {
		this.accepted = new Set(remembered);
	}

	/**
	 * Claims an event for one delivery. While another delivery of it is under way, this waits for what becomes of that one.
	 *
	 * @returns `undefined` where n8n has accepted the event already: the delivery is a duplicate.
	 */
	async claim(id: string): Promise<Claim | undefined> {
		for (let other = this.pending.get(id); other; other = this.pending.get(id)) await other;
		if (this.accepted.has(id)) return undefined;
		let resolve: (accepted: boolean) => void = () => {};
		this.pending.set(id, new Promise((settled) => (resolve = settled)));
		return {
			settle: (accepted) => {
				this.pending.delete(id);
				if (accepted) this.remember(id);
				resolve(accepted);
			},
		};
	}

	/** The newest events, oldest first. */
	newest(count: number): string[] {
		return [...this.accepted].slice(-count);
	}

	private remember(id: string): void {
		this.accepted.add(id);
		for (const oldest of this.accepted) {
			if (this.accepted.size <= this.limit) break;
			this.accepted.delete(oldest);
		}
	}
}
