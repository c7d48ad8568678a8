/**
 * What the mutation runs share. There are four: most unit tests take milliseconds, those with long lists take seconds, those with
 * n8n's core share one, and those of campaigns do not wait.
 *
 * @param {'unit' | 'longLists' | 'integration' | 'campaigns'} run names its tests: `<run>.jest.json`, or `<run>Tests.ts` for tests in
 * one bundle
 * @param {string[]} mutate the files to mutate
 * @returns {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export const mutationOf = (run, mutate) => ({
	testRunner: 'jest',
	plugins: ['@stryker-mutator/*', './test/tools/mutation/descriptions.mjs'],
	ignorers: ['descriptions'],
	jest:
		run === 'unit' || run === 'longLists'
			? { configFile: `test/tools/mutation/${run}.jest.json` }
			: {
					configFile: 'test/tools/mutation/bundled.jest.json',
					config: { testMatch: [`<rootDir>/test/tools/mutation/${run}Tests.ts`] },
					// Jest cannot see which files a bundle loads.
					enableFindRelatedTests: false,
				},
	mutate,
	coverageAnalysis: 'perTest',
	concurrency: 2,
	// A busy machine must not pass for an endless loop.
	timeoutMS: 15_000,
	dryRunTimeoutMinutes: 15,
	// Only mutants whose code has changed since the last run are tried again. `--force` tries everything, `--mutate <files>` a part: for
	// new tests in a bundle, which Stryker does not see.
	incremental: true,
	incrementalFile: `.mutation/${run}.incremental.json`,
	tempDirName: `.mutation/${run}-sandbox`,
	reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, reportTests: false },
	htmlReporter: { fileName: `.mutation/${run}.html` },
	jsonReporter: { fileName: `.mutation/${run}.json` },
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

/** The files of the operations, the lists and waiting that work without n8n. */
export const NEEDS_NO_N8N = [
	'nodes/YunhuVoice/actions/{pool,summary}.ts',
	'nodes/YunhuVoice/actions/*/rows.ts',
	'nodes/YunhuVoice/actions/call/{destination,doubtful,number}.ts',
	'nodes/YunhuVoice/actions/campaign/found.ts',
	'nodes/YunhuVoice/actions/recording/audio.ts',
	'nodes/YunhuVoice/lists/{cache,choices,services}.ts',
	'nodes/YunhuVoice/waiting/reference.ts',
];

/** @param {string[]} files files not to mutate */
export const without = (files) => files.map((file) => `!${file}`);

/** The files that show what they are worth with lists of thousands of rows. */
export const NEEDS_LONG_LISTS = ['advance', 'pass', 'step'].map(
	(file) => `nodes/YunhuVoice/records/${file}.ts`,
);
