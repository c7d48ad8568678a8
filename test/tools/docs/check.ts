/** `npm run docs:check`: checks the documents for broken links and references, invalid JSON and outdated content. */

import { print } from '../../support/print';
import { readDocument } from './markdown';
import {
	brokenJson,
	brokenLinks,
	documents,
	missingFiles,
	outdatedFiles,
	outOfStep,
	undocumentedCodes,
	unknownScripts,
} from './problems';

const TRANSLATIONS = [
	['README.md', 'docs/README.zh-CN.md'],
	['docs/operations.md', 'docs/operations.zh-CN.md'],
	['docs/credential.md', 'docs/credential.zh-CN.md'],
] as const;

async function main(): Promise<void> {
	const read = documents().map(readDocument);
	const problems = [
		...read.flatMap((document) => [
			...brokenLinks(document),
			...unknownScripts(document),
			...missingFiles(document),
			...brokenJson(document),
		]),
		...TRANSLATIONS.flatMap(([original, translation]) =>
			outOfStep(readDocument(original), readDocument(translation)),
		),
		...undocumentedCodes(),
		...(await outdatedFiles()),
	];
	for (const problem of problems) print(problem);
	print(`${read.length} documents, ${problems.length} problems`);
	process.exitCode = problems.length === 0 ? 0 : 1;
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
