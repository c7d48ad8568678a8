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
