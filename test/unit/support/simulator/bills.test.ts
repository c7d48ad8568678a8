import { startSimulator, type Bill, type Simulator } from '../../../support/simulator';
import { ask, dial, type Fields } from './helpers';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator({ timeScale: 0 });
});
afterEach(async () => await simulator.close());

const EVER = { starttime: '2000-01-01 00:00:00', endtime: '2999-01-01 00:00:00' };
const ALL = { ...EVER, syncflag: '3', callmethod: '0', direction: '3' };
const getBill = async (fields: Fields = ALL) =>
	(await ask(simulator, 'Sip_Cdr.GetBill', fields)).data;
const idsOf = async (fields: Fields) =>
	(await getBill(fields)).result.bills.map(({ id }: Bill) => id);

describe('a bill is written when a call ends', () => {
	it('by Play Voice, with the keys of GetBill', async () => {
		await dial(simulator, { customuuid: 'order-7', disnumber: '2120280002' });
		const { result } = await getBill();
		expect(result.bills).toEqual(simulator.bills);
		const [bill] = result.bills;
		expect(bill).toEqual({
			id: 1,
			extnumber: '20280003',
			destnumber: '13800000001',
			displaynumber: '2120280002',
			starttime: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
			answertime: expect.stringMatching(/^\d/),
			endtime: expect.stringMatching(/^\d/),
			duration: 5,
			billsec: 20,
			direction: 'callout',
			callmethod: 6,
			userid: '2001',
			memberid: '',
			chengshudu: '1',
			customuuid: 'order-7',
			recordfilename: expect.stringMatching(/\.wav$/),
			downloadip: '127.0.0.1',
			hangupdirection: 10041,
			hangupcause: 10001,
		});
	});

	it('by calls from an extension and between two phones, whose legs begin with the agent', async () => {
		const bodies: Array<Record<string, string | number>> = [];
		// Any address that answers will do.
		simulator.options.callbackUrls = { extensionStatus: simulator.url, callRecord: simulator.url };
		const custom = { userid: '7', memberid: '8', chengshudu: '9', customuuid: 'order-7' };
		const extnumber = '20280001';
		await ask(simulator, 'Sip_Call.MakeCall', { extnumber, destnumber: '13802', ...custom });
		await simulator.settled();
		await ask(simulator, 'Sip_Call.DoubleCall', { extnumber, anumber: '139', bnumber: '13801' });
		await simulator.settled();
		for (const { body } of simulator.callbacks) bodies.push(body);
		expect(simulator.bills).toMatchObject([
			{ ...custom, extnumber, destnumber: '13802', callmethod: 3, billsec: 0, answertime: null },
			{ extnumber, destnumber: '13801', callmethod: 4, billsec: 20, userid: '' },
		]);
		const legs = bodies
			.filter(({ isbleg }) => isbleg)
			.map(
				({ isbleg, status, callee }) =>
					`${isbleg === 'true' ? 'customer' : 'agent'} ${status} ${callee}`,
			);
		expect(legs).toEqual([
			'agent ring 13802',
			'agent answer 13802',
			'customer ring 13802',
			'customer hangup 13802',
			'agent hangup 13802',
			'agent ring 139',
			'agent answer 139',
			'customer ring 13801',
			'customer answer 13801',
			'customer hangup 13801',
			'agent hangup 139',
		]);
		const records = bodies.filter(({ isbleg }) => !isbleg);
		expect(records).toMatchObject([
			{ ...custom, ext: '9', extnumber, id: simulator.bills[0]?.id, taskid: '', round: 0 },
			{ userid: '0', memberid: '0', chengshudu: '0', ext: '0', extnumber, callmethod: 4 },
		]);
	});

	it('also if no callback arrives, and it outlives forget() but not reset()', async () => {
		simulator.options.callbackUrls = { callRecord: simulator.url };
		simulator.options.callbacksLost = 1;
		simulator.placeCall({ destnumber: '101' });
		await simulator.settled();
		expect([simulator.callbacks.length, simulator.bills.length]).toEqual([0, 1]);
		simulator.forget();
		expect(simulator.bills).toHaveLength(1);
		simulator.reset();
		expect(simulator.bills).toEqual([]);
	});

	it('also if only the callbacks of some calls get lost', async () => {
		simulator.options.callbackUrls = { callRecord: simulator.url };
		simulator.options.callbacksLost = (customuuid) => customuuid === 'lost';
		for (const customuuid of ['lost', 'kept'])
			simulator.placeCall({ destnumber: '101', customuuid });
		await simulator.settled();
		expect(simulator.callbacks.map(({ customuuid }) => customuuid)).toEqual(['kept']);
		expect(simulator.bills).toHaveLength(2);
	});

	it.each([
		['null', null],
		['empty', ''],
		['1970', '1970-01-01 08:00:00'],
	] as const)('with an unset time as %s', async (unset, answertime) => {
		simulator.options.unsetBillTimes = unset;
		simulator.placeCall({ destnumber: '102' });
		await simulator.settled();
		expect(simulator.bills).toMatchObject([{ answertime, billsec: 0 }]);
	});

	it('and shows after billDelaySeconds', async () => {
		Object.assign(simulator.options, { timeScale: 0.001, billDelaySeconds: 3_600_000 });
		simulator.placeCall({ destnumber: '102' });
		await simulator.settled();
		simulator.addBill({ id: 100 });
		expect(await idsOf(ALL)).toEqual([100]);
		simulator.options.billDelaySeconds = 1;
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(await idsOf(ALL)).toEqual([1, 100]);
	});
});

describe('GetBill', () => {
	it('has defaults that bite: only API calls, only new ones, ten a page', async () => {
		for (let n = 0; n < 12; n++) simulator.addBill({ callmethod: 3 });
		simulator.addBill({ callmethod: 6 });
		const { result } = await getBill(EVER);
		expect(result).toMatchObject({ totalitems: 12, currentpage: 1, itemsperpage: 10 });
		expect(result.bills).toHaveLength(10);
		// The first ten are marked as fetched now.
		expect(await idsOf(EVER)).toEqual([11, 12]);
		expect(await idsOf(EVER)).toEqual([]);
		expect(await idsOf({ ...EVER, syncflag: '2' })).toHaveLength(10);
		expect(await idsOf({ ...ALL, itemsperpage: '1000' })).toHaveLength(13);
	});

	it('pages', async () => {
		for (let n = 0; n < 5; n++) simulator.addBill();
		const page = async (currentpage: string) =>
			(await getBill({ ...ALL, itemsperpage: '2', currentpage })).result;
		expect(await page('3')).toMatchObject({ totalitems: 5, currentpage: 3, bills: [{ id: 5 }] });
		expect((await page('4')).bills).toEqual([]);
	});

	it('filters by window, direction, method, extension, number and custom values', async () => {
		const at = (starttime: string, more: Partial<Bill> = {}) =>
			simulator.addBill({ starttime, ...more }).id;
		const early = at('2026-01-01 00:00:00', { direction: 'callin', extnumber: '20280001' });
		const late = at('2026-01-02 00:00:00', { callmethod: 5, customuuid: 'a', memberid: 'm' });
		expect(await idsOf({ ...ALL, endtime: '2026-01-01 23:59:59' })).toEqual([early]);
		expect(await idsOf({ ...ALL, starttime: '2026-01-02 00:00:00' })).toEqual([late]);
		expect(await idsOf({ ...ALL, direction: '1' })).toEqual([early]);
		expect(await idsOf({ ...ALL, direction: '2' })).toEqual([late]);
		expect(await idsOf({ ...ALL, callmethod: '5' })).toEqual([late]);
		expect(await idsOf({ ...ALL, extnumber: '20280009,20280001' })).toEqual([early]);
		expect(await idsOf({ ...ALL, customuuid: 'a', memberid: 'm' })).toEqual([late]);
		expect(await idsOf({ ...ALL, destnumber: '1' })).toEqual([]);
	});

	it('answers an empty window in three forms', async () => {
		const page = { totalitems: 0, currentpage: 1, itemsperpage: 10 };
		expect((await getBill()).result).toEqual({ ...page, bills: [] });
		simulator.options.emptyBills = 'null';
		expect((await getBill()).result).toEqual({ ...page, bills: null });
		simulator.options.emptyBills = 'absent';
		expect(await getBill()).not.toHaveProperty('result');
	});
});
