import { print } from './print';

/** Everything that a program has started, to stop it whatever happens. */
export class Started {
	private readonly stops: Array<() => Promise<void>> = [];
	private stopping = false;

	/** Whether the program is stopping: it must not start or print anything more. */
	get isOver(): boolean {
		return this.stopping;
	}

	/** @param stop must be harmless if the thing has ended by itself */
	add(stop: () => Promise<void>): void {
		// Whatever comes up during the shutdown must not stay.
		if (this.stopping) void stop();
		else this.stops.push(stop);
	}

	/** Stops everything in reverse order. A failure to stop one thing does not keep the others running. */
	async stopAll(): Promise<void> {
		this.stopping = true;
		for (const stop of this.stops.splice(0).reverse()) {
			await stop().catch((error: Error) => print(error.message));
		}
	}
}

/**
 * Runs a program that starts things, stops them whatever happens, even after a signal, and exits the process.
 *
 * @param name for the message of a failure
 * @param work returns the exit code
 */
export async function runAndStop(
	name: string,
	work: (started: Started) => Promise<number>,
): Promise<never> {
	const started = new Started();
	const stopSignal = new Promise<never>((_, fail) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => fail(new Error(`Stopped by ${signal}.`)));
		}
	});
	let code = 1;
	try {
		code = await Promise.race([work(started), stopSignal]);
	} catch (error) {
		print(`${name} failed. ${error instanceof Error ? error.message : String(error)}`);
	}
	await started.stopAll();
	process.exit(code);
}
