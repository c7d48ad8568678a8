import { rm } from 'node:fs/promises';
import { LOG_DIRECTORY } from './n8n';
import { TARBALL_VARIABLE, packTarball } from './pack';
import { ensureRuntime } from './runtime';

/** Runs once per test run: installs n8n, builds and packs the package. Tests get the tarball from `packTarball()`. */
export default async function globalSetup(): Promise<void> {
	await rm(LOG_DIRECTORY, { recursive: true, force: true });
	await ensureRuntime();
	process.env[TARBALL_VARIABLE] = await packTarball();
}
