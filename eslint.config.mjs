import { config } from '@n8n/node-cli/eslint';
import nodesBase from 'eslint-plugin-n8n-nodes-base';

/** Our pinned eslint-plugin-n8n-nodes-base, under a name of its own: n8n's config brings an older one. */
const plugins = { 'nodes-base': nodesBase };

/** Rules that n8n's own config turns off as well, because the current n8n API contradicts them. */
const CONTRADICTED_BY_N8N = new Set([
	'cred-class-field-documentation-url-miscased',
	'cred-class-field-type-options-password-missing',
	'node-class-description-inputs-wrong-regular-node',
	'node-class-description-outputs-wrong',
	'node-param-type-options-max-value-present',
]);

const rulesOf = (ruleset) =>
	Object.fromEntries(
		Object.entries(nodesBase.configs[ruleset].rules)
			.map(([name, setting]) => [name.replace('n8n-nodes-base/', ''), setting])
			.filter(([name]) => !CONTRADICTED_BY_N8N.has(name))
			.map(([name, setting]) => [`nodes-base/${name}`, setting]),
	);

export default [
	...config,
	{ ignores: ['coverage', '.demo', '.mutation', 'test/e2e/runtime*/node_modules'] },
	{ files: ['package.json'], plugins, rules: rulesOf('community') },
	{ files: ['credentials/**/*.ts'], plugins, rules: rulesOf('credentials') },
	{ files: ['nodes/**/*.ts'], plugins, rules: rulesOf('nodes') },
	{
		// Tests, simulator and demo are ordinary Node programs, not code that runs inside n8n.
		files: ['test/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			// Forbids child processes, by which builds, n8n and the demo are run.
			'@n8n/community-nodes/no-dangerous-functions': 'off',
		},
	},
];
