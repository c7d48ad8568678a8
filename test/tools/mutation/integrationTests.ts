/**
 * All integration tests in one file, so that n8n's core, which takes seconds, loads once per mutant and not once per
 * file. Leaves out slow tests that find no more mutants: `neverTwice`, `onceEach` and `rehearse` play thousands of calls;
 * `recording`, `requestedAt` and those of campaigns wait for retries; `twoProcesses` loads n8n's core in each test.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../integration');
const LEFT_OUT =
	/^(neverTwice|onceEach|recording|rehearse|requestedAt|twoProcesses|(limits\.)?campaign.*)\.test\.ts$/;

for (const file of readdirSync(FOLDER)) {
	if (!file.endsWith('.test.ts') || LEFT_OUT.test(file)) continue;
	// `describe` keeps each file's hooks to itself.
	describe(file, () => {
		jest.requireActual(join(FOLDER, file));
	});
}
