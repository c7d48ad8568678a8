const { TestEnvironment } = require('jest-environment-node');

/** Skips the rest of a file after a failed test: the mutant is dead by then, and what it breaks often hangs. */
module.exports = class extends TestEnvironment {
	handleTestEvent({ name, test }) {
		if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
		if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
	}
};
