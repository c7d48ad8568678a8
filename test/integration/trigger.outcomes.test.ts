import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { type ListeningTrigger, listenWith } from '../support/contexts/trigger';

const record = (id: number, changes: IDataObject = {}): string =>
	JSON.stringify({ id, uuid: 'ca11', billsec: 10, duration: 13, hangupcause: 10001, ...changes });
const status = (changes: IDataObject = {}): string =>
	JSON.stringify({ uuid: 'ca11', status: 'ring', isbleg: 'false', ...changes });

const triggers: ListeningTrigger[] = [];
async function listening(...options: Parameters<typeof listenWith>): Promise<ListeningTrigger> {
	const trigger = await listenWith(...options);
	triggers.push(trigger);
	return trigger;
}
afterEach(async () => {
	await Promise.all(triggers.splice(0).map(async (trigger) => await trigger.close()));
});

/** The record ids of the stored executions, in order. */
const idsTaken = (trigger: ListeningTrigger) =>
	trigger.executions.map((outputs) => outputs.flat()[0]!.json.recordId);

/** A gate: `opened` resolves once `open` is called. */
function gate() {
	let open: () => void = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { open, opened };
}

async function until(condition: () => boolean): Promise<void> {
	const end = Date.now() + 3000;
	while (!condition()) {
		if (Date.now() > end) throw new Error('It has not come to that');
		await new Promise((resolve) => setTimeout(resolve, 2));
	}
}

const ACROSS_RESTARTS = { rememberAcrossRestarts: true };

it('with Remember Across Restarts takes callbacks whatever another node has stored in its place', async () => {
	for (const stored of ['text', 7, null, ['a'], { seen: 7 }]) {
		const trigger = await listening(
			{ options: { rememberAcrossRestarts: true } },
			{},
			{ staticData: { 'node:Yunhu': stored } as IDataObject },
		);
		expect(await trigger.post(record(1))).toMatchObject({ status: 200, text: '1' });
		expect(idsTaken(trigger)).toEqual(['1']);
	}
});

describe('the answer', () => {
	it.each([
		['nothing set', undefined, '1', 'text/plain'],
		['1', '1', '1', 'text/plain'],
		['0', '0', '0', 'text/plain'],
		['success', 'success', 'success', 'text/plain'],
		['JSON', '{"code":0}', '{"code":0}', 'application/json'],
		['empty', '', '', 'text/plain'],
		['other text', '收到 <ok>', '收到 <ok>', 'text/plain'],
	])(
		'%s is the same for taken, filtered, unwanted and duplicate callbacks',
		async (_, acknowledgement, text, contentType) => {
			const trigger = await listening({
				events: ['callRecord'],
				filters: { answeredOnly: true },
				options: acknowledgement === undefined ? {} : { acknowledgement },
			});
			const answers = [
				await trigger.post(record(1)),
				await trigger.post(record(2, { billsec: 0 })),
				await trigger.post(status()),
				await trigger.post(record(1)),
			];
			expect(answers).toEqual(
				Array(4).fill({ status: 200, text, contentType: `${contentType}; charset=utf-8` }),
			);
			const returned = { webhookResponse: text };
			expect(trigger.returned).toEqual([
				{ ...returned, workflowData: [[expect.anything()]] },
				returned,
				returned,
				returned,
			]);
			expect(trigger.returned.map((one) => 'workflowData' in one)).toEqual([
				true,
				false,
				false,
				false,
			]);
		},
	);

	it('is the same for a duplicate that has waited', async () => {
		const storing = gate();
		const trigger = await listening(
			{ options: { acknowledgement: '{"code":0}' } },
			{},
			{ storeExecution: async () => await storing.opened },
		);
		const both = [trigger.post(record(1)), trigger.post(record(1))];
		await until(() => trigger.returned.length > 0);
		storing.open();
		const [first, second] = await Promise.all(both);
		expect(second).toEqual(first);
		expect(first).toMatchObject({ status: 200, text: '{"code":0}' });
	});
});

describe('filters', () => {
	it.each<[string, INodeParameters, string, string]>([
		['statuses', { statuses: ['answered'] }, status({ status: 'answer' }), status()],
		['legs', { legs: ['customer'] }, status({ isbleg: 'true' }), status()],
		[
			'directions',
			{ directions: ['inbound'] },
			status({ direction: 'callin' }),
			status({ direction: 'callout' }),
		],
		['call methods', { callMethods: [6] }, record(1, { callmethod: '6' }), record(2)],
		[
			'extensions',
			{ extensions: '1, 2' },
			record(1, { extnumber: '2' }),
			record(2, { extnumber: '12' }),
		],
		['company codes', { companyCodes: '2028' }, record(1, { companycode: 2028 }), record(2)],
		['answered only', { answeredOnly: true }, record(1), record(2, { billsec: 0 })],
		[
			'with recording only',
			{ withRecordingOnly: true },
			record(1, { recordfilename: '1.mp3' }),
			record(2),
		],
		['minimum talk time', { minTalkSeconds: 10 }, record(1), record(2, { billsec: 9 })],
		['hang-up causes', { hangupCauses: [10001] }, record(1), record(2, { hangupcause: 10005 })],
	])(
		'%s: one callback starts the workflow, the other does not',
		async (_, filters, wanted, not) => {
			const trigger = await listening({ filters });
			await trigger.post(not);
			expect(trigger.executions).toHaveLength(0);
			await trigger.post(wanted);
			expect(trigger.executions).toHaveLength(1);
		},
	);

	it('work on output values also when not simplified', async () => {
		const trigger = await listening({ simplify: false, filters: { statuses: ['ringing'] } });
		await trigger.post(status());
		await trigger.post(status({ status: 'answer' }));
		expect(trigger.executions).toEqual([[[{ json: JSON.parse(status()) }]]]);
	});

	it('a callback that is filtered is not taken for seen', async () => {
		const first = await listening({ filters: { minTalkSeconds: 60 }, options: ACROSS_RESTARTS });
		await first.post(record(1));
		expect(first.staticData).toEqual({});
	});
});

describe('outputs', () => {
	it('are one by default', async () => {
		const trigger = await listening();
		await trigger.post(record(1));
		await trigger.post(status());
		expect(trigger.executions).toEqual([[[expect.anything()]], [[expect.anything()]]]);
	});

	it.each([
		[true, ['extensionStatus', 'callRecord']],
		[true, ['extensionStatus']],
		[false, ['extensionStatus', 'callRecord']],
	])('are two when separate (simplify %s, events %j), status first', async (simplify, events) => {
		const trigger = await listening({ simplify, events, options: { separateOutputs: true } });
		await trigger.post(status());
		await trigger.post(record(1));
		const item = (json: object) => [{ json: expect.objectContaining(json) }];
		expect(trigger.executions).toEqual(
			[
				[item({ status: simplify ? 'ringing' : 'ring' }), []],
				[[], item(simplify ? { event: 'callRecord' } : { id: 1 })],
			].slice(0, events.length),
		);
	});
});

describe('campaign statuses', () => {
	const ended = (changes: IDataObject = {}): string =>
		JSON.stringify({ taskid: '7', companycode: '9000', status: 3, endtype: 'over', ...changes });
	const ALL = ['extensionStatus', 'callRecord', 'campaignStatus'];

	it('start nothing unless they are chosen', async () => {
		const trigger = await listening();
		expect(await trigger.post(ended())).toMatchObject({ status: 200, text: '1' });
		expect(trigger.executions).toEqual([]);
	});

	it('start the workflow with an item of their own, also sent as a form with the field detail', async () => {
		const trigger = await listening({ events: ['campaignStatus'] });
		await trigger.post(ended());
		await trigger.post(new URLSearchParams({ detail: ended({ taskid: '8' }) }).toString());
		expect(trigger.executions).toEqual(
			['7', '8'].map((campaignId) => [
				[
					{
						json: expect.objectContaining({
							event: 'campaignStatus',
							campaignId,
							status: { code: 3, name: 'Ended' },
							endReason: 'finished',
						}),
					},
				],
			]),
		);
	});

	it('are dropped by Company Codes, and by no other filter', async () => {
		const filters = { companyCodes: '9000', extensions: '7003', answeredOnly: true };
		const trigger = await listening({ events: ALL, filters });
		await trigger.post(ended());
		await trigger.post(ended({ companycode: '9001' }));
		expect(trigger.executions).toHaveLength(1);
	});

	it.each<[unknown, boolean]>([
		[ALL, true],
		[['campaignStatus'], true],
		['={{ ["callRecord", "campaignStatus"] }}', true],
		['={{ "campaignStatus" }}', true],
		[['extensionStatus', 'callRecord'], false],
		['={{ $("Nowhere").item.json.events }}', false],
	])('with the events %j have a third output when separate: %j', async (events, hasThird) => {
		const trigger = await listening({ events, options: { separateOutputs: true } } as never);
		expect(trigger.outputs()).toHaveLength(hasThird ? 3 : 2);
		const isWanted = hasThird || typeof events === 'string';
		await trigger.post(ended());
		const taken = [expect.anything()];
		const outputs = hasThird ? [[], [], taken] : [[], taken];
		expect(trigger.executions).toEqual(isWanted ? [outputs] : []);
	});
});

describe('a switch that an expression makes', () => {
	const OUTPUTS = [
		{ type: 'main', displayName: 'Extension Status' },
		{ type: 'main', displayName: 'Call Record' },
	];

	it.each<[unknown, boolean]>([
		[true, true],
		['true', true],
		[1, true],
		['={{ true }}', true],
		['={{ "true" }}', true],
		['={{ 1 }}', true],
		[false, false],
		['false', false],
		[0, false],
		['={{ false }}', false],
		['={{ "false" }}', false],
		['={{ "no" }}', false],
		['={{ null }}', false],
		['={{ $("Nowhere").item.json.x }}', false],
		['', false],
	])(
		'Separate Outputs as %j: the node has two outputs and uses them: %j',
		async (written, isSeparate) => {
			const trigger = await listening({ options: { separateOutputs: written } } as INodeParameters);
			expect(trigger.outputs()).toEqual(isSeparate ? OUTPUTS : ['main']);
			await trigger.post(record(1));
			expect(trigger.executions).toEqual([
				isSeparate ? [[], [expect.anything()]] : [[expect.anything()]],
			]);
		},
	);

	it('without the option the node has one output', async () => {
		expect((await listening()).outputs()).toEqual(['main']);
		expect((await listening({ options: {} })).outputs()).toEqual(['main']);
	});

	it.each([
		['={{ "false" }}', { id: 1 }],
		['={{ 0 }}', { id: 1 }],
		['={{ "true" }}', { recordId: '1' }],
		['={{ "off" }}', { recordId: '1' }],
		['={{ null }}', { recordId: '1' }],
	])('Simplify as %s gives %j', async (simplify, part) => {
		const trigger = await listening({ simplify });
		await trigger.post(record(1));
		expect(trigger.executions).toEqual([[[{ json: expect.objectContaining(part) }]]]);
	});

	it.each([
		['={{ "false" }}', 1],
		['={{ 0 }}', 1],
		['={{ "yes" }}', 1],
		['={{ "true" }}', 0],
		['={{ 1 }}', 0],
	])(
		'Answered Only and With Recording Only as %s let %d records through',
		async (written, count) => {
			for (const filter of ['answeredOnly', 'withRecordingOnly']) {
				const trigger = await listening({ filters: { [filter]: written } });
				await trigger.post(record(1, { billsec: 0 }));
				expect(trigger.executions).toHaveLength(count);
			}
		},
	);
});

describe('duplicates', () => {
	it('are dropped, whatever comes in between', async () => {
		const trigger = await listening();
		for (const id of [1, 2, 1, 3, 2, 1]) await trigger.post(record(id));
		expect(idsTaken(trigger)).toEqual(['1', '2', '3']);
	});

	it('are told by the whole body, not by letter case and order of its keys', async () => {
		const trigger = await listening();
		await trigger.post('{"id":1,"billsec":10,"duration":2}');
		await trigger.post('{"Duration":"2","billSec":10,"ID":"1"}');
		expect(trigger.executions).toHaveLength(1);
		await trigger.post('{"id":1,"billsec":11,"duration":2}');
		expect(trigger.executions).toHaveLength(2);
	});

	it.each([false, 'false', 0, '={{ "false" }}', '={{ 0 }}'])(
		'are taken when the option is off: %j',
		async (dropDuplicates) => {
			const trigger = await listening({ options: { ...ACROSS_RESTARTS, dropDuplicates } });
			await trigger.post(record(1));
			await trigger.post(record(1));
			expect(idsTaken(trigger)).toEqual(['1', '1']);
			expect(trigger.staticData).toEqual({});
		},
	);

	it('are dropped where the option cannot be read', async () => {
		const trigger = await listening({ options: { dropDuplicates: '={{ "maybe" }}' } });
		await trigger.post(record(1));
		await trigger.post(record(1));
		expect(idsTaken(trigger)).toEqual(['1']);
	});

	it('are taken at the test address, and are not remembered from there', async () => {
		const trigger = await listening({}, {}, { mode: 'manual' });
		await trigger.post(record(1));
		await trigger.post(record(1));
		expect(idsTaken(trigger)).toEqual(['1', '1']);
		trigger.surroundings = { mode: 'webhook' };
		await trigger.post(record(1));
		expect(idsTaken(trigger)).toEqual(['1', '1', '1']);
		await trigger.post(record(1));
		expect(trigger.executions).toHaveLength(3);
	});

	it('of another trigger are none of this one', async () => {
		const [one, other] = [await listening(), await listening()];
		await one.post(record(1));
		await other.post(record(1));
		expect([one.executions.length, other.executions.length]).toEqual([1, 1]);
	});

	it('are taken again after a restart, which the process does not remember', async () => {
		const before = await listening();
		await before.post(record(1));
		expect(before.staticData).toEqual({});
		const after = await listening({}, {}, { staticData: before.staticData });
		await after.post(record(1));
		expect(idsTaken(after)).toEqual(['1']);
	});

	it.each([true, 'true', '={{ "true" }}', '={{ 1 }}'])(
		'are known after a restart with Remember Across Restarts: %j',
		async (rememberAcrossRestarts) => {
			const parameters = { options: { rememberAcrossRestarts } };
			const before = await listening(parameters);
			await before.post(record(1));
			const after = await listening(parameters, {}, { staticData: before.staticData });
			await after.post(record(1));
			await after.post(record(2));
			expect(idsTaken(after)).toEqual(['2']);
			const later = await listening(parameters, {}, { staticData: after.staticData });
			for (const id of [1, 2, 3]) await later.post(record(id));
			expect(idsTaken(later)).toEqual(['3']);
		},
	);

	it.each([['0123456789abcdef'], [['0123456789abcdef']], [{}], [7], [null]])(
		'callbacks are taken where what n8n holds is %j',
		async (seen) => {
			const staticData = { 'node:Yunhu': { seen } } as IDataObject;
			const trigger = await listening({ options: ACROSS_RESTARTS }, {}, { staticData });
			for (const id of [1, 1, 2]) await trigger.post(record(id));
			expect(idsTaken(trigger)).toEqual(['1', '2']);
		},
	);

	it('n8n holds a short text of each, for the node', async () => {
		const trigger = await listening({ options: ACROSS_RESTARTS });
		await trigger.post(record(1));
		expect(trigger.staticData).toEqual({
			'node:Yunhu': { seen: expect.stringMatching(/^[0-9a-f]{16}:[0-9a-z]+$/) },
		});
	});
});

/** n8n saves the static data as a whole, as it was when the request started. */
describe('what an execution of the same workflow stores while a callback is taken', () => {
	const storing = (trigger: ListeningTrigger) => ({
		storeExecution: async () => {
			trigger.staticData = { ...trigger.staticData, 'node:Counter': { count: 7 } };
		},
	});

	it('stays', async () => {
		const trigger = await listening({}, {}, { staticData: { 'node:Counter': { count: 6 } } });
		trigger.surroundings = storing(trigger);
		await trigger.post(record(1));
		expect(trigger.executions).toHaveLength(1);
		expect(trigger.staticData).toEqual({ 'node:Counter': { count: 7 } });
	});

	it('is the price of Remember Across Restarts', async () => {
		const trigger = await listening(
			{ options: ACROSS_RESTARTS },
			{},
			{ staticData: { 'node:Counter': { count: 6 } } },
		);
		trigger.surroundings = storing(trigger);
		await trigger.post(record(1));
		expect(trigger.staticData).toMatchObject({ 'node:Counter': { count: 6 } });
	});
});

describe('a callback counts as taken', () => {
	const HOUR_MS = 3_600_000;
	let now = Date.parse('2026-01-02T03:04:05Z');
	beforeEach(() => jest.spyOn(Date, 'now').mockImplementation(() => now));
	afterEach(() => jest.restoreAllMocks());

	it.each<[INodeParameters, number]>([
		[{}, 24],
		[{ rememberHours: 2 }, 2],
		[{ rememberHours: 0.5 }, 0.5],
		[{ rememberHours: '={{ "12" }}' }, 12],
		[{ rememberHours: '={{ "soon" }}' }, 24],
		[{ rememberHours: 0 }, 24],
	])('with the options %j for %d hours', async (options, hours) => {
		const trigger = await listening({ options });
		await trigger.post(record(1));
		now += hours * HOUR_MS - 1;
		await trigger.post(record(1));
		expect(trigger.executions).toHaveLength(1);
		now += 1;
		await trigger.post(record(1));
		expect(trigger.executions).toHaveLength(2);
	});
});

describe('two deliveries at once', () => {
	it('are one execution, and the second is answered after the first', async () => {
		const storing = gate();
		const trigger = await listening({}, {}, { storeExecution: async () => await storing.opened });
		const order: string[] = [];
		const deliver = async (name: string) => {
			await trigger.post(record(1));
			order.push(name);
		};
		const first = deliver('first');
		await until(() => trigger.returned.length === 1);
		const second = deliver('second');
		const third = deliver('third');
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(order).toEqual([]);
		storing.open();
		await Promise.all([first, second, third]);
		expect(trigger.executions).toHaveLength(1);
		expect(order[0]).toBe('first');
	});

	it('are one execution also when the first one fails', async () => {
		const storing = gate();
		let attempts = 0;
		const trigger = await listening(
			{},
			{},
			{
				storeExecution: async () => {
					if (++attempts > 1) return;
					await storing.opened;
					throw new Error('The database is gone');
				},
			},
		);
		const deliveries = [1, 2, 3, 4].map(async () => await trigger.post(record(1)));
		await until(() => attempts === 1);
		storing.open();
		const statuses = (await Promise.all(deliveries)).map((answer) => answer.status);
		expect(statuses.sort()).toEqual([200, 200, 200, 500]);
		expect(trigger.executions).toHaveLength(1);
	});

	it('of different events do not wait for each other', async () => {
		const storing = gate();
		const trigger = await listening();
		trigger.surroundings = { storeExecution: async () => await storing.opened };
		const first = trigger.post(record(1));
		await until(() => trigger.returned.length === 1);
		trigger.surroundings = {};
		expect(await trigger.post(record(2))).toMatchObject({ status: 200 });
		storing.open();
		expect(await first).toMatchObject({ status: 200 });
		expect(idsTaken(trigger)).toEqual(['2', '1']);
	});
});

describe('a callback n8n could not store', () => {
	const failing = {
		'answered 500': async () => {
			throw new Error('The database is gone');
		},
		'cut off before the answer': async (response: { destroy(): void }) => {
			response.destroy();
			throw new Error('n8n is being stopped');
		},
	};

	it.each(Object.entries(failing))('%s, is taken when it is sent again', async (_, fail) => {
		const trigger = await listening({}, {}, { storeExecution: fail });
		const answer = await trigger.post(record(1)).then(
			({ status: code }) => code,
			() => 500,
		);
		expect(answer).toBe(500);
		expect(trigger.executions).toEqual([]);

		trigger.surroundings = {};
		expect(await trigger.post(record(1))).toMatchObject({ status: 200, text: '1' });
		expect(await trigger.post(record(1))).toMatchObject({ status: 200, text: '1' });
		expect(idsTaken(trigger)).toEqual(['1']);
	});

	it('is taken after a restart as well', async () => {
		const parameters = { options: ACROSS_RESTARTS };
		const before = await listening(parameters, {}, { storeExecution: failing['answered 500'] });
		await before.post(record(1));
		const after = await listening(parameters, {}, { staticData: before.staticData });
		await after.post(record(1));
		expect(idsTaken(after)).toEqual(['1']);
	});
});

describe('a sender that hangs up before the answer', () => {
	it('while the execution is stored, is taken again: nobody knows whether it was told', async () => {
		const trigger = await listening();
		trigger.surroundings = {
			storeExecution: async (response) => await until(() => response.closed),
		};
		const hangUp = new AbortController();
		const first = trigger.post(record(1), { signal: hangUp.signal });
		await until(() => trigger.returned.length === 1);
		hangUp.abort();
		await expect(first).rejects.toThrow('abort');
		await until(() => trigger.executions.length === 1);
		trigger.surroundings = {};
		expect(await trigger.post(record(1))).toMatchObject({ status: 200 });
		expect(trigger.executions).toHaveLength(2);
	});

	/** The node starts to listen for a closed connection when it claims the event, which is too late here. */
	it('before the node has run, does not keep later deliveries waiting for ever', async () => {
		const loading = gate();
		let isLoading = false;
		const trigger = await listening(
			{},
			{},
			{
				loadWorkflow: async () => {
					isLoading = true;
					await loading.opened;
				},
			},
		);
		const hangUp = new AbortController();
		const first = trigger.post(record(1), { signal: hangUp.signal });
		await until(() => isLoading);
		hangUp.abort();
		await expect(first).rejects.toThrow('abort');
		await new Promise((resolve) => setTimeout(resolve, 50));
		loading.open();
		await until(() => trigger.executions.length === 1);
		const again = trigger.post(record(1), { signal: AbortSignal.timeout(500) });
		expect(await again).toMatchObject({ status: 200 });
	});
});

it.each([
	['={{ 1 }}', '1'],
	['={{ { code: 0 } }}', '{"code":0}'],
	['={{ null }}', '1'],
])('answers with what the expression %s gives, as text: %s', async (acknowledgement, text) => {
	const trigger = await listening({ options: { acknowledgement } });
	expect(await trigger.post(record(1))).toMatchObject({ status: 200, text });
});

it.each(['={{ 7003 }}', '7003'])('filters by an extension given as %s', async (extensions) => {
	const trigger = await listening({ filters: { extensions } });
	const of = (extnumber: string) => JSON.stringify({ ...JSON.parse(record(1)), extnumber });
	await trigger.post(of('7004'));
	await trigger.post(of('7003'));
	expect(trigger.executions).toHaveLength(1);
});
