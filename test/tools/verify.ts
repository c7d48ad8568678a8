import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../support/harness/command';
import { packTarball, unpackInto } from '../support/harness/pack';
import { print } from '../support/print';

/** The parts of n8n's checks that come without types. */
interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		directory: string,
		patterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

interface OfficialLint {
	config: unknown[];
}

async function lintOfficially(): Promise<string> {
	const { ESLint } = await import('eslint');
	const { config } = (await import('@n8n/node-cli/eslint' as string)) as OfficialLint;
	const eslint = new ESLint({
		cwd: PROJECT_ROOT,
		overrideConfigFile: true,
		overrideConfig: config as never,
	});
	const results = await eslint.lintFiles(['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json']);
	const errors = ESLint.getErrorResults(results);
	return errors.length === 0 ? '' : await (await eslint.loadFormatter('stylish')).format(errors);
}

/** Runs n8n's checks for package verification: its lint, and its scanner on the source and on the tarball. */
async function verify(): Promise<void> {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = (await import(
		'@n8n/scan-community-package/scanner/scanner.mjs' as string
	)) as Scanner;
	const unpacked = await mkdtemp(join(tmpdir(), 'yunhu-voice-verify-'));
	try {
		await unpackInto(await packTarball(), unpacked);
		const scan = async (directory: string, patterns?: string[]): Promise<string> => {
			const { passed, message, details } = await analyzePackage(directory, patterns);
			return passed && !message ? '' : `${message}\n${details ?? ''}`;
		};
		const checks: Record<string, () => Promise<string>> = {
			'n8n’s lint on the source': lintOfficially,
			'scanner on the source': async () => await scan(PROJECT_ROOT, SOURCE_FILE_PATTERNS),
			'scanner on the tarball': async () => await scan(unpacked),
		};
		for (const [name, check] of Object.entries(checks)) {
			const problem = await check();
			print(`${problem === '' ? 'ok  ' : 'FAIL'} ${name}`);
			if (problem === '') continue;
			print(problem);
			process.exitCode = 1;
		}
	} finally {
		await rm(unpacked, { recursive: true, force: true });
	}
}

void verify();
