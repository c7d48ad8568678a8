import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../support/harness/command';

/** A file, because jest isolates test files from each other. The global teardown prints it. */
export const FIGURES_FILE = join(PROJECT_ROOT, 'node_modules/.cache/queue-figures.txt');

/** Records a figure for the end of the run, as one line such as "logins 1". */
export function figure(name: string, value: number | string): void {
	appendFileSync(FIGURES_FILE, `${name} ${value}\n`);
}
