import { closeAccounts, CONTINUE, openTestAccount } from '../support/contexts/account';
import { EXTENSIONS } from '../support/contexts/directory';
import { searchList } from '../support/contexts/lists';
import { jsonOf } from '../support/contexts/n8n';

/*
 * GetSipnumberInfo answers with the SIP password of every extension. None of them leaves the node.
 */

afterEach(closeAccounts);

const PASSWORDS = /sip-secret/;

const serviceCall = (serviceName: string) => ({
	resource: 'service',
	operation: 'call',
	serviceName,
	specifyFields: 'list',
	fields: { field: [{ name: 'status', value: '3' }] },
});

it.each<[string, Parameters<Awaited<ReturnType<typeof openTestAccount>>['run']>[0]]>([
	['Extension: Get Many', { ...EXTENSIONS, state: 'all' }],
	['Service: Call', serviceCall('App.Sip_Sipnum.GetSipnumberInfo')],
])('%s gives none, simplified or not', async (_what, parameters) => {
	const { run, provider } = await openTestAccount();
	for (const simplify of [true, false]) {
		const shown = JSON.stringify(jsonOf(await run({ ...parameters, simplify })));
		expect(shown).toContain('20280004');
		expect(shown).not.toMatch(PASSWORDS);
	}
	expect(provider.extensions[0]?.password).toMatch(PASSWORDS);
});

it('a row that is not simplified says that there is one', async () => {
	const { run } = await openTestAccount();
	expect(jsonOf(await run({ ...EXTENSIONS, simplify: false }))[0]).toEqual({
		extnumber: '20280001',
		password: '***',
		status: 1016,
		register: 'reg',
		disnumber: '2120280001',
	});
});

it('a row that is simplified does not', async () => {
	const { run } = await openTestAccount();
	expect(JSON.stringify(jsonOf(await run(EXTENSIONS)))).not.toMatch(/password/i);
});

it.each([
	['in capitals', { PASSWORD: 'sip-secret-1' }],
	['deeper', { account: { list: [{ Password: 'sip-secret-1' }] } }],
	['as a number', { password: 4711 }],
])('one %s is masked too', async (_what, more) => {
	const { run, provider } = await openTestAccount();
	const data = { status: 0, desc: 'ok', result: [{ extnumber: '1', ...more }] };
	const raw = JSON.stringify({ ret: 200, data });
	provider.answerNext({ service: 'GetSipnumberInfo', times: 3, fault: { raw } });
	for (const parameters of [
		EXTENSIONS,
		{ ...EXTENSIONS, simplify: false },
		serviceCall('App.Sip_Sipnum.getSipnumberInfo'),
	]) {
		expect(JSON.stringify(await run(parameters))).not.toMatch(/sip-secret|4711/);
	}
});

it.each([
	['is cut off', (answer: string) => answer.slice(0, -5)],
	['has no status', (answer: string) => answer.replace('"status":0', '"status":null')],
	['has another form', (answer: string) => answer.replace('"result":', '"result":"x","rows":')],
])('no error holds one if the answer %s', async (_what, change) => {
	const { run, provider } = await openTestAccount();
	const data = { status: 0, result: [{ extnumber: '1', password: 'sip-secret-1' }] };
	const raw = change(JSON.stringify({ ret: 200, data }));
	provider.answerNext({ service: 'GetSipnumberInfo', times: Infinity, fault: { raw } });
	for (const settings of [CONTINUE, {}]) {
		const result = await run(EXTENSIONS, undefined, settings);
		expect(JSON.stringify(result)).toMatch(/NOT_JSON|NO_DATA|NO_RESULT/);
		expect(JSON.stringify(result)).not.toMatch(PASSWORDS);
	}
});

it('no list of the editor holds one', async () => {
	const { credentials } = await openTestAccount();
	const found = await searchList(credentials, 'searchExtensions');
	expect(found.results).toHaveLength(3);
	expect(JSON.stringify(found)).not.toMatch(/secret|password|\*\*\*/i);
});
