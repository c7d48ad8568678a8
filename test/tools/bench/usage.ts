import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, onlyChildOf, processorMs, restartPeak } from '../../support/proc';

const IDLE_MS = 3000;

/** What n8n uses of the machine, as Linux counts it. */
export class Usage {
	private idleCpuPerMs = 0;

	/** @param group the process group of n8n and all it started; its leader is n8n's parent. */
	constructor(private readonly group: number) {}

	/** CPU time that n8n has used so far, with all its processes. Milliseconds. */
	cpuMs(): number {
		return processorMs(({ group }) => group === this.group);
	}

	/** Learns what n8n uses while it has nothing to do. */
	async measureIdle(): Promise<void> {
		const before = this.cpuMs();
		await sleep(IDLE_MS);
		this.idleCpuPerMs = (this.cpuMs() - before) / IDLE_MS;
	}

	/** CPU time that n8n would have used in that time anyway. */
	idleCpuMs(elapsedMs: number): number {
		return this.idleCpuPerMs * elapsedMs;
	}

	/** Memory that n8n's main process holds now, in MB of a million bytes. Starts a new peak. */
	restartPeak(): number {
		const { id } = onlyChildOf(this.group);
		restartPeak(id);
		return memoryOf(id) / 1_000_000;
	}

	/** The most it has held since. */
	peak(): number {
		return memoryOf(onlyChildOf(this.group).id, 'peak') / 1_000_000;
	}
}
