const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { isNativeError } = require('node:util').types;
const EndAtFirstFailure = require('./endAtFirstFailure.cjs');

// n8n reads these when it loads.
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'yunhu-voice-mutation-'));
process.env.N8N_LOG_LEVEL = 'silent';

const sharedModules = Object.fromEntries(
	[
		'n8n-core',
		'n8n-workflow',
		'@n8n/di',
		'express',
		'fastify',
		'@fastify/formbody',
		'@fastify/multipart',
		'undici',
	].map((name) => [name, require(name)]),
);

const isInstance = Function.prototype[Symbol.hasInstance];

/** Makes `instanceof Error` true for the errors of other contexts, too: the tests do not share theirs with these modules. */
function acceptErrorsOfAnyContext(Error) {
	Object.defineProperty(Error, Symbol.hasInstance, {
		configurable: true,
		value(thing) {
			return isInstance.call(this, thing) || (this === Error && isNativeError(thing));
		},
	});
}

acceptErrorsOfAnyContext(Error);

/** Loads what takes seconds, above all n8n's core, once for the whole run and not once per mutant. See `bundle.ts`. */
module.exports = class extends EndAtFirstFailure {
	constructor(config, context) {
		super(config, context);
		const { testNamePattern } = config.globalConfig;
		Object.assign(this.global, { sharedModules, testNamePattern });
		acceptErrorsOfAnyContext(this.global.Error);
	}
};
