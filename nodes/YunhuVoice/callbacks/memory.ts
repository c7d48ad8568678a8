import type { IWebhookFunctions } from 'n8n-workflow';
import { type Claim, SeenEvents } from './duplicates';

/** Events a process remembers for each trigger node. */
const IN_THE_PROCESS = 10_000;

/** Events that outlive a restart. n8n saves them with each snapshot, so they are fewer, and shortened. */
const IN_THE_STORE = 1_000;
const SHORTENED = 16;

/** They are stored as one text: of a list n8n would watch each entry, with every request. */
const SEPARATOR = ',';

/** In a burst not every callback is worth a write to n8n's database. Milliseconds. */
const BETWEEN_SNAPSHOTS = 1_000;

/** Of what is no such text nothing is taken over; losing callbacks would be worse than a duplicate. */
const readIds = (stored: unknown): string[] =>
	typeof stored === 'string' ? stored.split(SEPARATOR) : [];

interface Memory {
	seen: SeenEvents;
	snapshotAt: number;
}

const memories = new Map<string, Memory>();

/** A claim, and the way of its event into n8n's store. */
export interface StorableClaim extends Claim {
	/** Puts a snapshot into the static data, if it is time for one. To be called when n8n has stored the execution; twice is no harm. */
	save(): void;
}

/**
 * Claims an event for this delivery, per trigger node. The map in this process is the truth; a snapshot goes into the
 * node's static data, with which a process begins.
 *
 * @returns `undefined` where the event has been accepted before.
 */
export async function claimEvent(
	context: IWebhookFunctions,
	eventId: string,
	now: number,
): Promise<StorableClaim | undefined> {
	const stored = context.getWorkflowStaticData('node') as { seen?: unknown };
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const memory = memories.get(key) ?? {
		seen: new SeenEvents(IN_THE_PROCESS, readIds(stored.seen)),
		snapshotAt: 0,
	};
	memories.set(key, memory);

	const id = eventId.slice(0, SHORTENED);
	const claim = await memory.seen.claim(id);
	if (!claim) return undefined;
	let saves = false;
	return {
		...claim,
		save: () => {
			saves ||= now - memory.snapshotAt >= BETWEEN_SNAPSHOTS;
			if (!saves) return;
			memory.snapshotAt = now;
			stored.seen = [...memory.seen.newest(IN_THE_STORE - 1), id].join(SEPARATOR);
		},
	};
}
