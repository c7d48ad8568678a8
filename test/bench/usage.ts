import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { processes, processorMs } from '../e2e/harness/processor';

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

	/** Memory that n8n's main process holds at this moment, in MB of a million bytes. Starts a new peak. */
	restartPeak(): number {
		writeFileSync(`/proc/${this.mainPid()}/clear_refs`, '5');
		return this.memory('VmRSS');
	}

	/** The most it has held since. */
	peak(): number {
		return this.memory('VmHWM');
	}

	private memory(name: 'VmRSS' | 'VmHWM'): number {
		const status = readFileSync(`/proc/${this.mainPid()}/status`, 'utf8');
		const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
		return (Number(kibibytes) * 1024) / 1_000_000;
	}

	private mainPid(): number {
		const [main] = processes(({ parent }) => parent === this.group);
		if (!main) throw new Error('n8n does not run');
		return main.id;
	}
}
