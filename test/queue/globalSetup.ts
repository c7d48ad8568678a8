import { rm } from 'node:fs/promises';
import { removeLeftovers } from '../support/cluster/cluster';
import { ensurePrograms } from '../support/cluster/programs';
import globalSetup from '../support/harness/globalSetup';
import { FIGURES_FILE } from './figures';

/** Once per run: as for the end-to-end tests, and PostgreSQL and Redis are there. */
export default async function queueSetup(): Promise<void> {
	await removeLeftovers();
	await ensurePrograms();
	await globalSetup();
	await rm(FIGURES_FILE, { force: true });
}
