import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { lexer, type Token, walkTokens } from 'marked';

export const ROOT = join(__dirname, '../../..');

/** A parsed Markdown file. */
export interface Document {
	/** Relative to the repository root. */
	path: string;
	headings: Array<{ depth: number; text: string }>;
	/** The anchors that links can target, as GitHub generates them. */
	anchors: Set<string>;
	/** Targets of links and images. */
	links: string[];
	/** Code blocks, and code spans in the text. */
	blocks: Array<{ language: string; text: string }>;
	inline: string[];
	/** The number of rows of each table. */
	tables: number[];
}

/** @param path relative to the repository root */
export function readDocument(path: string): Document {
	const document: Document = {
		path,
		headings: [],
		anchors: new Set(),
		links: [],
		blocks: [],
		inline: [],
		tables: [],
	};
	const slugger = new GithubSlugger();
	const take = (token: Token): void => {
		switch (token.type) {
			case 'heading':
				document.headings.push({ depth: token.depth as number, text: String(token.text) });
				document.anchors.add(slugger.slug(String(token.text).replace(/[`*]/g, '')));
				break;
			case 'link':
			case 'image':
				document.links.push(String(token.href));
				break;
			case 'code':
				document.blocks.push({ language: String(token.lang ?? ''), text: String(token.text) });
				break;
			case 'codespan':
				document.inline.push(String(token.text));
				break;
			case 'table':
				document.tables.push((token.rows as unknown[]).length);
				break;
			default:
		}
	};
	walkTokens(lexer(readFileSync(join(ROOT, path), 'utf8')), take);
	return document;
}
