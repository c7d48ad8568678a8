import { rm } from 'node:fs/promises';
import globalSetup from '../e2e/global-setup';
import { FIGURES_FILE } from './figures';
import { removeLeftovers } from './harness/cluster';
import { ensurePrograms } from './harness/programs';

/** Once per run: as for the end-to-end tests, and PostgreSQL and Redis are there. */
export default async function queueSetup(): Promise<void> {
	await removeLeftovers();
	await ensurePrograms();
	await globalSetup();
	await rm(FIGURES_FILE, { force: true });
}
