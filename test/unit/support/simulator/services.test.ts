import { startSimulator, type Simulator } from '../../../support/simulator';
import { ask, codeOf, login, post, type Fields } from './helpers';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ timeScale: 0 });
});
afterEach(async () => await simulator.close());

const WINDOW = { starttime: '2026-01-01 00:00:00', endtime: '2026-01-02 00:00:00' };
const TASK = {
	assigntype: '3',
	assignagent: 'extGroup-1',
	telphone: '[{"phone":"13800000001"}]',
	taskscale: '1:1',
};
/** A request of each service that the simulator accepts, with only what is required. */
const REQUESTS: Record<string, Fields> = {
	'Sip_Cdr.GetBill': WINDOW,
	'Sip_Call.MakeCall': { extnumber: '20280001', destnumber: '13800000001' },
	'Sip_Call.DoubleCall': { extnumber: '20280001', anumber: '139', bnumber: '13800000001' },
	'Sip_Call.HangupCall': { extnumber: '20280001' },
	'Sip_Extgroup.GetExtgroupInfo': {},
	'Sip_Extgroup.GetGroupExt': { name: 'extGroup-1' },
	'Sip_Extgroup.EditExtnumber': { name: 'extGroup-1', extnumber: '20280001', state: 'busy' },
	'Sip_Extgroup.AddExtnumber': { name: 'extGroup-1', extnumber: '20280002' },
	'Sip_Extgroup.DelExtnumber': { name: 'extGroup-1', extnumber: '20280001' },
	'Sip_Status.GetSipCallStatus': { extnumber: '20280001' },
	'Sip_Sipnum.GetSipnumberInfo': { status: '3' },
	'Sip_Disnum.getDisnumberInfo': { status: '3', autocall: '1' },
	'Sip_Yccall.TaskCreat': TASK,
	'Sip_Yccall.TaskAdd': { taskid: '1', telphone: '[{"phone":"13800000001"}]' },
	'Sip_Yccall.TaskSet': { taskid: '1', taskstatus: '1' },
	'Sip_Yccall.taskCall': { taskid: '1' },
	'Sip_Yccall.taskDelPhone': { taskid: '1', telphone: '13800000001' },
	'Sip_Yccall.TaskList': {},
	'Sip_Yccall.TaskInfo': { taskid: '1' },
};

describe('strict fields', () => {
	it.each(Object.entries(REQUESTS))(
		'%s wants each required field and no other',
		async (service, fields) => {
			const token = await login(simulator);
			const send = async (sent: Fields) =>
				(await post(simulator, { service: `App.${service}`, ...sent })).json();
			const all = { token, ...fields };
			expect((await send(all)).ret).toBe(200);
			const unknown = await send({ ...all, ext_number: '1' });
			expect(unknown).toMatchObject({ ret: 400, data: [] });
			expect(unknown.msg).toContain('field ext_number is unknown');
			for (const name of Object.keys(all)) {
				const without = await send({ ...all, [name]: '' });
				expect([name, without.ret]).toEqual([name, 400]);
				expect(without.msg).toContain(`field ${name} is missing`);
			}
		},
	);

	it.each([
		['Sip_Cdr.GetBill', 'starttime', '2026-1-1'],
		['Sip_Cdr.GetBill', 'callmethod', '7'],
		['Sip_Cdr.GetBill', 'itemsperpage', '1001'],
		['Sip_Cdr.GetBill', 'currentpage', '0'],
		['Sip_Extgroup.EditExtnumber', 'state', 'free'],
		['Sip_Status.GetSipCallStatus', 'extnumber', '20280001, 20280002'],
		['Sip_Yccall.TaskCreat', 'assigntype', '2'],
		['Sip_Yccall.TaskCreat', 'taskscale', '1'],
		['Sip_Yccall.TaskCreat', 'telphone', '13800000001,13800000002'],
		['Sip_Yccall.TaskCreat', 'telphone', '[{"phone":"13800000001","maturity":"1"}]'],
		['Sip_Yccall.TaskAdd', 'telphone', '[{"phone":"+8613800000001"}]'],
		['Sip_Yccall.TaskSet', 'taskstatus', '0'],
		['Sip_Yccall.taskDelPhone', 'telphone', '["13800000001"]'],
	])('%s refuses a wrong %s', async (service, name, value) => {
		const answer = await ask(simulator, service, { ...REQUESTS[service], [name]: value });
		expect(answer).toEqual({ ret: 400, data: [], msg: expect.stringContaining(`field ${name} `) });
	});

	it('PlayVoice takes its newer form, and refuses a mix of both', async () => {
		const single = { destnumber: '13800000001', voicetype: '1', voicefile: 'hello' };
		const play = async (more: Fields) =>
			await ask(simulator, 'Sip_Call.PlayVoice', { ...single, ...more });
		for (const more of [
			{ transfer: '0' },
			{ transfer: '1', agent: 'extGroup-1', waittime: '60', conntime: '60', ext: '7' },
		]) {
			expect((await play(more as Fields)).ret).toBe(200);
		}
		for (const [name, more] of [
			['agent', { transfer: '1' }],
			['transfer', { transfer: '2' }],
			['userid', { transfer: '0', userid: '1@extGroup-1' }],
			['chengshudu', { ext: '1', chengshudu: '1' }],
		] as const) {
			const { ret, msg } = await play(more as Fields);
			expect([ret, msg]).toEqual([400, expect.stringContaining(`field ${name} `)]);
		}
		expect(simulator.dials).toHaveLength(2);
	});
});

it('the newer form of PlayVoice plays, transfers and keeps its limits', async () => {
	const play = async (destnumber: string, more: Fields) => {
		const fields = { destnumber, voicetype: '1', voicefile: 'hello', ...more };
		const code = await codeOf(simulator, 'Sip_Call.PlayVoice', fields);
		await simulator.settled();
		return code ?? simulator.bills.at(-1);
	};
	const to = (agent: string) => ({ transfer: '1', agent });
	const played = { callmethod: 6, extnumber: '', billsec: 20, chengshudu: '7' };
	expect(await play('13801', { transfer: '0', ext: '7' })).toMatchObject(played);
	expect(await play('13801', to('20280003'))).toMatchObject({ extnumber: '20280003' });
	expect(await play('13801', to('extGroup-1'))).toMatchObject({ extnumber: '20280001' });
	expect(await play('13802', to('20280003'))).toMatchObject({ extnumber: '', billsec: 0 });
	expect(await play('13801', { conntime: '8' })).toMatchObject({ duration: 5, billsec: 8 });
	const missed = { duration: 4, billsec: 0, hangupcause: 10005 };
	expect(await play('13801', { waittime: '4' })).toMatchObject(missed);
	expect(await play('13801', to('extGroup-2'))).toBe('1211');
	expect(await play('13801', to('20289999'))).toBe('1012');
});

it('a command answers without a result', async () => {
	const { data } = await ask(simulator, 'Sip_Call.MakeCall', REQUESTS['Sip_Call.MakeCall']);
	expect(Object.keys(data)).toEqual(['status', 'desc', 'reqtime', 'rsptime']);
});

it('a module without a licence answers 603, the others go on', async () => {
	simulator.options.unlicensed = ['Sip_Yccall', 'Sip_Cdr'];
	expect(await ask(simulator, 'Sip_Yccall.TaskList')).toEqual({
		ret: 603,
		data: [],
		msg: 'Module not licensed',
	});
	expect((await ask(simulator, 'Sip_Cdr.GetBill', WINDOW)).ret).toBe(603);
	expect((await ask(simulator, 'Sip_Extgroup.GetExtgroupInfo')).ret).toBe(200);
});

it('Login tells what the account may do and until when', async () => {
	simulator.options.licences = ['Sip_Call', 'Sip_Cdr'];
	simulator.options.authorizedUntil = '2999-12-31 23:59:59';
	const login = async () =>
		(
			await post(simulator, {
				service: 'App.Sip_Auth.Login',
				appid: simulator.appId,
				accesskey: simulator.accessKey,
			})
		).json();
	expect((await login()).data.result).toMatchObject({
		authtime: '2999-12-31 23:59:59',
		authmodel: 'Sip_Call,Sip_Cdr',
	});
	simulator.options.authorizedUntil = '2020-01-01 00:00:00';
	expect((await login()).ret).toBe(602);
});

describe('extensions and caller IDs', () => {
	it('GetSipnumberInfo lists them with their SIP passwords', async () => {
		const { data } = await ask(simulator, 'Sip_Sipnum.GetSipnumberInfo', { status: '1' });
		expect(data.result).toEqual([
			{
				extnumber: '20280001',
				password: 'sip-secret-1',
				status: 1016,
				register: 'reg',
				disnumber: '2120280001',
			},
			{ extnumber: '20280002', password: 'sip-secret-2', status: 1016, register: 'nreg' },
			{ extnumber: '20280003', password: 'sip-secret-3', status: 1016, register: 'reg' },
		]);
		const off = await ask(simulator, 'Sip_Sipnum.GetSipnumberInfo', { status: '2' });
		expect(off.data.result).toMatchObject([{ extnumber: '20280004', status: 1013 }]);
	});

	it('getDisnumberInfo filters by state and use', async () => {
		const list = async (status: string, autocall: string) =>
			(await ask(simulator, 'Sip_Disnum.getDisnumberInfo', { status, autocall })).data.result;
		expect(await list('1', '1')).toMatchObject([
			{ disnumber: '2120280001', status: 1018 },
			{ disnumber: '2120280002' },
		]);
		expect(await list('3', '2')).toMatchObject([
			{ disnumber: '2120280001' },
			{ disnumber: '2120280003', status: 1019 },
		]);
		expect(await list('1', '3')).toMatchObject([{ disnumber: '2120280002' }]);
	});

	it.each([
		['30000001', '1011'],
		['20289999', '1012'],
		['20280004', '1013'],
		['20280002', '1014'],
	])('a call from %s is refused with %s', async (extnumber, code) => {
		const fields = { extnumber, destnumber: '13800000001' };
		expect(await codeOf(simulator, 'Sip_Call.MakeCall', fields)).toBe(code);
		expect(simulator.dials).toEqual([]);
	});

	it('GetSipCallStatus and HangupCall follow a call from an extension', async () => {
		// The call rings until somebody hangs up.
		simulator.options.timeScale = 3600;
		const extnumber = '20280001';
		const status = async (wanted = extnumber) =>
			(await ask(simulator, 'Sip_Status.GetSipCallStatus', { extnumber: wanted })).data.result;
		const hangUp = async () => await codeOf(simulator, 'Sip_Call.HangupCall', { extnumber });
		const makeCall = async () =>
			await ask(simulator, 'Sip_Call.MakeCall', { extnumber, destnumber: '13800000001' });
		expect(await status(`${extnumber},20280002,20280004,1`)).toMatchObject([
			{ status: 1201, idleduration: 0, caller: null },
			{ status: 1014, idleduration: null },
			{ status: 1013 },
			{ extnumber: '1', status: 1012 },
		]);
		expect(await hangUp()).toBe('1015');
		await makeCall();
		expect(await status()).toMatchObject([
			{ status: 1202, callee: '13800000001', direction: 'callout', callduration: null },
		]);
		expect(await hangUp()).toBeUndefined();
		await simulator.settled();
		expect(simulator.bills).toMatchObject([{ hangupcause: 10002, duration: 0, billsec: 0 }]);

		simulator.options.timeScale = 0.05;
		await makeCall();
		while ((await status())[0]?.status !== 1204);
		expect(await hangUp()).toBeUndefined();
		await simulator.settled();
		expect(simulator.bills[1]).toMatchObject({ hangupcause: 10001, duration: 5 });
		expect(simulator.bills[1]?.billsec).toBeLessThan(20);
		expect(await status()).toMatchObject([{ status: 1201 }]);
	});
});

describe('extension groups', () => {
	const GROUP = { name: 'extGroup-1' };
	const members = async () => (await ask(simulator, 'Sip_Extgroup.GetGroupExt', GROUP)).data;

	it('GetGroupExt answers with a bare array', async () => {
		expect(await members()).toEqual(
			['20280001', '20280003'].map((extnumber) => ({
				name: 'extGroup-1',
				extnumber,
				status: 'hangup',
				priority: 1,
				linkcount: 0,
				date: null,
				state: 'idle',
			})),
		);
	});

	it('members are set busy, signed in and out', async () => {
		const change = async (service: string, extnumber: string, more: Fields = {}) =>
			await codeOf(simulator, `Sip_Extgroup.${service}`, { ...GROUP, extnumber, ...more });
		expect(await change('EditExtnumber', '20280001', { state: 'busy' })).toBeUndefined();
		expect(await change('EditExtnumber', '20280002', { state: 'busy' })).toBe('1002');
		expect(await change('AddExtnumber', '20280002')).toBeUndefined();
		expect(await change('AddExtnumber', '20280002')).toBe('1218');
		expect(await change('AddExtnumber', '20280004')).toBe('1013');
		expect(await change('DelExtnumber', '20280003')).toBeUndefined();
		expect(await members()).toMatchObject([
			{ extnumber: '20280001', state: 'busy', date: expect.any(String) },
			{ extnumber: '20280002', state: 'idle' },
		]);
	});

	it('an unknown group has code 1211, a disabled one 1210 for a campaign', async () => {
		const more = { name: 'nobody', extnumber: '20280001' };
		expect(await codeOf(simulator, 'Sip_Extgroup.AddExtnumber', more)).toBe('1211');
		expect(await codeOf(simulator, 'Sip_Extgroup.GetGroupExt', { name: 'nobody' })).toBe('1211');
		const task = { ...TASK, assignagent: 'extGroup-1,nobody' };
		expect(await codeOf(simulator, 'Sip_Yccall.TaskCreat', task)).toBe('1211');
		simulator.groups[0]!.enabled = false;
		expect(await codeOf(simulator, 'Sip_Yccall.TaskCreat', TASK)).toBe('1210');
	});
});

it('a token of before a new extension is refused by every service that calls', async () => {
	const token = await login(simulator);
	simulator.addExtension();
	for (const service of ['Sip_Call.MakeCall', 'Sip_Call.DoubleCall', 'Sip_Call.HangupCall']) {
		expect(await codeOf(simulator, service, { ...REQUESTS[service], token })).toBe('1010');
	}
	expect(simulator.dials).toEqual([]);
});

it('reset() brings the account back to its start', async () => {
	const { groups, extensions } = simulator;
	groups[0]!.members.pop();
	extensions.length = 0;
	simulator.addBill();
	await ask(simulator, 'Sip_Yccall.TaskCreat', TASK);
	simulator.reset();
	expect(groups[0]?.members).toHaveLength(2);
	expect(extensions).toHaveLength(4);
	expect([simulator.bills, simulator.campaigns]).toEqual([[], []]);
});
