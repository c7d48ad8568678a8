import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { generatedFiles } from './generated';
import { type Document, readDocument, ROOT } from './markdown';

const markdownIn = (folder: string): string[] =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => join(folder, file));

/** Every document that users and maintainers read. */
export const documents = (): string[] => [
	...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
	...['docs', 'examples', 'test', '.github'].flatMap(markdownIn),
];

/** Links that lead nowhere. Other sites are not asked: only that the address is one. */
export function brokenLinks({ path, links }: Document): string[] {
	const isBroken = (link: string): boolean => {
		if (/^[a-z]+:/.test(link)) return !URL.canParse(link);
		const [file = '', anchor = ''] = link.split('#');
		const target = file === '' ? path : normalize(join(dirname(path), file));
		if (!existsSync(join(ROOT, target))) return true;
		return anchor !== '' && target.endsWith('.md') && !readDocument(target).anchors.has(anchor);
	};
	return links.filter(isBroken).map((link) => `${path}: the link ${link} leads nowhere`);
}

/** `npm run` commands that package.json does not have. */
export function unknownScripts({ path, blocks, inline }: Document): string[] {
	const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	const code = [...blocks.map(({ text }) => text), ...inline].join('\n');
	const named = [...code.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test)\b)/g)].map(
		([, script, test]) => script ?? test!,
	);
	return [...new Set(named)]
		.filter((script) => !Object.hasOwn(scripts, script))
		.map((script) => `${path}: there is no script ${script}`);
}

const FOLDERS = /^(?:nodes|credentials|test|docs|examples|\.ci|\.github)\/[\w./-]+$/;

/** What a command writes and git does not keep. */
const isMadeByRunning = (file: string): boolean =>
	readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n').includes(file);

/** Files named in the text that are not there. */
export const missingFiles = ({ path, inline }: Document): string[] =>
	inline
		.filter((text) => FOLDERS.test(text) && !isMadeByRunning(text) && !existsSync(join(ROOT, text)))
		.map((text) => `${path}: there is no ${text}`);

/** JSON that is none. */
export const brokenJson = ({ path, blocks }: Document): string[] =>
	blocks
		.filter(({ language, text }) => language === 'json' && !isJson(text))
		.map(({ text }) => `${path}: this is not JSON: ${text.slice(0, 40)}`);

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/** Files that are made from the code and no longer say what the code says. */
export async function outdatedFiles(): Promise<string[]> {
	return (await generatedFiles())
		.filter(
			({ path, content }) =>
				!existsSync(join(ROOT, path)) || readFileSync(join(ROOT, path), 'utf8') !== content,
		)
		.map(({ path }) => `${path} is not what the code says: run npm run docs:generate`);
}

/** The words of the package's own codes, as the code writes them. */
export function undocumentedCodes(): string[] {
	const sources = ['api/errors.ts', 'actions/recording/file.ts', 'actions/call/destination.ts'].map(
		(file) => readFileSync(join(ROOT, 'nodes/YunhuVoice', file), 'utf8'),
	);
	const codes = [...sources.join('\n').matchAll(/code: '([A-Z_]+)'|^\t([A-Z_]+): 'The answer/gm)];
	const documented = new Set(readDocument('docs/codes.md').inline);
	return codes
		.map(([, code, answer]) => code ?? answer!)
		.filter((code) => !documented.has(code))
		.map((code) => `docs/codes.md does not explain ${code}`);
}

/** What has to be the same in a document and its translation. */
const shapeOf = ({ headings, blocks, links, tables }: Document) => ({
	headings: headings.map(({ depth }) => depth),
	// Comments in commands are translated.
	code: blocks.map(({ text }) => text.replace(/#.*$/gm, '')),
	links: links.map((link) => link.replace(/#.*$/, '')).filter((link) => !/README/.test(link)),
	tables,
});

/** Where a translation has fallen behind. */
export function outOfStep(original: Document, translation: Document): string[] {
	const [one, other] = [shapeOf(original), shapeOf(translation)];
	return (Object.keys(one) as Array<keyof typeof one>).flatMap((part) => {
		const [here, there] = [one[part], other[part]];
		const length = Math.max(here.length, there.length);
		for (let at = 0; at < length; at++) {
			if (here[at] !== there[at]) {
				return [
					`${translation.path} differs from ${original.path} in ${part} number ${at + 1}: ${JSON.stringify(there[at])} instead of ${JSON.stringify(here[at])}`,
				];
			}
		}
		return [];
	});
}
