import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 10_000;
/** Well above the heartbeat. Pids are reused and differ between containers, so a live pid alone proves nothing. */
const SILENT_FOR_MS = 60_000;

/**
 * Runs `work` while no other process that uses this cache does.
 *
 * The lock is a directory that holds the owner's pid. The owner touches it while it works. A lock whose owner is gone
 * or silent is taken over. In a rare race two processes may both acquire it, so `work` must tolerate that.
 *
 * @param waiting called about twice a second, with the owner's pid, while another process holds the lock
 */
export async function withLock<T>(
	directory: string,
	waiting: (owner: number) => void,
	work: () => Promise<T>,
): Promise<T> {
	while (!(await acquire(directory))) {
		const owner = await readOwner(directory);
		if (await isStale(directory, owner)) await discard(directory);
		else {
			waiting(owner);
			await sleep(500);
		}
	}
	const heartbeat = setInterval(() => void touch(directory), HEARTBEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		await rm(directory, { recursive: true, force: true });
	}
}

/** Whether a process with this pid runs on this machine. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

async function acquire(directory: string): Promise<boolean> {
	const made = await mkdir(directory).then(
		() => true,
		(error: NodeJS.ErrnoException) => {
			if (error.code === 'EEXIST') return false;
			throw error;
		},
	);
	if (!made) return false;
	await writeFile(join(directory, 'pid'), String(process.pid));
	return true;
}

/** NaN until the owner has written its pid. */
async function readOwner(directory: string): Promise<number> {
	return Number.parseInt(await readFile(join(directory, 'pid'), 'utf8').catch(() => ''), 10);
}

async function isStale(directory: string, owner: number): Promise<boolean> {
	if (!Number.isNaN(owner) && !isAlive(owner)) return true;
	const touched = await stat(directory).catch(() => undefined);
	return touched !== undefined && Date.now() - touched.mtimeMs > SILENT_FOR_MS;
}

/** Renames first, so that only one of several processes that find the lock stale removes it. */
async function discard(directory: string): Promise<void> {
	const aside = `${directory}.stale-${process.pid}`;
	const moved = await rename(directory, aside).then(
		() => true,
		() => false,
	);
	if (moved) await rm(aside, { recursive: true, force: true });
}

async function touch(directory: string): Promise<void> {
	const now = new Date();
	await utimes(directory, now, now).catch(() => undefined);
}
