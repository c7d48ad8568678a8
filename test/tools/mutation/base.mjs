/**
 * What the mutation runs share. There are three, because most unit tests take milliseconds, those with long lists and those
 * that load n8n's core take seconds.
 *
 * @param {'unit' | 'longLists' | 'integration'} layer the tests that have to kill the mutants
 * @param {string[]} mutate the files to mutate
 * @returns {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export const mutationOf = (layer, mutate) => ({
	testRunner: 'jest',
	// Jest cannot see which files a test loads by a computed name.
	jest: {
		configFile: `test/tools/mutation/${layer}.jest.json`,
		enableFindRelatedTests: layer !== 'integration',
	},
	mutate,
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// A busy machine must not pass for an endless loop.
	timeoutMS: 5_000,
	// Only what has changed since the last run is tried again. `--force` tries everything, `--mutate <files>` a part.
	incremental: true,
	incrementalFile: `.mutation/${layer}.incremental.json`,
	tempDirName: `.mutation/${layer}-sandbox`,
	reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, reportTests: false },
	htmlReporter: { fileName: `.mutation/${layer}.html` },
	jsonReporter: { fileName: `.mutation/${layer}.json` },
	thresholds: { high: 95, low: 85, break: 85 },
	warnings: { slow: false },
});

/** The files that do nothing without n8n: they send and receive requests. */
export const NEEDS_N8N = [
	...['client', 'directory', 'login', 'logout'].map((file) => `nodes/YunhuVoice/api/${file}.ts`),
	...['credential', 'deduplicate', 'events', 'options', 'read', 'receive', 'settings'].map(
		(file) => `nodes/YunhuVoice/callbacks/${file}.ts`,
	),
	...['memory', 'newest', 'poll', 'settings', 'source'].map(
		(file) => `nodes/YunhuVoice/records/${file}.ts`,
	),
	'nodes/YunhuVoice/shared/settings.ts',
];

/** The files that show what they are worth with lists of thousands of rows. */
export const NEEDS_LONG_LISTS = ['advance', 'pass', 'step'].map(
	(file) => `nodes/YunhuVoice/records/${file}.ts`,
);
