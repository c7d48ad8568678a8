import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '../../support/harness/runtime';

export interface Machine {
	cpu: string;
	cores: number;
	memoryGb: number;
	system: string;
	node: string;
	n8n: string;
}

/** Describes the machine on which the figures are measured. */
export function describeMachine({ directory }: Runtime): Machine {
	const manifest = readFileSync(join(directory, 'node_modules/n8n/package.json'), 'utf8');
	const processors = cpus();
	return {
		cpu: processors[0]?.model.trim() ?? 'unknown',
		cores: processors.length,
		memoryGb: Math.round(totalmem() / 1e9),
		system: `Linux ${release()}`,
		node: process.version,
		n8n: (JSON.parse(manifest) as { version: string }).version,
	};
}
