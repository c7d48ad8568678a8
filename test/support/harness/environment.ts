import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Belongs to one user folder permanently: without it, n8n cannot read its own database. */
export interface Identity {
	encryptionKey: string;
	email: string;
	password: string;
}

export interface EnvironmentOptions {
	nodeBin: string;
	userFolder: string;
	encryptionKey: string;
	port: number;
	/** The port on which n8n talks to its task runner. Two n8n instances would clash on the default one. */
	brokerPort: number;
	/** Settings that the caller adds or overrides. */
	env: Record<string, string>;
}

/** Reads the identity of a user folder. On first use, creates and stores one (readable by the owner only). */
export function identityOf(userFolder: string): Identity {
	const file = join(userFolder, 'harness-identity.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Identity;
	const identity: Identity = {
		encryptionKey: randomBytes(24).toString('hex'),
		email: 'owner@example.com',
		// n8n requires a capital letter and a digit.
		password: `A1-${randomBytes(12).toString('hex')}`,
	};
	mkdirSync(userFolder, { recursive: true });
	writeFileSync(file, JSON.stringify(identity), { mode: 0o600 });
	return identity;
}

/**
 * Returns the environment of an isolated n8n: local address, its own folder and key, no calls home.
 *
 * Passes on only those variables of the caller that any program needs, so that neither jest's NODE_ENV nor an n8n
 * setting of the machine affects the tests.
 */
export function n8nEnvironment(options: EnvironmentOptions): NodeJS.ProcessEnv {
	const { nodeBin, userFolder, encryptionKey, port, brokerPort, env } = options;
	const { HOME, LANG, PATH = '', TMPDIR } = process.env;
	return {
		HOME,
		LANG,
		TMPDIR,
		// n8n starts its task runner with the first `node` on the PATH.
		PATH: `${dirname(nodeBin)}${delimiter}${PATH}`,
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		...env,
	};
}
