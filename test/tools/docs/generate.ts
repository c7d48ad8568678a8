/** `npm run docs:generate`: writes the tables and output previews that are generated from the code. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './generated';

async function main(): Promise<void> {
	for (const { path, content } of await generatedFiles()) {
		writeFileSync(join(__dirname, '../../..', path), content);
	}
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
