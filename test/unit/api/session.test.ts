import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { accountOf, type YunhuCredential } from '../../../nodes/YunhuVoice/api/account';
import type { TimedRequest } from '../../../nodes/YunhuVoice/api/http';
import { authenticate, logIn, SESSION_ONLY } from '../../../nodes/YunhuVoice/api/login';
import { NotSent } from '../../../nodes/YunhuVoice/api/notSent';
import {
	isUsable,
	rejectToken,
	renewSession,
	type Session,
	SESSION_LIFE_MS,
	storedSession,
	storeSession,
	tokensOf,
} from '../../../nodes/YunhuVoice/api/session';
import { credentialOf } from './helpers';

const NOW = Date.UTC(2024, 0, 1);
const MINUTE_MS = 60_000;

const sessionOf = (credential: YunhuCredential, changes: Partial<Session> = {}): Session => ({
	token: 'token-1',
	issuedAt: NOW,
	account: accountOf(credential),
	...changes,
});

const holding = (credential: YunhuCredential, session: Session): YunhuCredential => ({
	...credential,
	sessionToken: storeSession(session),
});

/** The module remembers accounts as long as it is loaded, so every test takes a new one. */
let count = 0;
const newAccount = (): YunhuCredential => credentialOf({ appId: `account-${(count += 1)}` });

/** Returns what a call throws, to check more than its message. */
const thrownBy = (call: () => unknown): unknown => {
	try {
		call();
	} catch (error) {
		return error;
	}
	return undefined;
};

it('a session is renewed ten minutes before its twelve hours are over', () => {
	expect(SESSION_LIFE_MS).toBe(11 * 60 * MINUTE_MS + 50 * MINUTE_MS);
});

describe('the stored session', () => {
	it('is what was stored', () => {
		const credential = credentialOf();
		const session = sessionOf(credential);
		expect(storedSession(holding(credential, session))).toEqual(session);
	});

	it.each([
		['nothing', ''],
		['text that is not JSON', '0123456789abcdef0123456789abcdef'],
		['JSON cut off', '{"token":"a"'],
		['JSON null', 'null'],
		['a JSON number', '42'],
		['a JSON string', '"token"'],
		['a JSON list', '[]'],
		['an object without account', '{"token":"a","issuedAt":1}'],
	])('is undefined for %s', (_what, sessionToken) => {
		expect(storedSession(credentialOf({ sessionToken }))).toBeUndefined();
	});

	it.each<Partial<YunhuCredential>>([
		{ apiUrl: 'https://other.example.com' },
		{ appId: 'other' },
		{ accessKey: 'another key' },
	])('is undefined once the account was edited: %j', (changes) => {
		const credential = credentialOf();
		const { sessionToken } = holding(credential, sessionOf(credential));
		expect(storedSession(credentialOf({ ...changes, sessionToken }))).toBeUndefined();
	});

	it('stays when only the time zone was edited', () => {
		const credential = credentialOf();
		const session = sessionOf(credential);
		expect(storedSession({ ...holding(credential, session), serverTimeZone: 'UTC' })).toEqual(
			session,
		);
	});
});

describe('a session', () => {
	it.each([
		['at once', 0, true],
		['in the last millisecond of its life', 710 * MINUTE_MS - 1, true],
		['at the end of its life', 710 * MINUTE_MS, false],
		['long after', 24 * 60 * MINUTE_MS, false],
		['from a clock that is an hour ahead', -60 * MINUTE_MS, true],
		['from a clock that is its life ahead', -710 * MINUTE_MS, false],
		['from a clock that is days ahead', -72 * 60 * MINUTE_MS, false],
	])('%s: usable %s', (_when, age, usable) => {
		expect(isUsable(sessionOf(credentialOf()), NOW + age)).toBe(usable);
	});

	it('that is not there is not usable', () => {
		expect(isUsable(undefined, NOW)).toBe(false);
	});

	it('without a time is not usable', () => {
		const { token, account } = sessionOf(credentialOf());
		expect(isUsable({ token, account } as Session, NOW)).toBe(false);
	});
});

describe('authenticate', () => {
	const credential = credentialOf();
	const loggedIn = holding(credential, sessionOf(credential));
	const requestOf = (body?: IDataObject): IHttpRequestOptions => ({
		url: 'https://yunhu.example.com/api',
		method: 'POST',
		...(body && { body }),
	});

	it('puts the token into the body it was given, and follows no redirect', () => {
		const body: IDataObject = { service: 'App.Sip_Call.PlayVoice', destnumber: '13333333333' };
		const request = requestOf(body);
		expect(authenticate(loggedIn, request, NOW)).toBe(request);
		expect(request.body).toBe(body);
		expect(request).toMatchObject({
			...requestOf({
				service: 'App.Sip_Call.PlayVoice',
				destnumber: '13333333333',
				token: 'token-1',
			}),
			disableFollowRedirect: true,
		});
	});

	it('makes a body where there is none', () => {
		expect(authenticate(loggedIn, requestOf(), NOW).body).toEqual({ token: 'token-1' });
	});

	it.each([
		{ url: 'https://yunhu.example.com/other/path?x=1' },
		{ url: 'HTTPS://Yunhu.Example.com:443/api' },
		{ url: '\u200Bhttps://yunhu.example.com/api\uFEFF' },
		{ url: '/api', baseURL: 'https://yunhu.example.com' },
		{ uri: 'https://yunhu.example.com/api' },
	])('takes a request to the API’s own host: %j', (address) => {
		expect(authenticate(loggedIn, address as TimedRequest, NOW).body).toEqual({
			token: 'token-1',
		});
	});

	it.each([
		{ url: 'https://elsewhere.example/api' },
		{ url: 'http://yunhu.example.com/api' },
		{ url: 'https://yunhu.example.com:8443/api' },
		{ url: 'https://yunhu.example.com.elsewhere.example/api' },
		{ url: 'https://yunhu.example.com@elsewhere.example/api' },
		{ url: 'https://elsewhere.example/https://yunhu.example.com/api' },
		{ url: 'https://elsewhere.example/', baseURL: 'https://yunhu.example.com/api' },
		{ url: '//elsewhere.example/', baseURL: 'https:' },
		{ uri: 'https://elsewhere.example/api' },
		{ url: 'https://yunhu.example.com/api', proxy: 'http://elsewhere.example:8080' },
		{ url: 'ftp://yunhu.example.com/api' },
		{ url: '' },
		{},
	])('gives the token to no other address, and asks for no login: %j', (address) => {
		const body = { service: 'x' };
		const error = thrownBy(() => authenticate(loggedIn, { ...address, body } as TimedRequest, NOW));
		expect(error).toMatchObject({ message: expect.stringContaining('only with its own API URL') });
		expect(error).not.toHaveProperty('response');
		expect(body).toEqual({ service: 'x' });
	});

	it.each(['uri', 'url'])(
		'does not let n8n’s HTTP Request node follow redirects with the token: %s',
		(name) => {
			const request = { [name]: 'https://yunhu.example.com/api', followAllRedirects: true };
			expect(authenticate(loggedIn, request as never, NOW)).toMatchObject({
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
				maxRedirects: 0,
			});
		},
	);

	it('ends a request with the signal that it brings, not with the one that n8n puts in its place', () => {
		const [own, n8ns] = [new AbortController().signal, new AbortController().signal];
		const request = { ...requestOf(), abortSignal: n8ns, endSignal: own };
		expect(authenticate(loggedIn, request, NOW).abortSignal).toBe(own);
	});

	it('leaves the signal of n8n’s HTTP Request node as it is', () => {
		const { signal } = new AbortController();
		const request = { ...requestOf(), abortSignal: signal };
		expect(authenticate(loggedIn, request, NOW).abortSignal).toBe(signal);
		expect(authenticate(loggedIn, requestOf(), NOW)).not.toHaveProperty('abortSignal');
	});

	it('takes another stored token over the rejected one, without a login', () => {
		const body = { token: 'rejected' };
		authenticate(loggedIn, requestOf(body), NOW);
		expect(body.token).toBe('token-1');
	});

	const other = credentialOf({ appId: 'other' });

	it.each<[string, YunhuCredential, IDataObject, number]>([
		['nobody logged in', credential, {}, NOW],
		['the session is unreadable', { ...credential, sessionToken: 'x' }, {}, NOW],
		['the session is too old', loggedIn, {}, NOW + SESSION_LIFE_MS],
		['the session is another account’s', holding(credential, sessionOf(other)), {}, NOW],
		['the stored token is the rejected one', loggedIn, { token: 'token-1' }, NOW],
		['a session alone is wanted, but ended', credential, { service: SESSION_ONLY }, NOW],
		['another session is wanted', loggedIn, { service: SESSION_ONLY, token: 'token-1' }, NOW],
	])('asks n8n for a login as HTTP 401 does when %s', (_why, stored, body, now) => {
		const before = { ...body };
		const error = thrownBy(() => authenticate(stored, requestOf(body), now));
		expect(error).toBeInstanceOf(NotSent);
		expect(error).toMatchObject({ response: { status: 401 } });
		expect(body).toEqual(before);
	});

	it.each<[string, IDataObject]>([
		['where any session will do', { service: SESSION_ONLY }],
		['where another than the ended one is stored', { service: SESSION_ONLY, token: 'ended' }],
	])('stops before sending %s', (_why, body) => {
		const before = { ...body };
		const error = thrownBy(() => authenticate(loggedIn, requestOf(body), NOW));
		expect(error).toBeInstanceOf(NotSent);
		expect(error).not.toHaveProperty('response.status');
		expect(body).toEqual(before);
	});
});

it('a login is not sent where the credential has no API URL', async () => {
	const httpRequest = jest.fn();
	const login = logIn(httpRequest, { ...newAccount(), apiUrl: 'not a URL' });
	await expect(login).rejects.toThrow(/^The login failed: .*API URL/);
	expect(httpRequest).not.toHaveBeenCalled();
});

describe('renewing a session', () => {
	/** A provider that counts its logins and issues a new token each time. */
	const loginOf = (credential: YunhuCredential, issuedAt = NOW) => {
		let logins = 0;
		return {
			logins: () => logins,
			login: async () => {
				logins += 1;
				const number = logins;
				await new Promise(setImmediate);
				return sessionOf(credential, { token: `token-${number}`, issuedAt: issuedAt + number });
			},
		};
	};

	it('logs in where nothing is known', async () => {
		const account = newAccount();
		const { login, logins } = loginOf(account);
		expect(await renewSession(account, NOW, login)).toEqual(
			sessionOf(account, { token: 'token-1', issuedAt: NOW + 1 }),
		);
		expect(logins()).toBe(1);
	});

	it('logs in once for 50 that ask at the same moment', async () => {
		const account = newAccount();
		const { login, logins } = loginOf(account);
		const sessions = await Promise.all(
			Array.from({ length: 50 }, async () => await renewSession(account, NOW, login)),
		);
		expect(logins()).toBe(1);
		expect(new Set(sessions.map(({ token }) => token))).toEqual(new Set(['token-1']));
	});

	it('logs in once for each of two accounts at the same moment', async () => {
		const accounts = [newAccount(), newAccount()];
		const providers = accounts.map((account) => loginOf(account));
		const sessions = await Promise.all(
			accounts.map(async (account, at) => await renewSession(account, NOW, providers[at]!.login)),
		);
		expect(sessions.map(({ account }) => account)).toEqual(accounts.map(accountOf));
		expect(providers.map(({ logins }) => logins())).toEqual([1, 1]);
	});

	it('gives one that read the credential before the login the newest session', async () => {
		const account = newAccount();
		const { login, logins } = loginOf(account);
		const stale = holding(account, sessionOf(account, { token: 'old', issuedAt: NOW - MINUTE_MS }));
		const newest = await renewSession(stale, NOW, login);
		expect(newest.token).toBe('token-1');
		expect(await renewSession(stale, NOW + 2, login)).toEqual(newest);
		expect(await renewSession(account, NOW + 2, login)).toEqual(newest);
		expect(logins()).toBe(1);
	});

	it.each([
		['the same', 0],
		['a newer', 1],
	])('logs in where %s session is stored: it is the rejected one', async (_which, later) => {
		const account = newAccount();
		const { login, logins } = loginOf(account);
		const known = await renewSession(account, NOW, login);
		const stored = holding(account, { ...known, issuedAt: known.issuedAt + later });
		expect((await renewSession(stored, NOW + 5, login)).token).toBe('token-2');
		expect(logins()).toBe(2);
	});

	it.each([
		['just now', 9_999, 1],
		['as before, so that Test tests', 10_000, 2],
	])('of a session got %s (%d ms ago) takes %d logins in all', async (_when, age, expected) => {
		const account = newAccount();
		const { login, logins } = loginOf(account);
		const { issuedAt } = await renewSession(account, NOW, login);
		await renewSession(account, issuedAt + age, login);
		expect(logins()).toBe(expected);
	});

	it('does not remember a failed login', async () => {
		const account = newAccount();
		const { login, logins } = loginOf(account);
		const failing = async () => await Promise.reject(new Error('ret 601'));
		await expect(renewSession(account, NOW, failing)).rejects.toThrow('ret 601');
		expect((await renewSession(account, NOW, login)).token).toBe('token-1');
		expect(logins()).toBe(1);
	});

	it('fails for all that waited for a failed login, with one attempt', async () => {
		const account = newAccount();
		let attempts = 0;
		const failing = async () => {
			attempts += 1;
			await new Promise(setImmediate);
			throw new Error('ret 601');
		};
		const results = await Promise.allSettled(
			Array.from({ length: 50 }, async () => await renewSession(account, NOW, failing)),
		);
		expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']));
		expect(attempts).toBe(1);
	});

	it('keeps the newest session when a later login fails', async () => {
		const account = newAccount();
		const { login, logins } = loginOf(account);
		const newest = await renewSession(account, NOW, login);
		const failing = async () => await Promise.reject(new Error('ret 500'));
		await expect(renewSession(holding(account, newest), NOW + 5, failing)).rejects.toThrow('500');
		expect(await renewSession(account, NOW + 5, login)).toEqual(newest);
		expect(logins()).toBe(1);
	});

	it('does not give an edited account the session of the one before', async () => {
		const account = newAccount();
		const provider = loginOf(account);
		await renewSession(account, NOW, provider.login);
		const edited = { ...account, accessKey: 'another key' };
		const after = loginOf(edited);
		expect((await renewSession(edited, NOW + 5, after.login)).account).toBe(accountOf(edited));
		expect(after.logins()).toBe(1);
	});
});

it.each([0, 1, 2, 3, 4, 5])(
	'one that asks %d ticks after the login came back gets its session',
	async (ticks) => {
		const account = credentialOf({ appId: `late-${ticks}` });
		const session = { token: 'token-1', issuedAt: 1, account: accountOf(account) };
		let logins = 0;
		const answer = Promise.resolve(session);
		const login = async () => {
			logins += 1;
			return await answer;
		};
		const first = renewSession(account, 1, login);
		for (let tick = 0; tick < ticks; tick += 1) await undefined;
		await Promise.all([first, renewSession(account, 1, login)]);
		expect(logins).toBe(1);
	},
);

describe('a token that the provider has rejected', () => {
	it('is not sent again by any item, though it is in the store', () => {
		const account = newAccount();
		const stored = holding(account, sessionOf(account));
		expect(
			authenticate(stored, { url: 'https://yunhu.example.com/api', body: {} }, NOW).body,
		).toEqual({ token: 'token-1' });
		rejectToken(account, 'token-1');
		expect(
			thrownBy(() => authenticate(stored, { url: 'https://yunhu.example.com/api', body: {} }, NOW)),
		).toBeInstanceOf(NotSent);
	});

	it('is not handed to an item that has read an older one: a login is made', async () => {
		const account = newAccount();
		let logins = 0;
		const login = async () => sessionOf(account, { token: `token-${(logins += 1)}` });
		await renewSession(account, NOW, login);
		rejectToken(account, 'token-1');
		const older = holding(account, sessionOf(account, { token: 'token-0', issuedAt: NOW - 1 }));
		expect((await renewSession(older, NOW + 1, login)).token).toBe('token-2');
	});

	it('is sent again when a login hands it out again', async () => {
		const account = newAccount();
		const session = sessionOf(account);
		rejectToken(account, session.token);
		await renewSession(account, NOW, async () => session);
		expect(
			authenticate(
				holding(account, session),
				{ url: 'https://yunhu.example.com/api', body: {} },
				NOW,
			).body,
		).toEqual({
			token: session.token,
		});
	});

	it('of one account says nothing about another', () => {
		const [account, other] = [newAccount(), newAccount()];
		rejectToken(account, 'token-1');
		const stored = holding(other, sessionOf(other));
		expect(
			authenticate(stored, { url: 'https://yunhu.example.com/api', body: {} }, NOW).body,
		).toEqual({ token: 'token-1' });
	});
});

describe('the tokens to mask', () => {
	it('are none before the first login', () => {
		expect(tokensOf(newAccount())).toEqual([]);
	});

	it('are the newest one, the stored one, and those that were rejected', async () => {
		const credential = newAccount();
		const session = (token: string) => sessionOf(credential, { token });
		await renewSession(credential, NOW, async () => session('newest'));
		rejectToken(credential, 'rejected-1');
		rejectToken(credential, 'rejected-2');
		expect(tokensOf(holding(credential, session('stored')))).toEqual([
			'newest',
			'stored',
			'rejected-1',
			'rejected-2',
		]);
	});
});
