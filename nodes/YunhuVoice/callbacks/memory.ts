import type { IWebhookFunctions } from 'n8n-workflow';
import { isObject } from '../shared/json';
import { type Claim, type SeenEvent, SeenEvents } from './duplicates';

/** Events a process remembers for each trigger node. */
const EVENTS_IN_MEMORY = 10_000;

/** Events that outlive a restart. n8n saves them with each snapshot, so they are fewer, and shortened. */
const EVENTS_IN_STORE = 1_000;
const ID_CHARACTERS = 16;

/**
 * They are stored as one text, `<id>:<when, in seconds, base 36>,…`: of a list n8n would watch each entry, with every request.
 * An older form has the ids alone.
 */
const SEPARATOR = ',';
const STORED = /^([^:]+)(?::([\da-z]{1,9}))?$/;

/** The shortest time between two snapshots: in a burst not every callback should write to n8n's database. Milliseconds. */
const SNAPSHOT_PAUSE_MS = 1_000;

const written = ([id, takenAt]: SeenEvent): string =>
	`${id}:${Math.floor(takenAt / 1000).toString(36)}`;

/** Reads a snapshot. Anything else is ignored: losing callbacks would be worse than a duplicate. */
const readEvents = (stored: unknown, now: number): SeenEvent[] =>
	(typeof stored === 'string' ? stored.split(SEPARATOR) : []).flatMap((entry): SeenEvent[] => {
		const [, id, takenAt] = STORED.exec(entry) ?? [];
		return id === undefined ? [] : [[id, takenAt ? parseInt(takenAt, 36) * 1000 : now]];
	});

interface Memory {
	seen: SeenEvents;
	hasRecalled: boolean;
	snapshotAt: number;
}

const memories = new Map<string, Memory>();

/** How a trigger remembers. */
interface Remembering {
	/** How long an event counts as seen. Milliseconds. */
	lifetime: number;
	/** Whether the workflow's static data is used. n8n saves it whole, over what executions have written meanwhile. */
	acrossRestarts: boolean;
}

/** A claim, and the way of its event into n8n's store. */
interface StorableClaim extends Claim {
	/** Puts a snapshot into the static data, if it is time for one. To be called when n8n has stored the execution; twice is no harm. */
	save(): void;
}

/**
 * Claims an event for this delivery, per trigger node. The map in this process is the truth; where it has to outlive restarts, a
 * snapshot goes into the node's static data, with which a process begins.
 *
 * @returns `undefined` where the event has been accepted before.
 */
export async function claimEvent(
	context: IWebhookFunctions,
	eventId: string,
	now: number,
	{ lifetime, acrossRestarts }: Remembering,
): Promise<StorableClaim | undefined> {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const memory = memories.get(key) ?? {
		seen: new SeenEvents(EVENTS_IN_MEMORY),
		hasRecalled: false,
		snapshotAt: 0,
	};
	memories.set(key, memory);
	const kept: unknown = acrossRestarts ? context.getWorkflowStaticData('node') : undefined;
	// Another node can have stored anything there.
	const stored = isObject(kept) ? kept : undefined;
	if (stored && !memory.hasRecalled) {
		memory.hasRecalled = true;
		memory.seen.recall(readEvents(stored.seen, now));
	}

	const id = eventId.slice(0, ID_CHARACTERS);
	const claim = await memory.seen.claim(id, now, lifetime);
	if (!claim) return undefined;
	let saves = false;
	return {
		...claim,
		save: () => {
			saves ||= now - memory.snapshotAt >= SNAPSHOT_PAUSE_MS;
			if (!stored || !saves) return;
			memory.snapshotAt = now;
			const before = memory.seen.newest(EVENTS_IN_STORE).filter(([known]) => known !== id);
			stored.seen = [...before.slice(1 - EVENTS_IN_STORE), [id, now] as const]
				.map(written)
				.join(SEPARATOR);
		},
	};
}
