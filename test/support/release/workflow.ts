import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Step {
	name?: string;
	uses?: string;
	run?: string;
	env?: Record<string, string>;
}

export interface PublishWorkflow {
	permissions: Record<string, string>;
	jobs: { publish: { steps: Step[] } };
}

/** Reads the workflow that publishes the package. */
export const publishWorkflow = async (root: string): Promise<PublishWorkflow> =>
	parse(await readFile(join(root, '.github/workflows/publish.yml'), 'utf8')) as PublishWorkflow;

/** Around the steps: what GitHub would give them. */
interface Surroundings {
	/** The folder with the files of the tag. */
	checkout: string;
	tag: string;
	secrets: Record<string, string>;
	/** A folder for temporary files. */
	temporary: string;
	env: Record<string, string>;
	/** Text of commands that this machine cannot carry out, and what to run in its place. */
	instead: Record<string, string>;
}

/** How far a run of the workflow got. */
export interface WorkflowRun {
	/** The step that failed, by its name or command. */
	failed?: string;
	/** Everything printed. */
	output: string;
}

/** Runs the `run` steps of the workflow one after the other, as GitHub's runner does, until one fails. */
export async function runPublishWorkflow(around: Surroundings): Promise<WorkflowRun> {
	const { checkout, tag, temporary, secrets, instead } = around;
	const environmentFile = join(temporary, `env-${tag}`);
	const { steps } = (await publishWorkflow(checkout)).jobs.publish;
	let output = '';
	for (const { name, run, env = {} } of steps) {
		if (run === undefined) continue;
		const command = Object.entries(instead).reduce(
			(text, [written, replacement]) => text.replaceAll(written, replacement),
			run,
		);
		const secret = (value: string) =>
			value.replace(/\$\{\{ secrets\.(\w+) \}\}/g, (_, key: string) => secrets[key] ?? '');
		const stepEnv = Object.fromEntries(
			Object.entries(env).map(([key, value]) => [key, secret(value)]),
		);
		const ended = await bash(command, checkout, {
			...around.env,
			...(await variablesIn(environmentFile)),
			...stepEnv,
			GITHUB_REF_NAME: tag,
			GITHUB_ENV: environmentFile,
			RUNNER_TEMP: temporary,
		});
		output += ended.output;
		if (ended.code !== 0) return { failed: name ?? run, output };
	}
	return { output };
}

/** What earlier steps have written for later ones. */
async function variablesIn(file: string): Promise<Record<string, string>> {
	const text = await readFile(file, 'utf8').catch(() => '');
	return Object.fromEntries(
		[...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]),
	);
}

async function bash(
	command: string,
	cwd: string,
	env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
	return await new Promise((done, fail) => {
		const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', command], { cwd, env });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
		}
		child.on('error', fail);
		child.on('close', (code) => done({ code, output }));
	});
}
