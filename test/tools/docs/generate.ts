/** `npm run docs:generate`: writes the tables and output previews that are generated from the code. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated';

async function main(): Promise<void> {
	for (const { path, content } of await generatedFiles()) {
		const file = join(__dirname, '../../..', path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, content);
	}
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
