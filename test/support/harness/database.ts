import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';

/** Environment variable: `postgres` runs the end-to-end tests with PostgreSQL in place of n8n's default, SQLite. */
const DATABASE_VARIABLE = 'YUNHU_DB';
export const usesPostgres = process.env[DATABASE_VARIABLE] === 'postgres';

/** Environment variable through which the setup of a test run tells tests of its PostgreSQL. */
const SERVER_VARIABLE = 'YUNHU_POSTGRES_SERVER';

/** How long a reader waits for SQLite. */
const LOCKED_MS = 10_000;

export type Row = Record<string, SQLOutputValue>;

/** Where an n8n stores its data. Identifiers with capitals have to be quoted in SQL: PostgreSQL reads others in small letters. */
export interface Database {
	/** What makes n8n use it. */
	readonly settings: Record<string, string>;
	/** @param values for the placeholders, `?`, in `sql` */
	rows(sql: string, ...values: SQLInputValue[]): Row[];
	/** The query for the names of all tables. */
	readonly tables: string;
}

/** A PostgreSQL for a test run. Its user needs no password. */
export interface PostgresServer {
	/** The folder of `psql`. */
	bin: string;
	port: number;
	user: string;
	/** A database that exists. */
	database: string;
}

export const announce = (server: PostgresServer): void => {
	process.env[SERVER_VARIABLE] = JSON.stringify(server);
};

const sqliteIn = (userFolder: string): Database => ({
	settings: {},
	tables: "SELECT name FROM sqlite_master WHERE type = 'table'",
	rows: (sql, ...values) => {
		const file = join(userFolder, '.n8n/database.sqlite');
		// n8n 1 locks readers out while it writes.
		const database = new DatabaseSync(file, { readOnly: true, timeout: LOCKED_MS });
		try {
			return database.prepare(sql).all(...values);
		} finally {
			database.close();
		}
	},
});

/** As SQLite has it: numbers for yes and no, JSON as text. */
const asInSqlite = (value: unknown): SQLOutputValue => {
	if (typeof value === 'boolean') return Number(value);
	return (
		typeof value === 'object' && value !== null ? JSON.stringify(value) : value
	) as SQLOutputValue;
};

const quoted = (value: SQLInputValue): string => `'${String(value).replaceAll("'", "''")}'`;

/** Runs a statement in a database of a PostgreSQL. Returns what psql prints. */
function psql({ bin, port, user }: PostgresServer, database: string, sql: string): string {
	const where = ['-h', '127.0.0.1', '-p', String(port), '-U', user, '-d', database];
	const how = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', sql];
	return execFileSync(join(bin, 'psql'), [...where, ...how], {
		encoding: 'utf8',
		maxBuffer: 1024 ** 3,
	}).trim();
}

/** A database of a PostgreSQL. */
export const postgresDatabase = (server: PostgresServer, name = server.database): Database => ({
	settings: {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(server.port),
		DB_POSTGRESDB_DATABASE: name,
		DB_POSTGRESDB_USER: server.user,
	},
	tables: "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
	rows: (sql, ...values) => {
		const filled = sql.replace(/\?/g, () => quoted(values.shift() ?? ''));
		const rows = JSON.parse(
			psql(server, name, `SELECT coalesce(json_agg(found), '[]') FROM (${filled}) found`),
		) as Array<Record<string, unknown>>;
		return rows.map((row) =>
			Object.fromEntries(Object.entries(row).map(([key, value]) => [key, asInSqlite(value)])),
		);
	},
});

/** Each user folder has a database of its own, which is made when it is first asked for. */
function postgresOf(userFolder: string, server: PostgresServer): Database {
	const name = `n8n_${createHash('sha256').update(userFolder).digest('hex').slice(0, 16)}`;
	const found = `SELECT 1 FROM pg_database WHERE datname = '${name}'`;
	if (psql(server, server.database, found) === '') {
		psql(server, server.database, `CREATE DATABASE ${name}`);
	}
	return postgresDatabase(server, name);
}

/** The database of a user folder. */
export function databaseOf(userFolder: string): Database {
	const announced = process.env[SERVER_VARIABLE];
	if (!usesPostgres || announced === undefined) return sqliteIn(userFolder);
	return postgresOf(userFolder, JSON.parse(announced) as PostgresServer);
}
