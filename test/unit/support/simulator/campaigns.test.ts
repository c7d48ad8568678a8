import { startSimulator, type Simulator } from '../../../support/simulator';
import { ask, codeOf, until, type Fields } from './helpers';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ timeScale: 0 });
});
afterEach(async () => await simulator.close());

const rows = (...phones: string[]) => JSON.stringify(phones.map((phone) => ({ phone })));
const many = (count: number) => rows(...Array<string>(count).fill('13800000001'));

const yccall = async (service: string, fields: Fields) =>
	await ask(simulator, `Sip_Yccall.${service}`, fields);
const code = async (service: string, fields: Fields) =>
	await codeOf(simulator, `Sip_Yccall.${service}`, fields);
const create = async (fields: Fields = {}): Promise<string> => {
	const task = { assigntype: '3', assignagent: 'extGroup-1', taskscale: '1:1' };
	const { data } = await yccall('TaskCreat', { ...task, telphone: rows('13801'), ...fields });
	return data.result.taskid;
};
const numbers = async (taskid: string, more: Fields = {}) =>
	(await yccall('TaskInfo', { taskid, ...more })).data.result.result;

describe('a running campaign', () => {
	it('dials its numbers, keeps their results, and tells of each call and of its end', async () => {
		// Any address that answers will do.
		const { url } = simulator;
		simulator.options.callbackUrls = { extensionStatus: url, callRecord: url, campaignStatus: url };
		const telphone = JSON.stringify([
			{ phone: 13801, customuuid: 'order-7', userid: '7', memberid: '8', ext: '9' },
			{ phone: '13802' },
			{ phone: '13806' },
			{ phone: '13801', time: '1' },
		]);
		const taskid = await create({ telphone, status: '1', disnumber: '2120280003' });
		await simulator.settled();
		expect(simulator.dials.map(({ destinationNumber }) => destinationNumber)).toEqual([
			'13801',
			'13802',
			'13806',
		]);
		const custom = { userid: '7', memberid: '8', chengshudu: '9', customuuid: 'order-7' };
		const agent = expect.stringMatching(/^2028000[13]$/);
		expect(await numbers(taskid)).toMatchObject([
			{
				telphone: '13801',
				...custom,
				status: 1036,
				answered: 1,
				answertype: 'connected',
				extnumber: agent,
			},
			{ telphone: '13802', status: 1036, answered: 0, answertype: 'callee', extnumber: null },
			{ telphone: '13806', status: 1036, answered: 1, answertype: 'caller', extnumber: agent },
			{ telphone: '13801', status: 1035, answered: null, answertype: null, extnumber: null },
		]);
		expect(await numbers(taskid, { status: '1' })).toHaveLength(1);
		expect(await numbers(taskid, { answertype: 'caller' })).toMatchObject([{ telphone: '13806' }]);
		const bills = [...simulator.bills].sort((a, b) => a.destnumber.localeCompare(b.destnumber));
		expect(bills).toMatchObject([
			{ callmethod: 5, displaynumber: '2120280003', extnumber: agent, ...custom },
			{ callmethod: 5, extnumber: '', billsec: 0 },
			{ callmethod: 5, extnumber: '', billsec: 10 },
		]);
		const told = (kind: string) =>
			simulator.callbacks.filter((one) => one.kind === kind).map(({ body }) => body);
		expect(told('callRecord')).toHaveLength(3);
		for (const body of told('callRecord')) expect(body).toMatchObject({ taskid, round: 1 });
		expect(told('extensionStatus').map(({ isbleg, status }) => [isbleg, status])).toEqual([
			['false', 'ring'],
			['false', 'answer'],
			['false', 'hangup'],
		]);
		expect(simulator.callbacks.at(-1)).toMatchObject({
			kind: 'campaignStatus',
			body: { taskid, companycode: '2028', status: 3, endtype: 'over' },
		});
		expect(simulator.campaigns).toMatchObject([{ taskid, status: 3 }]);
	});

	it('calls only for agents who are idle, enabled, registered and not in a call', async () => {
		simulator.options.timeScale = 0.002;
		const [group] = simulator.groups;
		const [first, second] = simulator.extensions;
		group!.members = ['20280001', '20280002', '20280003', '20280004'].map((extnumber) => ({
			extnumber,
			state: extnumber === '20280003' ? 'busy' : 'idle',
			priority: 1,
		}));
		await create({ telphone: rows('13801', '13801', '13801'), status: '1' });
		// One agent, one number at a time.
		while (simulator.bills.length < 3) {
			expect(simulator.dials.length - simulator.bills.length).toBeLessThanOrEqual(1);
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		expect(new Set(simulator.bills.map(({ extnumber }) => extnumber))).toEqual(
			new Set(['20280001']),
		);
		await simulator.settled();
		first!.enabled = false;
		await create({ status: '1' });
		await new Promise((resolve) => setTimeout(resolve, 60));
		expect(simulator.dials).toHaveLength(3);
		second!.registered = true;
		await simulator.settled();
		expect(simulator.bills.at(-1)).toMatchObject({ extnumber: '20280002' });
	});

	it('dials several numbers for one agent if its scale says so; the agent takes one', async () => {
		const telphone = rows('13801', '13801', '13801');
		const more = { assigntype: '1', assignagent: '20280001', taskscale: '1:3', status: '1' };
		const taskid = await create({ telphone, ...more });
		await simulator.settled();
		const types = (await numbers(taskid)).map(({ answertype }) => answertype);
		expect(types).toEqual(['connected', 'caller', 'caller']);
	});

	it('ends at its end time', async () => {
		simulator.options.callbackUrls = { campaignStatus: simulator.url };
		const taskid = await create({ status: '1', pausedtime: '2020-01-01 00:00:00' });
		await simulator.settled();
		expect(simulator.dials).toEqual([]);
		expect(simulator.callbacks).toMatchObject([
			{ body: { taskid, status: 3, endtype: 'timeout' } },
		]);
	});

	it('is paused by TaskSet, and by forget() with its calls', async () => {
		simulator.options.timeScale = 3600;
		const taskid = await create({ telphone: many(5), status: '1' });
		await until(() => simulator.dials.length === 2);
		expect(await code('TaskSet', { taskid, taskstatus: '2' })).toBeUndefined();
		expect(await code('TaskSet', { taskid, taskstatus: '2' })).toBe('1027');
		expect(await code('TaskSet', { taskid, taskstatus: '1' })).toBeUndefined();
		simulator.forget();
		await simulator.settled();
		expect(simulator.campaigns).toMatchObject([{ status: 2 }]);
		expect(simulator.bills).toEqual([]);
	});
});

describe('changes', () => {
	it('a campaign waits for TaskSet, and answers with its state what it cannot do', async () => {
		const taskid = await create();
		expect(await code('TaskSet', { taskid, taskstatus: '2' })).toBe('1025');
		expect(await code('taskCall', { taskid })).toBe('1025');
		expect(await code('TaskAdd', { taskid, telphone: rows('13802') })).toBeUndefined();
		expect(await code('taskDelPhone', { taskid, telphone: '13801' })).toBeUndefined();
		expect(simulator.dials).toEqual([]);
		expect(await code('TaskSet', { taskid, taskstatus: '1' })).toBeUndefined();
		await simulator.settled();
		expect(await numbers(taskid)).toMatchObject([{ telphone: '13802', status: 1036 }]);
		for (const [service, more] of [
			['TaskAdd', { telphone: rows('13801') }],
			['TaskSet', { taskstatus: '1' }],
			['TaskSet', { taskstatus: '3' }],
		] as const) {
			expect(await code(service, { taskid, ...more } as Fields)).toBe('1028');
		}
		expect(await code('TaskSet', { taskid: '1', taskstatus: '1' })).toBe('1024');
		expect(await code('TaskInfo', { taskid: '1' })).toBe('1024');
	});

	it('taskCall calls again those it is asked for, in a new round', async () => {
		simulator.options.callbackUrls = { callRecord: simulator.url };
		const taskid = await create({ telphone: rows('13801', '13802'), status: '1' });
		await simulator.settled();
		simulator.forget();
		await yccall('taskCall', { taskid, answertype: 'callee', status: '0' });
		expect(simulator.campaigns).toMatchObject([{ status: 0 }]);
		await yccall('TaskSet', { taskid, taskstatus: '1' });
		await simulator.settled();
		expect(simulator.callbacks).toMatchObject([{ body: { destnumber: '13802', round: 2 } }]);
	});

	it('takes at most 10,000 numbers a request', async () => {
		// Some megabytes, as with long custom data.
		const row = { phone: '13800000001', customuuid: 'x'.repeat(200) };
		const taskid = await create({ telphone: JSON.stringify(Array(10_000).fill(row)) });
		const more = await yccall('TaskAdd', { taskid, telphone: many(10_001) });
		expect(more).toMatchObject({ ret: 400, msg: expect.stringContaining('field telphone') });
		expect(simulator.campaigns[0]?.numbers).toHaveLength(10_000);
	});
});

it('TaskList finds campaigns by their own id, status and kind, and answers with codes', async () => {
	const first = await create({ customtaskid: 'mine', taskname: 'one' });
	const second = await create({ assigntype: '1', assignagent: '20280001' });
	await yccall('TaskSet', { taskid: second, taskstatus: '3' });
	const list = async (fields: Fields) => (await yccall('TaskList', fields)).data.result;
	expect(await list({ customtaskid: 'mine' })).toEqual({
		totalitems: 1,
		currentpage: 1,
		itemsperpage: 10,
		task: [
			{
				taskid: first,
				taskname: 'one',
				taskassign: 'extGroup-1',
				starttime: '',
				taskscale: '1:1',
				nowscale: '',
				disnumber: '',
				status: 1025,
				createtime: expect.any(String),
				customtaskid: 'mine',
			},
		],
	});
	expect((await list({ status: '3' })).task).toMatchObject([{ taskid: second, status: 1028 }]);
	expect((await list({ tasktype: 'transfer' })).task).toMatchObject([{ taskid: second }]);
	simulator.options.customTaskIdInList = false;
	expect((await list({ taskid: first })).task[0]).not.toHaveProperty('customtaskid');
});
