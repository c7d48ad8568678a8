import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../support/harness/command';

/** Survives jest's separation of test files; printed when all are done. */
export const FIGURES_FILE = join(PROJECT_ROOT, 'node_modules/.cache/queue-figures.txt');

/** Notes a count for the end of the run, as one line: "logins 1". */
export function figure(name: string, value: number | string): void {
	appendFileSync(FIGURES_FILE, `${name} ${value}\n`);
}
