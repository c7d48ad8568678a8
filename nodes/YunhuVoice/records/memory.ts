import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { type Failures, NONE } from './failures';

/** What this process knows of a trigger node. */
export interface Memory {
	isPolling: boolean;
	/** Whether a poll has succeeded in this process. */
	hasPolled: boolean;
	failures: Failures;
	/** What the node stored last: n8n finds stored data by the node's name, which can change. */
	stored: IDataObject | undefined;
}

const memories = new Map<string, Memory>();

export function memoryOf(context: IPollFunctions): Memory {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const memory = memories.get(key) ?? {
		isPolling: false,
		hasPolled: false,
		failures: NONE,
		stored: undefined,
	};
	memories.set(key, memory);
	return memory;
}

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
