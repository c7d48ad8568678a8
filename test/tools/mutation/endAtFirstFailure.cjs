const { TestEnvironment } = require('jest-environment-node');

/** Skips what is left of a file once a test has failed: a mutant is dead then, and what it breaks often waits for ever. */
module.exports = class extends TestEnvironment {
	handleTestEvent({ name, test }) {
		if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
		if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
	}
};
