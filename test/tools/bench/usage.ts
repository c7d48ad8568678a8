import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, onlyChildOf, cpuTimeMs, restartPeak } from '../../support/proc';

const IDLE_MS = 3000;

/** n8n's resource usage, as Linux reports it. */
export class Usage {
	private idleCpuPerMs = 0;

	/** @param group process group of n8n and everything it started; its leader is n8n's parent */
	constructor(private readonly group: number) {}

	/** Returns the CPU time of all n8n processes so far. Milliseconds. */
	cpuMs(): number {
		return cpuTimeMs(({ group }) => group === this.group);
	}

	/** Measures the CPU usage of an idle n8n. */
	async measureIdle(): Promise<void> {
		const before = this.cpuMs();
		await sleep(IDLE_MS);
		this.idleCpuPerMs = (this.cpuMs() - before) / IDLE_MS;
	}

	/** Returns the CPU time that an idle n8n would have used in that time. */
	idleCpuMs(elapsedMs: number): number {
		return this.idleCpuPerMs * elapsedMs;
	}

	/** Returns the current memory of n8n's main process, in MB (a million bytes). Resets the peak. */
	restartPeak(): number {
		const { id } = onlyChildOf(this.group);
		restartPeak(id);
		return memoryOf(id) / 1_000_000;
	}

	/** Returns the peak memory since `restartPeak`. MB. */
	peak(): number {
		return memoryOf(onlyChildOf(this.group).id, 'peak') / 1_000_000;
	}
}
