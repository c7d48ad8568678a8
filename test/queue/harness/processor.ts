import { readFileSync, readdirSync } from 'node:fs';

interface Process {
	id: number;
	parent: number;
	/** The id of its process group. */
	group: number;
}

/** The kernel counts in hundredths of a second (USER_HZ). */
const MS_PER_TICK = 10;

/**
 * The processor time that processes have used, in milliseconds, with that of their children that are gone. Linux only.
 *
 * Unlike the time that passes, it hardly depends on what else runs on the machine.
 */
export function processorMs(isMeant: (process: Process) => boolean): number {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => readStat(name) ?? [])
		.filter(isMeant)
		.reduce((sum, { ticks }) => sum + ticks * MS_PER_TICK, 0);
}

/** See proc(5): the program's name stands in brackets and may hold anything. A process can be gone by now. */
function readStat(name: string): (Process & { ticks: number }) | undefined {
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
		ticks: ticks.reduce((sum, value) => sum + value, 0),
	};
}
