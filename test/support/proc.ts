import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

/** A process, as Linux reports it. */
export interface Process {
	id: number;
	parent: number;
	/** The id of its process group. */
	group: number;
	/** CPU time it has used, in milliseconds, including that of children that have ended. */
	cpuMs: number;
}

/** The kernel counts in hundredths of a second (USER_HZ). */
const MS_PER_TICK = 10;

/** Returns the running processes that match. Linux only. */
export const processes = (matches: (process: Process) => boolean): Process[] =>
	readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => readStat(name) ?? [])
		.filter(matches);

/** Returns the CPU time of the matching processes, in milliseconds. Other load on the machine hardly affects it. */
export const cpuTimeMs = (matches: (process: Process) => boolean): number =>
	processes(matches).reduce((sum, { cpuMs }) => sum + cpuMs, 0);

/** Returns the only child of a process. Throws if it has none or several. */
export function onlyChildOf(parent: number): Process {
	const [child, ...others] = processes((process) => process.parent === parent);
	if (child && others.length === 0) return child;
	throw new Error(`Process ${parent} has ${child ? others.length + 1 : 0} children`);
}

/** Returns the resident memory of a process in bytes: now, or at its peak. Throws once the process has ended. */
export function memoryOf(id: number, which: 'now' | 'peak' = 'now'): number {
	const name = which === 'now' ? 'VmRSS' : 'VmHWM';
	const status = readFileSync(`/proc/${id}/status`, 'utf8');
	const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
	return Number(kibibytes) * 1024;
}

/** Resets the memory peak of a process. */
export const restartPeak = (id: number): void => writeFileSync(`/proc/${id}/clear_refs`, '5');

/** See proc(5): the program's name is in parentheses and may contain anything. The process may be gone by now. */
function readStat(name: string): Process | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${name}/stat`, 'utf8');
	} catch {
		return undefined;
	}
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [, parent, group] = fields.map(Number);
	const ticks = fields.slice(11, 15).map(Number);
	return {
		id: Number(name),
		parent: parent!,
		group: group!,
		cpuMs: ticks.reduce((sum, value) => sum + value, 0) * MS_PER_TICK,
	};
}
