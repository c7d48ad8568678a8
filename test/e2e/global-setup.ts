import { rm } from 'node:fs/promises';
import { LOG_DIRECTORY } from './harness/n8n';
import { TARBALL_VARIABLE, packTarball } from './harness/pack';
import { ensureRuntime } from './harness/runtime';

/** Once per run: n8n is installed, the package is built and packed. Tests get the tarball from `packTarball()`. */
export default async function globalSetup(): Promise<void> {
	await rm(LOG_DIRECTORY, { recursive: true, force: true });
	await ensureRuntime();
	process.env[TARBALL_VARIABLE] = await packTarball();
}
