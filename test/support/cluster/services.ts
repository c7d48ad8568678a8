import { readFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { run } from '../harness/command';
import { ServerProcess, freePort } from '../harness/process';
import { until } from '../harness/wait';
import { processorMs } from '../proc';
import { ensurePrograms, isRoot } from './programs';

const START_TIMEOUT_MS = 60_000;

/** A server that n8n needs, on 127.0.0.1, with a data folder of its own. */
export abstract class Service {
	private process: ServerProcess | undefined;

	protected constructor(
		readonly port: number,
		protected readonly folder: string,
		private readonly command: [string, ...string[]],
		private readonly logFile: string,
	) {}

	/** Starts it with the data it has, and waits until it answers. */
	async start(): Promise<void> {
		this.process = new ServerProcess(this.command, process.env, this.folder, this.logFile);
		const { process: server, logFile } = this;
		await until(
			async () => {
				if (server.hasEnded) throw new Error(`${this.command[0]} ended: see ${logFile}`);
				return (await this.answers()) ? true : undefined;
			},
			START_TIMEOUT_MS,
			() => new Error(`${this.command[0]} does not answer: see ${logFile}`),
		);
	}

	/** Stops it as a service manager does. Its data stays for `start`. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends it on the spot. Its data stays for `start`. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	protected abstract answers(): Promise<boolean>;
}

/** PostgreSQL, as Debian ships it, with its default settings. */
export class Postgres extends Service {
	static readonly user = 'n8n';
	static readonly database = 'postgres';

	private constructor(
		port: number,
		folder: string,
		private readonly bin: string,
		command: [string, ...string[]],
		logFile: string,
	) {
		super(port, folder, command, logFile);
	}

	static async create(folder: string, logFile: string): Promise<Postgres> {
		const { postgres: bin } = await ensurePrograms();
		const port = await freePort();
		const data = join(folder, 'postgres');
		await mkdir(data);
		// The folder's own parent belongs to whoever runs the tests: others may pass through it, not read it.
		await chmod(folder, 0o711);
		if (isRoot()) await run('chown', ['postgres:', data], folder);
		const [program, ...args] = asPostgres(
			[join(bin, 'initdb'), '-D', data, '-U', Postgres.user, '-A', 'trust'],
			['-E', 'UTF8', '--no-sync'],
		);
		await run(program, args, folder);
		const command = asPostgres(
			[join(bin, 'postgres'), '-D', data, '-p', String(port)],
			['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
		);
		return new Postgres(port, data, bin, command, logFile);
	}

	/** The processor time its processes have used, in milliseconds. */
	get cpuMs(): number {
		const [line = ''] = readFileSync(join(this.folder, 'postmaster.pid'), 'utf8').split('\n');
		const postmaster = Number(line);
		return processorMs(({ id, parent }) => id === postmaster || parent === postmaster);
	}

	/** The rows a query gives. */
	async rows<Row>(sql: string): Promise<Row[]> {
		const wrapped = `SELECT coalesce(json_agg(found), '[]') FROM (${sql}) found`;
		return JSON.parse(await this.execute(wrapped)) as Row[];
	}

	/** Runs a statement and returns what psql prints. */
	async execute(sql: string): Promise<string> {
		const where = ['-h', '127.0.0.1', '-p', String(this.port), '-U', Postgres.user];
		const how = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', sql, Postgres.database];
		return await run(join(this.bin, 'psql'), [...where, ...how], this.folder);
	}

	protected async answers(): Promise<boolean> {
		return await this.execute('SELECT 1').then(
			() => true,
			() => false,
		);
	}
}

/** PostgreSQL refuses to run as root: it runs as the user Debian made for it. */
function asPostgres(...parts: string[][]): [string, ...string[]] {
	const [program, ...args] = parts.flat() as [string, ...string[]];
	if (!isRoot()) return [program, ...args];
	return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args];
}

/** Redis, with an append-only file: the queue survives a crash of it. */
export class Redis extends Service {
	static async create(folder: string, logFile: string): Promise<Redis> {
		const { redis: bin } = await ensurePrograms();
		const port = await freePort();
		const data = join(folder, 'redis');
		await mkdir(data);
		const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', data];
		const durable = ['--appendonly', 'yes', '--save', ''];
		return new Redis(port, data, [join(bin, 'redis-server'), ...settings, ...durable], logFile);
	}

	/** While it loads its data Redis takes connections and answers with an error. */
	protected async answers(): Promise<boolean> {
		return await new Promise((done) => {
			const socket = createConnection(this.port, '127.0.0.1', () => socket.write('PING\r\n'));
			socket.once('data', (answer) => {
				socket.destroy();
				done(answer.toString().startsWith('+PONG'));
			});
			socket.once('error', () => done(false));
			socket.setTimeout(1000, () => {
				socket.destroy();
				done(false);
			});
		});
	}
}
