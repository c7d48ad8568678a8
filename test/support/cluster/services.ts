import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { run } from '../harness/command';
import type { PostgresServer } from '../harness/database';
import { ServerProcess, freePort } from '../harness/process';
import { until } from '../harness/wait';
import { cpuTimeMs } from '../proc';
import { ensurePrograms, isRoot } from './programs';

const START_TIMEOUT_MS = 60_000;

/** A server that n8n needs, on 127.0.0.1, with its own data folder. */
export abstract class Service {
	private process: ServerProcess | undefined;

	protected constructor(
		readonly port: number,
		protected readonly folder: string,
		private readonly command: [string, ...string[]],
		private readonly logFile: string,
	) {}

	/** Starts the server with its existing data and waits until it responds. */
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

	/** Stops the server as a service manager does. Keeps its data for `start`. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Kills the server at once. Keeps its data for `start`. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	protected abstract answers(): Promise<boolean>;
}

/** Debian's PostgreSQL with its default settings. */
export class Postgres extends Service {
	private static readonly user = 'n8n';
	private static readonly database = 'postgres';

	private constructor(
		port: number,
		folder: string,
		/** The folder of its programs. */
		readonly bin: string,
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
		// The `postgres` user must be able to pass through this folder, but not to list it.
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

	/** How to reach it. */
	get server(): PostgresServer {
		return { bin: this.bin, port: this.port, user: Postgres.user, database: Postgres.database };
	}

	/** CPU time of its processes, in milliseconds. */
	get cpuMs(): number {
		const [line = ''] = readFileSync(join(this.folder, 'postmaster.pid'), 'utf8').split('\n');
		const postmaster = Number(line);
		return cpuTimeMs(({ id, parent }) => id === postmaster || parent === postmaster);
	}

	/** Returns the rows of a query. */
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

/** PostgreSQL refuses to run as root, so it then runs as Debian's user for it. */
function asPostgres(...parts: string[][]): [string, ...string[]] {
	const [program, ...args] = parts.flat() as [string, ...string[]];
	if (!isRoot()) return [program, ...args];
	return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', program, ...args];
}

/** Redis with an append-only file, so that the queue survives a crash. */
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

	/** While Redis loads its data, it accepts connections and responds with an error. */
	protected async answers(): Promise<boolean> {
		return (await replyOf(this.port, 'PING\r\n')).startsWith('+PONG');
	}
}

/** A load balancer that sends the same callback to the same webhook process, as docs/scaling.md sets it up. */
export class Haproxy extends Service {
	/** @param origins of the webhook processes */
	static async create(folder: string, logFile: string, origins: string[]): Promise<Haproxy> {
		const { haproxy: bin } = await ensurePrograms();
		const port = await freePort();
		const file = join(folder, 'haproxy.cfg');
		const servers = origins.map(
			(origin, index) => `server webhook-${index + 1} ${new URL(origin).host} check`,
		);
		await writeFile(
			file,
			`
defaults
	mode http
	timeout connect 5s
	timeout client 60s
	timeout server 60s
frontend callbacks
	bind 127.0.0.1:${port}
	option http-buffer-request
	default_backend webhook_processes
backend webhook_processes
	balance hash req.body
	hash-type consistent
	${servers.join('\n\t')}
`,
		);
		return new Haproxy(port, folder, [join(bin, 'haproxy'), '-db', '-f', file], logFile);
	}

	protected async answers(): Promise<boolean> {
		return (await replyOf(this.port, 'GET /healthz HTTP/1.0\r\n\r\n')).startsWith('HTTP/1.');
	}
}

/** What a server on 127.0.0.1 replies to a text; empty if nothing. */
async function replyOf(port: number, text: string): Promise<string> {
	return await new Promise((done) => {
		const end = (reply: string) => {
			socket.destroy();
			done(reply);
		};
		const socket = createConnection(port, '127.0.0.1', () => socket.write(text));
		socket.once('data', (reply) => end(reply.toString()));
		socket.once('error', () => end(''));
		socket.setTimeout(1000, () => end(''));
	});
}
