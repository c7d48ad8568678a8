/** Several test files in one, so that what they share loads once per mutant and not once per file. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

// Set by `sharedModules.cjs`.
declare const sharedModules: Record<string, unknown>;
declare const testNamePattern: string | undefined;

for (const [name, module] of Object.entries(sharedModules)) jest.doMock(name, () => module);

const TESTS = join(__dirname, '../..');

/** The tests in a folder of `test/` whose file names match. */
export const testsIn = (folder: string, names: RegExp): string[] =>
	readdirSync(join(TESTS, folder))
		.filter((file) => file.endsWith('.test.ts') && names.test(file))
		.map((file) => join(folder, file));

/** Whether tests of a file are to run. Stryker names the tests that reach the mutant. */
const isWanted = (file: string): boolean =>
	testNamePattern?.replaceAll('\\', '').includes(`(${file} `) ?? true;

/** Loads test files, in this order. `describe` keeps each file's hooks to itself, and its name apart. */
export function load(...files: string[][]): void {
	for (const file of files.flat().filter(isWanted)) {
		describe(file, () => {
			jest.requireActual(join(TESTS, file));
		});
	}
}
