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
 * Why n8n polls: because it starts, or another of its processes takes over (`start`), because the user publishes the workflow
 * (`publish`), or because it is time. n8n keeps the context, and its mode, for the polls that follow.
 */
export function reasonOf(context: IPollFunctions): 'start' | 'publish' | 'time' {
	const isFirst = !seenContexts.has(context);
	seenContexts.add(context);
	const mode = context.getActivationMode();
	if (isFirst && ['init', 'leadershipChange'].includes(mode)) return 'start';
	return isFirst && ['activate', 'create'].includes(mode) ? 'publish' : 'time';
}
