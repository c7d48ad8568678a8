import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PROJECT_ROOT, run } from '../harness/command';
import { print } from '../print';

/** Debian's folder for PostgreSQL's server programs, one subfolder per version. They are not on the PATH. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const PACKAGES = ['postgresql', 'redis-server', 'haproxy'];

export interface Programs {
	/** The folder of `initdb`, `postgres` and `psql`. */
	postgres: string;
	/** The folder of `redis-server`. */
	redis: string;
	/** The folder of `haproxy`. */
	haproxy: string;
}

/**
 * Finds PostgreSQL, Redis and HAProxy. Installs Debian's packages if they are missing.
 *
 * @throws if they are missing and this is not root on Debian: the message says what to install
 */
export async function ensurePrograms(): Promise<Programs> {
	const found = findPrograms();
	if (found) return found;
	const wanted = `PostgreSQL, Redis and HAProxy are needed: apt-get install ${PACKAGES.join(' ')}`;
	if (!isRoot() || !existsSync('/usr/bin/apt-get')) throw new Error(wanted);
	print(`installing ${PACKAGES.join(', ')}`);
	const apt = async (...args: string[]) =>
		await run('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], PROJECT_ROOT);
	await apt('update');
	await apt('install', '--yes', '--no-install-recommends', ...PACKAGES);
	const installed = findPrograms();
	if (!installed) throw new Error(wanted);
	return installed;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

function findPrograms(): Programs | undefined {
	const versions = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : [];
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	// Debian's users do not have its folder of servers on their PATH.
	const path = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
	const folders = [...newestFirst.map((version) => join(DEBIAN_POSTGRES, version, 'bin')), ...path];
	const folderOf = (...programs: string[]) =>
		folders.find((folder) => programs.every((program) => existsSync(join(folder, program))));
	const postgres = folderOf('initdb', 'postgres', 'psql');
	const redis = folderOf('redis-server');
	const haproxy = folderOf('haproxy');
	return postgres && redis && haproxy ? { postgres, redis, haproxy } : undefined;
}
