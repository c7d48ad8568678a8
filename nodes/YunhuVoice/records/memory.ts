import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { type Failures, NONE } from './failures';

/** What this process knows of a trigger node. */
export interface Memory {
	isPolling: boolean;
	/** Whether this process has settled what became of the last batch of records. */
	hasSettledBatch: boolean;
	failures: Failures;
	/** What the node stored last, see `advance`. */
	stored: IDataObject | undefined;
}

const memories = new Map<string, Memory>();

export function memoryOf(context: IPollFunctions): Memory {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const memory = memories.get(key) ?? {
		isPolling: false,
		hasSettledBatch: false,
		failures: NONE,
		stored: undefined,
	};
	memories.set(key, memory);
	return memory;
}

/** When a batch that n8n has not stored by then counts as never stored. */
const COMMIT_MS = 60_000;

const storedAtOf = ({ storedAt }: IDataObject): number => Number(storedAt ?? 0);

/**
 * Whether n8n hands out a cursor from before the last batch, which it may be storing just now: it reads the cursor before a poll and
 * stores it a moment after. Two polls in a row, as after a restart, would give the same records.
 */
export const isOutdated = ({ stored }: Memory, data: IDataObject, now: number): boolean =>
	stored?.afterBatch !== undefined &&
	storedAtOf(data) < storedAtOf(stored) &&
	now - storedAtOf(stored) < COMMIT_MS;

const seenContexts = new WeakSet<IPollFunctions>();

/**
 * Why n8n polls: because it starts, or another of its processes takes over (`start`), because the user publishes the workflow
 * (`publish`), or because it is time. n8n keeps the context, and its mode, for the polls that follow: from the second poll with the
 * same context on, the reason is time.
 */
export function takeReason(context: IPollFunctions): 'start' | 'publish' | 'time' {
	const isNew = !seenContexts.has(context);
	seenContexts.add(context);
	const mode = context.getActivationMode();
	if (isNew && ['init', 'leadershipChange'].includes(mode)) return 'start';
	return isNew && ['activate', 'create'].includes(mode) ? 'publish' : 'time';
}
