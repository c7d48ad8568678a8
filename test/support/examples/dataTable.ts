import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { N8nInstance } from '../harness/n8n';

/** Reads a data table of n8n from its database: all rows, oldest first. Without the table: none. */
export function rowsOf(
	n8n: Pick<N8nInstance, 'database'>,
	table: SQLInputValue,
): Array<Record<string, SQLOutputValue>> {
	const [found] = n8n.database('SELECT id FROM data_table WHERE name = ?', table);
	if (!found) return [];
	return n8n.database(`SELECT * FROM "data_table_user_${String(found.id)}" ORDER BY id`);
}
