import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Postgres } from '../cluster/services';
import { announce, usesPostgres } from './database';
import { LOG_DIRECTORY } from './n8n';
import { TARBALL_VARIABLE, packTarball } from './pack';
import { ensureRuntime } from './runtime';

let stopDatabase = async (): Promise<void> => {};

/** Runs once per test run: installs n8n, builds and packs the package. Tests get the tarball from `packTarball()`. */
export default async function globalSetup(): Promise<void> {
	await rm(LOG_DIRECTORY, { recursive: true, force: true });
	await ensureRuntime();
	process.env[TARBALL_VARIABLE] = await packTarball();
	if (usesPostgres) await startDatabase();
}

async function startDatabase(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'yunhu-voice-postgres-'));
	const postgres = await Postgres.create(folder, join(folder, 'postgres.log'));
	await postgres.start();
	announce(postgres.server);
	stopDatabase = async () => {
		await postgres.stop();
		await rm(folder, { recursive: true, force: true });
	};
}

/** Runs after all tests. */
export const globalTeardown = async (): Promise<void> => await stopDatabase();
