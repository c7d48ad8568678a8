/** One signal for several. */
export interface JoinedSignal {
	signal: AbortSignal;
	/** Has to be called when the signal is not needed any more. */
	release: () => void;
}

/**
 * A signal that is aborted as soon as one of several is; each may be missing.
 *
 * `AbortSignal.any` does not do for a signal that lives as long as an execution: Node.js keeps a list of all signals made from it, and
 * walks through the whole list for each of them that is cleaned up. A list of 20,000 calls would stop n8n for most of a minute.
 */
export function joinSignals(...signals: Array<AbortSignal | undefined>): JoinedSignal {
	const controller = new AbortController();
	const present = signals.filter((signal) => signal !== undefined);
	const abort = () => controller.abort();
	for (const signal of present) {
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort);
	}
	const release = () => {
		for (const signal of present) signal.removeEventListener('abort', abort);
	};
	return { signal: controller.signal, release };
}
