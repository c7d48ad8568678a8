import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** `getconf CLK_TCK`: the same on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;
const IDLE_MS = 3000;

interface ProcessStat {
	pid: number;
	parent: number;
	group: number;
	cpuMs: number;
}

function statOf(pid: number): ProcessStat | undefined {
	let text: string;
	try {
		text = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return undefined;
	}
	// The second field is the program's name in brackets, which may hold anything.
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	const field = (number: number) => Number(fields[number - 3]);
	const cpuMs = ((field(14) + field(15)) * 1000) / TICKS_PER_SECOND;
	return { pid, parent: field(4), group: field(5), cpuMs };
}

/** What n8n uses of the machine, as Linux counts it. */
export class Usage {
	private idleCpuPerMs = 0;

	/** @param group the process group of n8n and all it started; its leader is n8n's parent. */
	constructor(private readonly group: number) {}

	/** CPU time that n8n has used so far, with all its processes. Milliseconds. */
	cpuMs(): number {
		return this.processes().reduce((sum, { cpuMs }) => sum + cpuMs, 0);
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
		const main = this.processes().find(({ parent }) => parent === this.group);
		if (!main) throw new Error('n8n does not run');
		return main.pid;
	}

	private processes(): ProcessStat[] {
		return readdirSync('/proc').flatMap((name) => {
			const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
			return stat?.group === this.group ? [stat] : [];
		});
	}
}
