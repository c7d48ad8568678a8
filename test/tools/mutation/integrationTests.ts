/**
 * All integration tests in one file, so that n8n's core, which takes seconds, loads once per mutant and not once per
 * file. Leaves out slow tests that find no more mutants: `neverTwice`, `onceEach` and `rehearse` play thousands of calls;
 * `recording`, `requestedAt` and those of campaigns wait for retries; `twoProcesses` loads n8n's core in each test.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const TESTS = join(__dirname, '../..');
const LEFT_OUT =
	/^(neverTwice|onceEach|recording|rehearse|requestedAt|twoProcesses|(limits\.)?campaign.*)\.test\.ts$/;

const files = readdirSync(join(TESTS, 'integration'))
	.filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file))
	.map((file) => `integration/${file}`)
	// The unit tests of what these files do without n8n.
	.concat('unit/api/http.test.ts', 'unit/api/session.test.ts');

for (const file of files) {
	// `describe` keeps each file's hooks to itself.
	describe(file, () => {
		jest.requireActual(join(TESTS, file));
	});
}
