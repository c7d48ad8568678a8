/**
 * The integration tests in one file, so that n8n's core, which takes seconds, is loaded once for each mutant and not once
 * for each file. Left out is what is slow and finds no more: `neverTwice` plays thousands of calls, `recording` waits for its
 * repeats, `twoProcesses` loads n8n's core in each test.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../integration');
const LEFT_OUT = /^(neverTwice|recording|twoProcesses)\.test\.ts$/;

for (const file of readdirSync(FOLDER)) {
	if (!file.endsWith('.test.ts') || LEFT_OUT.test(file)) continue;
	// Inside `describe`, so that each file keeps its hooks to itself.
	describe(file, () => {
		jest.requireActual(join(FOLDER, file));
	});
}
