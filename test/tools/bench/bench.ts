/**
 * `npm run bench`: measures what the nodes cost in a real n8n, next to n8n's own nodes doing the same. A missed goal is
 * reported and is not an error. `-- --quick` measures a little of everything, `-- --only lists` one section.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packTarball } from '../../support/harness/pack';
import { ensureRuntime } from '../../support/harness/runtime';
import { print } from '../../support/print';
import { runAndStop, type Started } from '../../support/started';
import { Bed } from './bed';
import { type Line, tableOf } from './figures';
import { describeMachine } from './machine';
import { Provider } from './providerProcess';
import type { Effort } from './rounds';
import { callbacks } from './sections/callbacks';
import { cost } from './sections/cost';
import { downloads } from './sections/downloads';
import { growth } from './sections/growth';
import { lists } from './sections/lists';
import { memory } from './sections/memory';
import { packageFigures } from './sections/package';
import { records } from './sections/records';

const FULL: Effort = { rounds: 5, size: (full) => full };
const QUICK: Effort = { rounds: 1, size: (full) => full / 5 };

const SECTIONS = ['lists', 'cost', 'growth', 'downloads', 'callbacks', 'package'] as const;
/** They take long, and run when asked for. */
const LONG_SECTIONS = ['memory', 'records'] as const;
type Section = (typeof SECTIONS)[number] | (typeof LONG_SECTIONS)[number];

const ACCOUNT = {
	appId: 'demo-app',
	accessKey: 'demo-access-key',
	callbackSecret: 'the-secret-of-the-benchmark',
};

async function measure(sections: Section[], effort: Effort, started: Started): Promise<Line[]> {
	const tarball = await packTarball();
	const provider = await Provider.start();
	started.add(async () => await provider.stop());
	const open = async (env: Record<string, string> = {}) => {
		const bed = await Bed.start(tarball, env);
		started.add(async () => await bed.stop());
		const account = { ...ACCOUNT, apiUrl: provider.url };
		const credentialId = await bed.n8n.createCredential('Yunhu', 'yunhuVoiceApi', account);
		return { bed, credentialId };
	};
	const lines: Line[] = [];
	const { callbackSecret } = ACCOUNT;
	let shared: ReturnType<typeof open> | undefined;
	/** Runs a section in the n8n that most sections share. */
	const inShared = async (
		measureIn: (
			bed: Bed,
			provider: Provider,
			effort: Effort,
			credentialId: string,
		) => Promise<Line[]>,
	) => {
		const { bed, credentialId } = await (shared ??= open());
		return await measureIn(bed, provider, effort, credentialId);
	};
	const run: Record<Section, () => Promise<Line[]>> = {
		lists: async () => await inShared(lists),
		cost: async () => await inShared(cost),
		growth: async () => await inShared(growth),
		downloads: async () => await inShared(downloads),
		callbacks: async () => {
			const legacy = await open({ N8N_EXPRESSION_ENGINE: 'legacy' });
			const engines = { default: await (shared ??= open()), legacy };
			return await callbacks(engines, effort, callbackSecret);
		},
		memory: async () => await memory(open, provider, effort),
		records: async () => await records(open, provider, effort),
		package: async () => await packageFigures(tarball, effort),
	};
	for (const section of sections) {
		const startedAt = performance.now();
		const found = await run[section]();
		lines.push(...found);
		print(`\n${section} (${Math.round((performance.now() - startedAt) / 1000)} s)`);
		print(tableOf(found));
	}
	return lines;
}

/** @returns the exit code */
async function main(started: Started): Promise<number> {
	const { values } = parseArgs({
		options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
	});
	const all: readonly Section[] = [...SECTIONS, ...LONG_SECTIONS];
	const sections = values.only ? all.filter((name) => name === values.only) : [...SECTIONS];
	if (sections.length === 0) throw new Error(`--only takes one of ${all.join(', ')}`);
	const machine = describeMachine(await ensureRuntime());
	const at = new Date().toISOString();
	const { cpu, cores, memoryGb, system, node, n8n } = machine;
	const title = `${at.slice(0, 10)}: ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node.js ${node}, n8n ${n8n}`;
	print(title);
	const lines = await measure(sections, values.quick ? QUICK : FULL, started);
	// Partial results must not replace the full ones.
	const file = values.quick || values.only ? 'part.json' : 'results.json';
	const results = { at, machine, quick: values.quick, lines };
	await writeFile(join(__dirname, file), JSON.stringify(results, null, '\t'));
	print(`\n${title}\n\n${tableOf(lines)}`);
	return 0;
}

// Hides Node.js's warning that its SQLite is experimental.
process.removeAllListeners('warning');
void runAndStop('The benchmark', main);
