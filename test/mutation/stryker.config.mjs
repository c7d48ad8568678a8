/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	testRunner: 'jest',
	jest: { configFile: 'test/mutation/jest.config.json' },
	mutate: ['nodes/YunhuVoice/api/**/*.ts', 'nodes/YunhuVoice/callbacks/**/*.ts'],
	coverageAnalysis: 'perTest',
	concurrency: 2,
	tempDirName: '.mutation/sandbox',
	incremental: true,
	incrementalFile: '.mutation/incremental.json',
	reporters: ['clear-text', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: '.mutation/report.html' },
	jsonReporter: { fileName: '.mutation/report.json' },
	thresholds: { high: 95, low: 85, break: 85 },
};
