/**
 * Parses CSV (RFC 4180). Returns one list of fields per record and skips empty lines. A quoted field may contain
 * commas, line breaks and doubled quotes.
 *
 * @throws if the text is not CSV
 */
export function parseCsv(text: string): string[][] {
	const records: string[][] = [];
	let record: string[] = [];
	// A field, quoted or not, and the end of it.
	const field = /(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|$)/y;
	while (field.lastIndex < text.length) {
		const start = field.lastIndex;
		const match = field.exec(text);
		if (!match) throw new Error(`Not a CSV text from character ${start} on`);
		const [, quoted, plain = '', end] = match;
		record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
		if (end === ',' && field.lastIndex < text.length) continue;
		if (end === ',') record.push('');
		if (record.length > 1 || record[0] !== '') records.push(record);
		record = [];
	}
	return records;
}

/** Formats records as a table for the console. The first record is the header. */
export function tableOf(records: string[][]): string[] {
	const widths = (records[0] ?? []).map((_, column) =>
		Math.max(...records.map((record) => (record[column] ?? '').length)),
	);
	const line = (record: string[]) =>
		widths.map((width, column) => (record[column] ?? '').padEnd(width)).join('  ');
	const [head = [], ...rows] = records.map((record) => line(record).trimEnd());
	return [head as string, widths.map((width) => '-'.repeat(width)).join('  '), ...rows];
}
