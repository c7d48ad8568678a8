import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ESLint } from 'eslint';
import { PROJECT_ROOT } from '../support/harness/command';
import { packTarball, unpackInto } from '../support/harness/pack';
import { print } from '../support/print';

/** The parts of n8n's checks that come without types. */
interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	buildScanConfig(): Promise<ESLint.Options['overrideConfig']>;
	analyzePackage(
		directory: string,
		patterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

/** The ESLint configuration that n8n gives to every new community package. A package with `n8n.strict` has to keep it as it is. */
const TEMPLATE = join(
	PROJECT_ROOT,
	'node_modules/@n8n/node-cli/dist/template/templates/shared/default/eslint.config.mjs',
);

/** What the published package is made of. */
const PUBLISHED = ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'];

/** Warnings that are meant to stay, by rule and the name in question, and why. */
const EXPLAINED: Record<string, string> = {
	"@n8n/community-nodes/credential-unnecessary-password 'accessKey'":
		'accessKey is the account’s secret; the rule does not count “accessKey” among the names of secrets',
};

interface Finding {
	/** The text to print. */
	text: string;
	isWarning: boolean;
	isFatal: boolean;
}

/** Lints without heeding any comment that turns a rule off. */
async function lint(
	directory: string,
	patterns: string[],
	options: ESLint.Options,
): Promise<Finding[]> {
	const eslint = new ESLint({ cwd: directory, allowInlineConfig: false, ...options });
	const results = await eslint.lintFiles(patterns);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(({ ruleId, severity, line, message }) => {
			const file = relative(directory, filePath);
			const isWarning = severity === 1;
			const [name = ''] = /'\w+'/.exec(message) ?? [];
			const reason = isWarning ? EXPLAINED[`${ruleId} ${name}`] : undefined;
			const text = `${file}:${line} ${isWarning ? 'warning' : 'error'} ${ruleId}: ${message}`;
			return { text: reason ? `${text}\n  stays: ${reason}` : text, isWarning, isFatal: !reason };
		}),
	);
}

/** The scanner's verdict, and the warnings that it does not print. */
async function scan(
	{ analyzePackage, buildScanConfig }: Scanner,
	directory: string,
	patterns: string[],
): Promise<Finding[]> {
	const { passed, message, details } = await analyzePackage(directory, patterns);
	const text = `${message}\n${details ?? ''}`;
	const verdict = passed && !message ? [] : [{ text, isWarning: false, isFatal: true }];
	const found = await lint(directory, patterns, {
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	return [...verdict, ...found.filter(({ isWarning }) => isWarning)];
}

/** Runs n8n's checks for package verification: its lint, and its scanner on the source and on the tarball. */
async function verify(): Promise<void> {
	const scanner = (await import(
		'@n8n/scan-community-package/scanner/scanner.mjs' as string
	)) as Scanner;
	const unpacked = await mkdtemp(join(tmpdir(), 'yunhu-voice-verify-'));
	try {
		await unpackInto(await packTarball(), unpacked);
		const checks: Record<string, () => Promise<Finding[]>> = {
			'n8n’s lint on the source': async () =>
				await lint(PROJECT_ROOT, PUBLISHED, { overrideConfigFile: TEMPLATE }),
			'scanner on the source': async () =>
				await scan(scanner, PROJECT_ROOT, scanner.SOURCE_FILE_PATTERNS),
			'scanner on the tarball': async () =>
				await scan(scanner, unpacked, ['**/*.js', '**/*.ts', '**/*.json']),
		};
		for (const [name, check] of Object.entries(checks)) {
			const findings = await check();
			const hasFailed = findings.some(({ isFatal }) => isFatal);
			print(`${hasFailed ? 'FAIL' : 'ok  '} ${name}`);
			for (const { text } of findings) print(text);
			if (hasFailed) process.exitCode = 1;
		}
	} finally {
		await rm(unpacked, { recursive: true, force: true });
	}
}

void verify();
