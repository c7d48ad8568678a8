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

const NODE = 'nodes/YunhuVoice';

/** The floors of the house, from the top. Imports go down, never up. */
const FLOORS = [
	'actions',
	'callbacks',
	'records',
	'lists',
	'events',
	'waiting',
	'limits',
	'api',
	'shared',
];

/** These are on the top floor: they do not know each other. */
const TOP = ['actions', 'callbacks', 'records', 'lists'];

/** Pure: no n8n context in it, so that a test needs nothing but values. */
const PURE = [
	'actions/*/rows.ts',
	'actions/call/doubtful.ts',
	'events/*.ts',
	'shared/!(nodeErrors|respond|settings|sleep).ts',
	'api/{envelope,errors,rows,session}.ts',
	'callbacks/{addresses,authorize,classify,decode,duplicates,events,form,options}.ts',
	'limits/*.ts',
	'lists/choices.ts',
	'records/{advance,cursor,failures,known,pass,step}.ts',
	'waiting/reference.ts',
].map((files) => `${NODE}/${files}`);

const N8N_CONTEXTS = [
	'IExecuteFunctions',
	'IHookFunctions',
	'ILoadOptionsFunctions',
	'IPollFunctions',
	'ISupplyDataFunctions',
	'IWebhookFunctions',
];

const importRule = (settings) => ({
	'@typescript-eslint/no-restricted-imports': ['error', settings],
});

const n8nErrors = {
	name: 'n8n-workflow',
	importNames: ['NodeApiError', 'NodeOperationError', 'ApplicationError'],
	message: 'n8n’s errors are made in shared/nodeErrors.ts.',
};

const n8nContexts = {
	name: 'n8n-workflow',
	importNames: [...N8N_CONTEXTS, ...n8nErrors.importNames],
	message: 'This file is pure: values in, values out.',
};

/** What the published code may import: its own files and these modules. */
const publishedCode = {
	regex: '^(?!\\.\\.?/|n8n-workflow$|luxon$|node:crypto$)|^(\\.\\./)+test(/|$)',
	message: 'The published code imports its own files, n8n-workflow, luxon and node:crypto.',
};

/** What a folder may not import: the floors above, the other folders of the top floor, the node files, the credential. */
function floorRules(folder, paths) {
	const above = FLOORS.slice(0, FLOORS.indexOf(folder));
	const forbidden = TOP.includes(folder) ? TOP.filter((other) => other !== folder) : above;
	const regex = `^\\.\\./(\\.\\./)*(${[...forbidden, '[^/]*\\.node', 'credentials'].join('|')})(/|$)`;
	const message = `${folder}/ does not import ${forbidden.join(', ')}, a node file or the credential.`;
	return importRule({ paths, patterns: [publishedCode, { regex, message }] });
}

const folderOf = (files) => files.split('/')[2];

const houseRules = [
	{
		files: ['credentials/**/*.ts', `${NODE}/*.ts`],
		rules: importRule({ paths: [n8nErrors], patterns: [publishedCode] }),
	},
	...FLOORS.map((folder) => ({
		files: [`${NODE}/${folder}/**/*.ts`],
		rules: floorRules(folder, [n8nErrors]),
	})),
	...PURE.map((files) => ({ files: [files], rules: floorRules(folderOf(files), [n8nContexts]) })),
	{ files: [`${NODE}/shared/nodeErrors.ts`], rules: floorRules('shared', []) },
];

const SUITES = ['unit', 'integration', 'package', 'e2e', 'queue', 'records', 'lines', 'browser'];
const TOOLS = [
	'actionlint',
	'bench',
	'demo',
	'dev',
	'docs',
	'mutation',
	'release',
	'screenshots',
	'soak',
	'verify',
];

/** Suites and tools import support, never each other; support imports neither. */
const testRules = ['support', ...SUITES, ...TOOLS].map((part) => {
	const isTool = TOOLS.includes(part);
	const otherTools = isTool ? TOOLS.filter((other) => other !== part) : [];
	const others = ['tools', ...SUITES, ...otherTools].filter((other) => other !== part);
	// A tool that is one file finds the others beside it.
	const beside = isTool ? `|^\\./(${otherTools.join('|')})(/|$)` : '';
	const regex = `^(\\.\\./)+(${others.join('|')})(/|$)${beside}`;
	const message = `${part} does not import suites or tools: what several need is in test/support.`;
	return {
		files: [`test/${isTool ? 'tools/' : ''}${part}{.ts,/**/*.ts}`],
		rules: importRule({ patterns: [{ regex, message }] }),
	};
});

export default [
	...config,
	{ ignores: ['coverage', '.demo', '.mutation'] },
	{ files: ['package.json'], plugins, rules: rulesOf('community') },
	{ files: ['credentials/**/*.ts'], plugins, rules: rulesOf('credentials') },
	{ files: ['nodes/**/*.ts'], plugins, rules: rulesOf('nodes') },
	{
		files: ['{credentials,nodes,test}/**/*.ts'],
		// Without these the rule against cycles does not read TypeScript.
		settings: {
			'import-x/extensions': ['.ts'],
			'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
		},
		rules: {
			'import-x/no-cycle': 'error',
			// Its documentation imports fast-check by its default export.
			'import-x/no-named-as-default-member': 'off',
			'import-x/order': [
				'error',
				{
					groups: ['builtin', 'external', 'parent', 'sibling'],
					alphabetize: { order: 'asc' },
					'newlines-between': 'never',
				},
			],
		},
	},
	{
		files: ['{credentials,nodes}/**/*.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{
					object: 'AbortSignal',
					property: 'any',
					message: 'Long lists would stop n8n for seconds: use joinSignals of shared/signals.ts.',
				},
			],
		},
	},
	...houseRules,
	...testRules,
	{
		// Tests and tools are ordinary Node programs, not code that runs inside n8n.
		files: ['test/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			// Forbids child processes, by which builds, n8n and the demo are run.
			'@n8n/community-nodes/no-dangerous-functions': 'off',
		},
	},
];
