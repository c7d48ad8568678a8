import { addAccount } from '../support/account';
import { type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { isOnOlderN8n } from '../support/harness/runtime';
import { type FaultKind, type Simulator, startSimulator } from '../support/simulator';
import { actionWorkflow, PLAY_VOICE } from '../support/workflows';

let provider: Simulator;
let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	n8n = await startN8n({ tarball: await packTarball() });
});

afterAll(async () => await n8n?.stop());

beforeEach(async () => {
	provider = await startSimulator();
	credentialId = await addAccount(n8n, provider);
});

afterEach(async () => await provider.close());

it('says OK when the provider takes the login and the token', async () => {
	expect(await n8n.testCredential(credentialId)).toMatchObject({ status: 'OK' });
	expect(provider.requests.map(({ service }) => service)).toEqual([
		'App.Sip_Auth.Login',
		'App.Sip_Cdr.GetRecodeFile',
	]);
	expect(provider.dials).toEqual([]);
});

it('says OK with urlencoded forms', async () => {
	expect(await n8n.testCredential(credentialId, { bodyFormat: 'urlencoded' })).toMatchObject({
		status: 'OK',
	});
	expect(provider.requests.map(({ contentType }) => contentType)).toEqual([
		'application/x-www-form-urlencoded',
		'application/x-www-form-urlencoded',
	]);
});

it.each<[string, FaultKind, RegExp]>([
	['400', { ret: 400 }, /parameter is invalid \(ret 400\)/],
	['500', { ret: 500 }, /The provider’s server has an internal error \(ret 500\)/],
	['600', { ret: 600 }, /login token is invalid \(ret 600\)/],
	['601', { ret: 601 }, /app ID is not authorized \(ret 601\).*App ID in the credential/],
	['602', { ret: 602 }, /authorization of the app ID has expired \(ret 602\)/],
	['603', { ret: 603 }, /not licensed for the account \(ret 603\)/],
	['604', { ret: 604 }, /address of this n8n server is not authorized \(ret 604\).*public IP/],
	['1003', { code: 1003 }, /Operation Failed \(code 1003\).*Access Key/],
	['an empty answer', { raw: '' }, /response is empty.*API URL/],
	['a web page', { raw: '<!DOCTYPE html><html></html>' }, /web page.*API URL/],
	['a cut off answer', { raw: '{"ret":200,' }, /incomplete or not JSON/],
	['another system', { raw: '{"status":"ok"}' }, /does not come from Yunhu.*API URL/],
	['HTTP 404', { http: 404 }, /HTTP status 404.*API URL/],
	['HTTP 502', { http: 502 }, /HTTP status 502/],
	['a broken connection', { reset: 'before' }, /connection broke/],
])('says in words what is wrong: %s', async (_, fault, message) => {
	provider.answerNext({ service: 'Login', fault });
	expect(await n8n.testCredential(credentialId)).toEqual({
		status: 'Error',
		message: expect.stringMatching(message),
	});
});

describe.each([
	['a number', (ret: number) => ret],
	['text', (ret: number) => String(ret)],
])('where ret is %s', (_, written) => {
	const answer = (ret: number) => ({
		raw: JSON.stringify({ ret: written(ret), data: [], msg: '' }),
	});

	it.each([600, 601, 602, 604])(
		'says what is wrong when the token is not taken: %d',
		async (ret) => {
			provider.answerNext({ service: 'GetRecodeFile', fault: answer(ret) });
			expect(await n8n.testCredential(credentialId)).toEqual({
				status: 'Error',
				message: expect.stringContaining(`(ret ${ret})`),
			});
		},
	);

	it('says OK for an account without recordings: it can call all the same', async () => {
		provider.answerNext({ service: 'GetRecodeFile', fault: answer(603) });
		expect(await n8n.testCredential(credentialId)).toMatchObject({ status: 'OK' });
	});
});

it.each([301, 302, 303, 307, 308])('follows no redirect with the token: %d', async (status) => {
	const elsewhere = await startSimulator();
	provider.answerNext({
		service: 'GetRecodeFile',
		fault: { redirect: elsewhere.url, status },
	});
	try {
		expect(await n8n.testCredential(credentialId)).toEqual({
			status: 'Error',
			message: expect.stringContaining(
				isOnOlderN8n ? `status code ${status}` : 'The API URL redirects to another address',
			),
		});
		expect(elsewhere.requests).toEqual([]);
	} finally {
		await elsewhere.close();
	}
});

it('takes what was pasted together with marks that cannot be seen', async () => {
	const changes = { apiUrl: `\u200B${provider.url}\uFEFF`, appId: `${provider.appId}\u2060` };
	expect(await n8n.testCredential(credentialId, changes)).toMatchObject({ status: 'OK' });
});

it.each([
	['a wrong access key', { accessKey: 'wrong' }, /code 1003/],
	['a host that refuses', { apiUrl: 'http://127.0.0.1:9/' }, /cannot reach the server.*API URL/],
	['an unknown host', { apiUrl: 'http://nowhere.invalid/' }, /name is unknown.*API URL/],
	['no web address', { apiUrl: 'yunhu' }, /not a web address.*https?:\/\//],
	['another kind of address', { apiUrl: 'ftp://127.0.0.1/' }, /not a web address/],
	[
		'credentials in the address',
		{ apiUrl: 'http://me:hidden@127.0.0.1/' },
		/user name or password/,
	],
	['an empty app ID', { appId: ' ' }, /App ID in the credential is empty/],
	['an unknown time zone', { serverTimeZone: 'Moon' }, /Time Zone/],
])('says in words what is wrong with %s', async (_, changes, message) => {
	const { status, message: shown } = await n8n.testCredential(credentialId, changes);
	expect({ status, shown }).toEqual({ status: 'Error', shown: expect.stringMatching(message) });
	expect(shown).not.toContain('hidden');
	expect(shown).not.toContain(provider.accessKey);
});

it('does not wait for ever for a host that says nothing', async () => {
	provider.answerNext({ service: 'Login', fault: { stall: true } });
	expect(await n8n.testCredential(credentialId)).toEqual({
		status: 'Error',
		message: expect.stringMatching(/The server did not respond in time/),
	});
});

describe('a limit on calls', () => {
	it('that can be read passes', async () => {
		const limits = {
			allowedDestinations: '133, 0755',
			callingHours: '09:00-20:00',
			callingDays: ['mon', 'tue'],
			callingTimeZone: 'Asia/Shanghai',
			countryCode: '86',
		};
		expect(await n8n.testCredential(credentialId, limits)).toMatchObject({ status: 'OK' });
	});

	it.each([
		['Allowed Destinations', { allowedDestinations: '+86' }],
		['Calling Hours', { callingHours: '9-20' }],
		['Calling Days', { callingDays: ['someday'] }],
		['Calling Time Zone', { callingTimeZone: 'CST' }],
		['Country Code', { countryCode: 'China' }],
		['Trunk Prefix', { trunkPrefix: 'none' }],
		['Calling Hours', { callingHours: '={{ "" }}' }],
		['Calling Days', { callingDays: '={{ undefined }}' }],
	])('that cannot be read is named: %s', async (name, limits) => {
		expect(await n8n.testCredential(credentialId, limits)).toEqual({
			status: 'Error',
			message: expect.stringMatching(`^${name} in the credential.*n8n places no call`),
		});
	});
});

it('refuses calls where the expression of a limit returns nothing', async () => {
	const limited = await addAccount(n8n, provider, { callingHours: '={{ "" }}' });
	const workflowId = await n8n.createWorkflow(
		actionWorkflow(limited, PLAY_VOICE, [{ number: '13300000001' }]),
	);
	const execution = await n8n.runWorkflow(workflowId);
	expect(JSON.stringify(execution)).toContain('Calling Hours in the credential is blank');
	expect(provider.requests).toEqual([]);
});
