import { rm } from 'node:fs/promises';
import { removeLeftovers } from '../support/cluster/cluster';
import { ensurePrograms } from '../support/cluster/programs';
import globalSetup from '../support/harness/globalSetup';
import { FIGURES_FILE } from './figures';

/** Runs once per test run: does the end-to-end setup and makes sure that PostgreSQL and Redis are installed. */
export default async function queueSetup(): Promise<void> {
	await removeLeftovers();
	await ensurePrograms();
	await globalSetup();
	await rm(FIGURES_FILE, { force: true });
}
