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

/** n8n brings the library. */
async function library(): Promise<Xlsx> {
	return createRequire((await ensureRuntime()).n8nBin)('@e965/xlsx') as Xlsx;
}

/** Writes rows to the only sheet of an Excel file, the first line with the columns' names. */
export async function writeExcel(file: string, rows: IDataObject[]): Promise<void> {
	const { utils, write } = await library();
	const book = { SheetNames: ['People'], Sheets: { People: utils.json_to_sheet(rows) } };
	writeFileSync(file, write(book, { type: 'buffer', bookType: 'xlsx' }));
}

/** The rows of an Excel file's first sheet, by the names in its first line. */
export async function readExcel(file: string): Promise<IDataObject[]> {
	const { utils, read } = await library();
	const { SheetNames, Sheets } = read(readFileSync(file));
	return utils.sheet_to_json(Sheets[SheetNames[0]!]);
}
