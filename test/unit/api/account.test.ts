import {
	accountOf,
	checkAccount,
	CREDENTIAL_NAME,
	credentialFrom,
	openAccount,
	takeTurn,
	type YunhuCredential,
} from '../../../nodes/YunhuVoice/api/account';
import { credentialOf } from './helpers';

it('the credential’s name is the one saved workflows use', () => {
	expect(CREDENTIAL_NAME).toBe('yunhuVoiceApi');
});

it('a credential’s fields are text whatever its expressions give', () => {
	expect(
		credentialFrom({ appId: 12345, accessKey: undefined as never, callbackSecret: true }),
	).toEqual({
		apiUrl: '',
		appId: '12345',
		accessKey: '',
		bodyFormat: 'multipart',
		serverTimeZone: '',
		callbackSecret: '',
		sessionToken: '',
	});
});

it.each([
	['urlencoded', 'urlencoded'],
	['multipart', 'multipart'],
	[null, 'multipart'],
])('the body format %j is %s', (bodyFormat, expected) => {
	expect(credentialFrom({ bodyFormat: bodyFormat as never }).bodyFormat).toBe(expected);
});

describe('a complete account', () => {
	it.each([
		['https://yunhu.example.com/api', 'https://yunhu.example.com/api'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
		['https://yunhu.example.com:8443/api/yunhu', 'https://yunhu.example.com:8443/api/yunhu'],
		['  https://yunhu.example.com/api \n', 'https://yunhu.example.com/api'],
		['\u00A0https://yunhu.example.com/api\u00A0', 'https://yunhu.example.com/api'],
		['HTTPS://Yunhu.Example.com/API', 'https://yunhu.example.com/API'],
		['https://yunhu.example.com/api?site=1', 'https://yunhu.example.com/api?site=1'],
		['http://[::1]:8080/api', 'http://[::1]:8080/api'],
	])('with the API URL %j is called at %s', (apiUrl, url) => {
		expect(checkAccount(credentialOf({ apiUrl }))).toEqual({ ok: true, value: url });
	});

	it.each(['UTC', 'Europe/Berlin'])('may be in the time zone %s', (serverTimeZone) => {
		expect(checkAccount(credentialOf({ serverTimeZone })).ok).toBe(true);
	});
});

describe('an account that cannot be used', () => {
	const NO_URL = /API URL .* not a web address/;
	const IN_URL = /API URL .* user name or password/;

	it.each<[string, Partial<YunhuCredential>, RegExp]>([
		['no API URL', { apiUrl: '' }, NO_URL],
		['a blank API URL', { apiUrl: '  ' }, NO_URL],
		['a host alone', { apiUrl: 'yunhu.example.com' }, NO_URL],
		['a host and a port', { apiUrl: 'yunhu.example.com:8080' }, NO_URL],
		['no host', { apiUrl: 'https://' }, NO_URL],
		['words', { apiUrl: 'ask the provider' }, NO_URL],
		['ftp', { apiUrl: 'ftp://yunhu.example.com/api' }, NO_URL],
		['file', { apiUrl: 'file:///etc/passwd' }, NO_URL],
		['javascript', { apiUrl: 'javascript:alert(1)' }, NO_URL],
		['a user name in the URL', { apiUrl: 'https://me@yunhu.example.com' }, IN_URL],
		['a password in the URL', { apiUrl: 'https://:pass@yunhu.example.com' }, IN_URL],
		['both in the URL', { apiUrl: 'https://me:pass@yunhu.example.com' }, IN_URL],
		['no App ID', { appId: '' }, /App ID .* empty/],
		['a blank App ID', { appId: ' \t' }, /App ID .* empty/],
		['no access key', { accessKey: '' }, /Access Key .* empty/],
		['a blank access key', { accessKey: ' ' }, /Access Key .* empty/],
		['an unknown time zone', { serverTimeZone: 'Mars/Olympus' }, /Time Zone .* unknown/],
		['no time zone', { serverTimeZone: '' }, /Time Zone .* unknown/],
	])('%s', (_what, changes, message) => {
		expect(checkAccount(credentialOf(changes))).toEqual({
			ok: false,
			failure: {
				level: 'input',
				code: 'INPUT',
				message: expect.stringMatching(message),
				advice: expect.stringMatching(/\.$/),
			},
		});
	});

	it('does not have its password shown', () => {
		const result = checkAccount(credentialOf({ apiUrl: 'https://me:hidden-1@yunhu.example.com' }));
		expect(result.ok).toBe(false);
		expect(JSON.stringify(result)).not.toContain('hidden-1');
	});
});

describe('the name of an account', () => {
	it('is the same for the same account', () => {
		expect(accountOf(credentialOf())).toBe(accountOf(credentialOf()));
	});

	it.each<Partial<YunhuCredential>>([
		{ apiUrl: 'https://yunhu.example.com/api2' },
		{ appId: 'app2' },
		{ accessKey: 'another key' },
		{ appId: 'appnot-a-real-key', accessKey: '' },
		{ appId: 'not-a-real-key', accessKey: 'app' },
	])('is another with %j', (changes) => {
		expect(accountOf(credentialOf(changes))).not.toBe(accountOf(credentialOf()));
	});

	it.each<Partial<YunhuCredential>>([
		{ bodyFormat: 'urlencoded' },
		{ serverTimeZone: 'UTC' },
		{ callbackSecret: 'not-a-real-secret' },
		{ sessionToken: 'x' },
	])('stays with %j', (changes) => {
		expect(accountOf(credentialOf(changes))).toBe(accountOf(credentialOf()));
	});

	it('is a hash: neither key nor App ID is in it', () => {
		const name = accountOf(credentialOf({ appId: 'hidden-1', accessKey: 'hidden-2' }));
		expect(name).toMatch(/^[0-9a-f]{64}$/);
	});
});

describe('opening the account of a node', () => {
	const contextWith = (getCredentials: (name: string) => Promise<YunhuCredential>) =>
		({ getCredentials }) as unknown as Parameters<typeof openAccount>[0];

	it('reads and checks the credential of the node', async () => {
		const credential = credentialOf();
		const names: string[] = [];
		const context = contextWith(async (name) => {
			names.push(name);
			return await Promise.resolve(credential);
		});
		const before = Date.now();
		const opened = await openAccount(context);
		if (!opened.ok) throw new Error(opened.failure.message);
		expect(opened.value).toMatchObject({ credential, url: credential.apiUrl });
		expect(opened.value.openedAt).toBeGreaterThanOrEqual(before);
		expect(names).toEqual([CREDENTIAL_NAME]);
	});

	it('says what is wrong with the credential', async () => {
		const context = contextWith(async () => await Promise.resolve(credentialOf({ appId: '' })));
		expect(await openAccount(context)).toMatchObject({
			ok: false,
			failure: { message: 'The App ID in the credential is empty' },
		});
	});

	it('says why n8n cannot read it', async () => {
		const context = contextWith(async () => await Promise.reject(new Error('It was deleted.')));
		expect(await openAccount(context)).toEqual({
			ok: false,
			failure: {
				level: 'input',
				code: 'INPUT',
				message: 'The credential cannot be read: It was deleted.',
				advice: 'Select the credential again. If it contains expressions, correct them.',
			},
		});
	});
});

describe('the pace of a run', () => {
	const account = { credential: credentialOf(), url: '', openedAt: 0 };

	it('lets everything pass where there is none', async () => {
		expect(await takeTurn(account)).toBe(true);
	});

	it.each([true, false])('decides: %j', async (isOpen) => {
		const turn = async () => await Promise.resolve(isOpen);
		expect(await takeTurn({ ...account, takeTurn: turn })).toBe(isOpen);
	});
});
