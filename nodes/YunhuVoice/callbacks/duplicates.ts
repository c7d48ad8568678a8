/** Held by the one delivery of an event that goes on to n8n. */
export interface Claim {
	/** Tells whether n8n has accepted the event. Until then other deliveries of it wait. */
	settle(accepted: boolean): void;
}

/** An event, and when it was taken. Milliseconds of Unix time. */
export type SeenEvent = readonly [id: string, takenAt: number];

/**
 * The events that a trigger took lately. An event counts as seen only after n8n has accepted it. If n8n could not store it, the
 * event is taken when it is sent again.
 */
export class SeenEvents {
	/** Oldest first: in the order in which they were accepted. */
	private accepted = new Map<string, number>();

	private readonly pending = new Map<string, Promise<boolean>>();

	/** @param limit how many events are remembered; the oldest are forgotten first. */
	constructor(private readonly limit: number) {}

	/** Adds events known from before a restart, oldest first, as older than all others. */
	recall(events: readonly SeenEvent[]): void {
		const known = this.accepted;
		this.accepted = new Map(events.filter(([id]) => !known.has(id)));
		for (const [id, takenAt] of known) this.accepted.set(id, takenAt);
		this.forget();
	}

	/**
	 * Claims an event for one delivery. While another delivery of it is under way, this waits for what becomes of that one.
	 *
	 * @param now when the delivery came.
	 * @param lifetime how long an event counts as seen. Milliseconds.
	 * @returns `undefined` if n8n has already accepted the event: the delivery is a duplicate.
	 */
	async claim(id: string, now: number, lifetime: number): Promise<Claim | undefined> {
		for (let other = this.pending.get(id); other; other = this.pending.get(id)) await other;
		const takenAt = this.accepted.get(id);
		// If the clock was set back, an event must not count for ever.
		if (takenAt !== undefined && Math.abs(now - takenAt) < lifetime) return undefined;
		let resolve: (accepted: boolean) => void = () => {};
		this.pending.set(id, new Promise((settled) => (resolve = settled)));
		return {
			settle: (accepted) => {
				this.pending.delete(id);
				if (accepted) this.remember(id, now);
				resolve(accepted);
			},
		};
	}

	/** The newest events, oldest first. */
	newest(count: number): SeenEvent[] {
		return [...this.accepted].slice(-count);
	}

	private remember(id: string, takenAt: number): void {
		// An event that is taken again becomes the newest.
		this.accepted.delete(id);
		this.accepted.set(id, takenAt);
		this.forget();
	}

	private forget(): void {
		for (const oldest of this.accepted.keys()) {
			if (this.accepted.size <= this.limit) break;
			this.accepted.delete(oldest);
		}
	}
}
