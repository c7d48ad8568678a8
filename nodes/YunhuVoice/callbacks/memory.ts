import type { IWebhookFunctions } from 'n8n-workflow';
import { type Claim, SeenEvents } from './duplicates';

/** Events a process remembers for each trigger node. */
const IN_THE_PROCESS = 10_000;

/** Events that outlive a restart. n8n saves them with each snapshot, so they are fewer, and shortened. */
const IN_THE_STORE = 1_000;
const SHORTENED = 16;

/** In a burst not every callback is worth a write to n8n's database. Milliseconds. */
const BETWEEN_SNAPSHOTS = 1_000;

interface Memory {
	seen: SeenEvents;
	snapshotAt: number;
}

const memories = new Map<string, Memory>();

/**
 * Claims an event for this delivery, per trigger node. The map in this process is the truth; a snapshot goes into the
 * node's static data, which n8n saves once it has stored the execution, and with which a process begins.
 *
 * @returns `undefined` where the event has been accepted before.
 */
export async function claimEvent(
	context: IWebhookFunctions,
	eventId: string,
	now: number,
): Promise<Claim | undefined> {
	const stored = context.getWorkflowStaticData('node') as { seen?: string[] };
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const memory = memories.get(key) ?? {
		seen: new SeenEvents(IN_THE_PROCESS, stored.seen),
		snapshotAt: 0,
	};
	memories.set(key, memory);

	const id = eventId.slice(0, SHORTENED);
	const claim = await memory.seen.claim(id);
	if (claim && now - memory.snapshotAt >= BETWEEN_SNAPSHOTS) {
		memory.snapshotAt = now;
		stored.seen = [...memory.seen.newest(IN_THE_STORE - 1), id];
	}
	return claim;
}
