import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What only the owner can fill in, and the sentences that are true before the first publication only. */
const LEFTOVER = /\bOWNER\b|\byunhu-voice\.example\b|has not been published to npm|尚未发布到 npm/;

const isPublished = (file: string): boolean =>
	/^(package\.json|README\.md|SECURITY\.md|docs\/README[\w.-]*\.md)$/.test(file) ||
	/^credentials\/.+\.ts$/.test(file) ||
	/^nodes\/.+\.(ts|json)$/.test(file);

/** Finds what has to be filled in before a publication: `file:line: text` of each place. */
export async function leftoversIn(root: string): Promise<string[]> {
	const folders = ['.', 'docs', 'credentials', 'nodes'];
	const files = await Promise.all(
		folders.map(async (folder) => {
			const names = await readdir(join(root, folder), { recursive: folder !== '.' });
			return names.map((name) => join(folder, name)).filter(isPublished);
		}),
	);
	const found = await Promise.all(
		files.flat().map(async (file) => {
			const lines = (await readFile(join(root, file), 'utf8')).split('\n');
			return lines.flatMap((line, index) =>
				LEFTOVER.test(line) ? `${file}:${index + 1}: ${line.trim().slice(0, 100)}` : [],
			);
		}),
	);
	return found.flat();
}
