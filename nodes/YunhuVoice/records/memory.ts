import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { batchIn } from './cursor';
import { type Failures, NONE } from './failures';

/** What this process knows of a trigger node. */
export interface Memory {
	isPolling: boolean;
	/** Whether a poll has succeeded in this process. */
	hasPolled: boolean;
	failures: Failures;
	/** What the node stored last: n8n finds stored data by the node's name, which can change. */
	stored: IDataObject | undefined;
	/** The last batch of records that this process gave, and when. Milliseconds. */
	given: { batch: number; at: number } | undefined;
}

const memories = new Map<string, Memory>();

export function memoryOf(context: IPollFunctions): Memory {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const memory = memories.get(key) ?? {
		isPolling: false,
		hasPolled: false,
		failures: NONE,
		stored: undefined,
		given: undefined,
	};
	memories.set(key, memory);
	return memory;
}

/** When a batch that n8n has not stored by then counts as never stored. */
const COMMIT_MS = 60_000;

/**
 * Whether n8n hands out a cursor from before the last batch: it reads the cursor before a poll and commits it a moment after. Two
 * polls in a row, as after a restart, would give the same records.
 */
export const isOutdated = ({ given }: Memory, data: IDataObject, now: number): boolean =>
	given !== undefined && batchIn(data) < given.batch && now - given.at < COMMIT_MS;

const seenContexts = new WeakSet<IPollFunctions>();

/**
 * Whether n8n polls in order to start the trigger: when it starts itself, or another of its processes takes over. n8n keeps the
 * context, and its mode, for the polls that follow.
 */
export function isStarting(context: IPollFunctions): boolean {
	const isFirst = !seenContexts.has(context);
	seenContexts.add(context);
	return isFirst && ['init', 'leadershipChange'].includes(context.getActivationMode());
}
