import type { IDataObject } from 'n8n-workflow';
import { closeAccounts, CONTINUE, openTestAccount } from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import type { Bill, FaultKind } from '../support/simulator';

afterEach(closeAccounts);

const QUERY = {
	resource: 'callRecord',
	operation: 'getAll',
	startedAfter: '2024-01-02T00:00:00+08:00',
	startedBefore: '2024-01-03T00:00:00+08:00',
	returnAll: true,
};

const at = (second: number): string =>
	`2024-01-02 ${new Date(second * 1000).toISOString().slice(11, 19)}`;

const bill = (second: number, changes: Partial<Bill> = {}): Partial<Bill> => ({
	starttime: at(second),
	...changes,
});

/** The record ids that a run outputs. */
const idsOf = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json.recordId);

it('asks for everything in the window, in the server’s time zone, and names what defaults would hide', async () => {
	const { provider, run } = await openTestAccount();
	await run(QUERY);
	expect(provider.requests.at(-1)?.fields).toEqual({
		service: 'App.Sip_Cdr.GetBill',
		token: expect.stringMatching(/^[0-9a-f]{32}$/),
		starttime: '2024-01-02 00:00:00',
		endtime: '2024-01-03 00:00:00',
		syncflag: '3',
		direction: '3',
		callmethod: '0',
		currentpage: '1',
		itemsperpage: '1000',
	});
});

it('asks for the last 24 hours where no time is given, the same for each page and item', async () => {
	const { provider, run } = await openTestAccount();
	const before = Date.now();
	await run({ ...QUERY, startedAfter: '', startedBefore: '' }, [{ json: {} }, { json: {} }]);
	const [one, other] = provider.requests.slice(-2).map(({ fields }) => fields);
	expect(other).toMatchObject({ starttime: one!.starttime, endtime: one!.endtime });
	const end = Date.parse(`${one!.endtime!.replace(' ', 'T')}+08:00`);
	const start = Date.parse(`${one!.starttime!.replace(' ', 'T')}+08:00`);
	expect(end - start).toBe(24 * 60 * 60_000);
	expect(Math.abs(end - before)).toBeLessThan(60_000);
});

it.each([
	['2024-01-02 09:00', '2024-01-02 22:00:00'],
	['2024-01-02T09:00:00.000Z', '2024-01-02 17:00:00'],
	['={{ DateTime.fromISO("2024-01-02T09:00:00Z") }}', '2024-01-02 17:00:00'],
	['={{ 1704186000000 }}', '2024-01-02 17:00:00'],
])(
	'takes the time %s; without an offset the workflow’s time zone counts',
	async (written, sent) => {
		const { provider, run } = await openTestAccount();
		await run({ ...QUERY, startedAfter: written });
		// The workflow has n8n’s default, America/New_York.
		expect(provider.requests.at(-1)?.fields.starttime).toBe(sent);
	},
);

it('gives the trigger’s call record, oldest first, each with the source query', async () => {
	const { provider, run } = await openTestAccount();
	provider.addBill(bill(20, { id: 3, destnumber: '13300000002' }));
	provider.addBill(
		bill(10, {
			id: 2,
			extnumber: '20280001',
			displaynumber: '21800001',
			customuuid: 'order-1',
			billsec: 30,
			answertime: at(15),
			hangupcause: 10001,
			direction: 'callout',
			recordfilename: 'a.mp3',
		}),
	);
	const items = itemsOf(await run(QUERY));
	expect(idsOf(items)).toEqual(['2', '3']);
	expect(items[0]).toEqual({
		json: expect.objectContaining({
			event: 'callRecord',
			source: 'query',
			recordId: '2',
			callId: null,
			displayNumber: '21800001',
			extension: '20280001',
			customData: 'order-1',
			waitReference: null,
			direction: 'outbound',
			outcome: 'answered',
			answeredAt: '2024-01-02T00:00:15.000+08:00',
			recording: { fileName: 'a.mp3', downloadIp: null, url: null },
		}),
		pairedItem: { item: 0 },
	});
});

it('gives the provider’s rows when not simplified', async () => {
	const { provider, run } = await openTestAccount();
	const row = provider.addBill(bill(10));
	expect(itemsOf(await run({ ...QUERY, simplify: false }))).toEqual([
		{ json: row, pairedItem: { item: 0 } },
	]);
});

it('gives nothing for an empty window, however the provider says so', async () => {
	for (const emptyBills of ['list', 'null', 'absent'] as const) {
		const { provider, run } = await openTestAccount({ emptyBills });
		expect(itemsOf(await run(QUERY))).toEqual([]);
		expect(provider.count('GetBill')).toBe(1);
	}
});

it('reads each of 2,500 records once while others arrive', async () => {
	const { provider, run } = await openTestAccount();
	for (const second of times(2500, (n) => n)) provider.addBill(bill(second));
	const arriving = setInterval(() => provider.addBill(bill(1)), 5);
	const items = itemsOf(await run(QUERY));
	clearInterval(arriving);
	const ids = idsOf(items);
	expect(new Set(ids).size).toBe(ids.length);
	const known = provider.bills.map(({ id }) => String(id));
	expect(known.filter((id) => !ids.includes(id)).length).toBeLessThan(5);
	expect(times(2500, (n) => known[n]!).every((id) => ids.includes(id))).toBe(true);
});

it('stops at the limit of matches', async () => {
	const { provider, run } = await openTestAccount();
	for (const second of times(3000, (n) => n)) {
		provider.addBill(bill(second, { hangupcause: second % 2 ? 10006 : 10005, billsec: 0 }));
	}
	const limited = { ...QUERY, returnAll: false, limit: 20, filters: { outcomes: ['busy'] } };
	const items = itemsOf(await run(limited));
	expect(items).toHaveLength(20);
	expect(items.every(({ json }) => json.outcome === 'busy')).toBe(true);
	expect(provider.count('GetBill')).toBe(1);
});

/** What every refused item says besides its error. */
const REFUSED = { level: 'input', advice: expect.stringMatching(/\.$/) };

it('reads a window of one second', async () => {
	const { provider, run } = await openTestAccount();
	provider.addBill(bill(10));
	const second = `${provider.bills[0]!.starttime.replace(' ', 'T')}+08:00`;
	const items = itemsOf(await run({ ...QUERY, startedAfter: second, startedBefore: second }));
	expect(items).toHaveLength(1);
});

describe('filters', () => {
	it.each<[object, object]>([
		[{ directions: ['inbound'] }, { direction: '1' }],
		[{ directions: ['outbound'] }, { direction: '2' }],
		[{ directions: ['inbound', 'outbound'] }, { direction: '3' }],
		[{ callMethods: [6] }, { callmethod: '6' }],
		[{ callMethods: '={{ "3, 6" }}' }, { callmethod: '0' }],
		[{ extensions: '20280001；20280002' }, { extnumber: '20280001,20280002' }],
		[{ destinationNumber: '133 0000 0001' }, { destnumber: '13300000001' }],
		[
			{ employeeId: '2001', memberId: 'm' },
			{ userid: '2001', memberid: 'm' },
		],
	])('%j sends %j', async (filters, fields) => {
		const { provider, run } = await openTestAccount();
		await run({ ...QUERY, filters });
		expect(provider.requests.at(-1)?.fields).toMatchObject(fields);
	});

	it('compare Custom Data without what a waiting call adds to it', async () => {
		const { provider, run } = await openTestAccount();
		provider.addBill(bill(1, { customuuid: 'order-1~w1.1.abc' }));
		provider.addBill(bill(2, { customuuid: 'order-1', id: 77 }));
		provider.addBill(bill(3, { customuuid: 'order-10' }));
		const items = itemsOf(await run({ ...QUERY, filters: { customData: 'order-1' } }));
		expect(idsOf(items)).toContain('77');
		expect(items.every(({ json }) => json.customData === 'order-1')).toBe(true);
		expect(provider.requests.at(-1)?.fields).not.toHaveProperty('customuuid');
	});

	it.each<[object, string[]]>([
		[{ directions: ['inbound', 'outbound'] }, ['1', '2']],
		[{ callMethods: '={{ "3, 6" }}' }, ['1', '3']],
		[{ directions: ['inbound', 'outbound'], callMethods: '={{ "3, 6" }}' }, ['1']],
	])('%j, of which the provider takes one, are compared here', async (filters, ids) => {
		const { provider, run } = await openTestAccount();
		provider.addBill(bill(1, { id: 1, direction: 'callin', callmethod: 3 }));
		provider.addBill(bill(2, { id: 2, direction: 'callout', callmethod: 4 }));
		provider.addBill(bill(3, { id: 3, direction: 'internal' as never, callmethod: 6 }));
		expect(idsOf(itemsOf(await run({ ...QUERY, filters }))).sort()).toEqual(ids);
	});

	it('let a record through that does not say what is asked for', async () => {
		const { provider, run } = await openTestAccount();
		const raw = { id: 1, starttime: at(1), billsec: 0, hangupcause: 'timeout', callmethod: '' };
		const text = JSON.stringify({ ret: 200, data: { status: 0, result: { bills: [raw] } } });
		provider.answerNext({ service: 'GetBill', fault: { raw: text } });
		const filters = { outcomes: ['noAnswer'], callMethods: [6], directions: ['inbound'] };
		expect(idsOf(itemsOf(await run({ ...QUERY, filters })))).toEqual(['1']);
	});

	it.each<[object, RegExp]>([
		[{ directions: ['callout'] }, /Directions contains “callout”/],
		[{ callMethods: [9] }, /Call Methods contains “9”/],
		[{ outcomes: 'Busy' }, /Outcomes contains “Busy”/],
		[{ extensions: 'abc' }, /Extensions contains “abc”/],
		[{ destinationNumber: '1380013 8000' }, /Destination Number .* extension/],
		[{ customData: {} }, /Custom Data is neither text nor a number/],
		[{ customData: '={{ $json.missing }}' }, /The filter Custom Data is empty/],
		[{ extensions: ' ' }, /The filter Extensions is empty/],
	])('%j cannot be read: nothing is sent', async (filters, error) => {
		const { provider, run } = await openTestAccount();
		const [item] = itemsOf(await run({ ...QUERY, filters }, undefined, CONTINUE));
		expect(item?.json).toMatchObject({ ...REFUSED, error: expect.stringMatching(error) });
		expect(provider.requests).toEqual([]);
	});
});

it.each<[object, RegExp]>([
	[{ startedBefore: '2024-01-01T00:00:00Z' }, /Started Before is earlier than Started After/],
	[{ startedAfter: 'yesterday' }, /Started After is not a date and time/],
	[{ startedBefore: '={{ ["2024-01-03"] }}' }, /Started Before is not a date and time/],
	[{ returnAll: false, limit: 0 }, /Limit must be a number of at least 1/],
	[{ returnAll: '={{ "all" }}' }, /Return All is neither true nor false/],
])('%j is refused before anything is sent', async (parameters, error) => {
	const { provider, run } = await openTestAccount();
	const [item] = itemsOf(await run({ ...QUERY, ...parameters }, undefined, CONTINUE));
	expect(item?.json).toMatchObject({ ...REFUSED, error: expect.stringMatching(error) });
	expect(provider.requests).toEqual([]);
});

it.each<[FaultKind, number]>([
	[{ http: 502 }, 3],
	[{ reset: 'after' }, 3],
	[{ ret: 500 }, 3],
	[{ raw: '{"ret":200,"da' }, 3],
	[{ ret: 603 }, 1],
	[{ code: 1002 }, 1],
])('a second page that ends with %j fails the item after %d attempts', async (fault, attempts) => {
	const { provider, run } = await openTestAccount();
	for (const second of times(1001, (n) => n)) provider.addBill(bill(second));
	provider.answerNext({ service: 'GetBill', after: 1, times: Infinity, fault });
	const items = itemsOf(await run(QUERY, undefined, CONTINUE));
	expect(items).toHaveLength(1);
	expect(items[0]?.json).toHaveProperty('error');
	expect(provider.count('GetBill')).toBe(1 + attempts);
});

it('asks for smaller pages where an answer is too large', async () => {
	const { provider, run } = await openTestAccount();
	for (const second of times(600, (n) => n)) provider.addBill(bill(second));
	provider.answerNext({ service: 'GetBill', fault: { bytes: 17_000_000 } });
	expect(itemsOf(await run(QUERY))).toHaveLength(600);
	const sizes = provider.requests.slice(-3).map(({ fields }) => fields.itemsperpage);
	expect(sizes).toEqual(['1000', '500', '500']);
});

it('a row that is no object is an error, and no record is passed off as all', async () => {
	const { provider, run } = await openTestAccount();
	const raw = '{"ret":200,"data":{"status":0,"result":{"totalitems":2,"bills":[{"id":1},7]}}}';
	provider.answerNext({ service: 'GetBill', times: 3, fault: { raw } });
	const items = itemsOf(await run(QUERY, undefined, CONTINUE));
	expect(items).toHaveLength(1);
	expect(items[0]?.json.code).toBe('NO_RESULT');
});
