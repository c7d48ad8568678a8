import { TARBALL_VARIABLE, packTarball } from './harness/pack';
import { ensureRuntime } from './harness/runtime';

/** Once per run: n8n is installed, the package is built and packed. Tests get the tarball from `packTarball()`. */
export default async function globalSetup(): Promise<void> {
	await ensureRuntime();
	process.env[TARBALL_VARIABLE] = await packTarball();
}
