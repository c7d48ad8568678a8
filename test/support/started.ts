import { print } from './print';

/** All that a program has started, for stopping it whatever happens. */
export class Started {
	private readonly stops: Array<() => Promise<void>> = [];
	private stopping = false;

	/** Whether the program is on its way out: nothing more is to be started or printed. */
	get isOver(): boolean {
		return this.stopping;
	}

	/** @param stop has to do no harm when the thing has ended by itself */
	add(stop: () => Promise<void>): void {
		// What comes up while the rest is going down must not stay.
		if (this.stopping) void stop();
		else this.stops.push(stop);
	}

	/** Stops everything, last started first; a failure to stop one does not keep the others running. */
	async stopAll(): Promise<void> {
		this.stopping = true;
		for (const stop of this.stops.splice(0).reverse()) {
			await stop().catch((error: Error) => print(error.message));
		}
	}
}

/**
 * Runs a program that starts things, stops them whatever happens, also after a signal, and ends the process.
 *
 * @param name for the message of a failure
 * @param work gives the exit code
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
