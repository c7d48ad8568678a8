import { print } from '../print';

/** All that the demo has started, for stopping it whatever happens. */
export class Started {
	private readonly stops: Array<() => Promise<void>> = [];
	private stopping = false;

	/** Whether the demo is on its way out: nothing more is to be started or printed. */
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
