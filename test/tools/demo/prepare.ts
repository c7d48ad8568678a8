/**
 * The slow part of the demo: builds and packs the package, installs n8n. preparation.ts starts it as the leader of its
 * own process group, so that it can stop it together with everything that npm started.
 */
import { copyFile } from 'node:fs/promises';
import { packTarball } from '../../support/harness/pack';
import { ensureRuntime } from '../../support/harness/runtime';
import { print } from '../../support/print';

async function prepare(tarball: string): Promise<void> {
	print('Building the package.');
	await copyFile(await packTarball(), tarball);
	print('Looking for n8n. The first time it has to be installed, which takes some minutes.');
	await ensureRuntime({ log: (line) => print(`  ${line}`) });
}

// `exit` removes temporary files.
process.on('SIGTERM', () => process.exit(143));
// The demo holds the other end of stdin, which closes however the demo ends.
process.stdin.on('end', () => process.kill(-process.pid, 'SIGTERM')).resume();

prepare(process.argv[2] ?? '').then(
	() => process.exit(0),
	(error: Error) => {
		print(error.message);
		process.exit(1);
	},
);
