import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { OUTPUTS, previewOf } from '../../support/schemas';
import { callMethods, fieldsOf, outcomes, parameters, retCodes, statusCodes } from './tables';

const ROOT = join(__dirname, '../../..');

/** By document and name: the content between `<!-- generated: name -->` and `<!-- end -->`. */
const PARTS: Record<string, Record<string, () => string>> = {
	'docs/codes.md': {
		'ret codes': retCodes,
		'status codes': statusCodes,
		'call methods': callMethods,
		outcomes,
	},
	'docs/fields.md': {
		'extension status': () => fieldsOf('extensionStatus'),
		'call record': () => fieldsOf('callRecord'),
		'campaign status': () => fieldsOf('campaignStatus'),
	},
	'docs/parameters.md': { parameters },
};

export interface GeneratedFile {
	/** Relative to the repository root. */
	path: string;
	/** The expected content. */
	content: string;
}

function withParts(text: string, parts: Record<string, () => string>, path: string): string {
	let result = text;
	for (const [name, make] of Object.entries(parts)) {
		const [begin, end] = [`<!-- generated: ${name} -->\n`, '<!-- end -->'];
		const from = result.indexOf(begin) + begin.length;
		const to = result.indexOf(end, from);
		if (from < begin.length || to < 0) throw new Error(`${path} has no part "${name}"`);
		result = `${result.slice(0, from)}\n${make()}\n\n${result.slice(to)}`;
	}
	return result;
}

/** Returns every file that is generated from the code, wholly or in part, with its expected content. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
	const previews = Object.keys(OUTPUTS).map(async (operation) => {
		const path = `nodes/YunhuVoice/__schema__/v1.0.0/${operation}.json`;
		const filepath = join(ROOT, path);
		const style = { ...(await resolveConfig(filepath)), filepath };
		return { path, content: await format(JSON.stringify(previewOf(operation)), style) };
	});
	const documents = Object.entries(PARTS).map(([path, parts]) => ({
		path,
		content: withParts(readFileSync(join(ROOT, path), 'utf8'), parts, path),
	}));
	return [...(await Promise.all(previews)), ...documents];
}
