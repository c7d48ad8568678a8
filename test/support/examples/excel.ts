import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { IDataObject } from 'n8n-workflow';
import { ensureRuntime } from '../harness/runtime';

interface Book {
	SheetNames: string[];
	Sheets: Record<string, unknown>;
}

interface Xlsx {
	read(file: Buffer): Book;
	write(book: Book, options: { type: 'buffer'; bookType: 'xlsx' }): Buffer;
	utils: {
		json_to_sheet(rows: IDataObject[]): unknown;
		sheet_to_json(sheet: unknown): IDataObject[];
	};
}

/** Loads the library that n8n ships. */
async function library(): Promise<Xlsx> {
	return createRequire((await ensureRuntime()).n8nBin)('@e965/xlsx') as Xlsx;
}

/** Writes rows to the only sheet of an Excel file. The first line holds the column names. */
export async function writeExcel(file: string, rows: IDataObject[]): Promise<void> {
	const { utils, write } = await library();
	const book = { SheetNames: ['People'], Sheets: { People: utils.json_to_sheet(rows) } };
	writeFileSync(file, write(book, { type: 'buffer', bookType: 'xlsx' }));
}

/** Returns the rows of an Excel file's first sheet, keyed by the names in its first line. */
export async function readExcel(file: string): Promise<IDataObject[]> {
	const { utils, read } = await library();
	const { SheetNames, Sheets } = read(readFileSync(file));
	return utils.sheet_to_json(Sheets[SheetNames[0]!]);
}
