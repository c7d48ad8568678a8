/**
 * The demo's slow part: builds and packs the package, installs n8n. A process of its own, started by preparation.ts as the
 * leader of a process group: so it can be ended with everything that npm has started for it.
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

// Leaves by `exit`, which removes temporary files.
process.on('SIGTERM', () => process.exit(143));
// The other end of stdin is the demo's: it closes however that one ends.
process.stdin.on('end', () => process.kill(-process.pid, 'SIGTERM')).resume();

prepare(process.argv[2] ?? '').then(
	() => process.exit(0),
	(error: Error) => {
		print(error.message);
		process.exit(1);
	},
);
