import { type Cloud, startCloud } from '../../support/examples/cloud';
import { HUBSPOT, HubspotCalls } from '../../support/examples/hubspot';
import { Stage } from '../../support/examples/stage';
import { errorOf } from '../../support/harness/n8n';
import { stamp } from '../../support/simulator/clock';

const EVERY_MORNING = 'Every Morning at Five';

let cloud: Cloud;
let stage: Stage;
let id: string;
/** The records that HubSpot refuses to write. */
const refused = new Set<string>();

const hubspot = new HubspotCalls('yunhu_record_id');

beforeAll(async () => {
	cloud = await startCloud([HUBSPOT], (request) =>
		[...refused].some((record) => String(request.body).includes(`"id":"${record}","properties"`))
			? { status: 400, body: { status: 'error', message: 'Property values were not valid' } }
			: hubspot.answer(request),
	);
	stage = await Stage.start(cloud.env);
	await stage.addCredential('hubspotAppToken', 'HubSpot account', { appToken: 'a-service-key' });
	id = await stage.import('reconcile-call-records-with-a-crm');
});

afterEach(() => {
	stage.provider.reset();
	hubspot.calls.splice(0);
	cloud.received.splice(0);
	refused.clear();
});

afterAll(async () => {
	await stage?.stop();
	await cloud?.close();
});

/** The ids of the calls in HubSpot, sorted: n8n sends its requests side by side, and they arrive in any order. */
const recordIds = () => hubspot.calls.map((call) => call.yunhu_record_id).sort();

const written = () => cloud.received.filter(({ url }) => url.endsWith('/upsert'));

const callOf = (record: number) =>
	hubspot.calls.filter((call) => call.yunhu_record_id === String(record));

describe('reconcile-call-records-with-a-crm', () => {
	it('creates the calls that are missing, once, however often it runs', async () => {
		const { provider } = stage;
		const hoursAgo = (hours: number) => stamp(Date.now() - hours * 3_600_000);
		provider.addBill({ id: 7, starttime: hoursAgo(27) });
		const starttime = hoursAgo(25);
		provider.addBill({ id: 8, starttime, destnumber: '12025550101', billsec: 30 });
		provider.addBill({ id: 9, direction: 'callin', billsec: 0, hangupcause: 10006 });
		await stage.run(id, EVERY_MORNING);
		await stage.run(id, EVERY_MORNING);

		expect(recordIds()).toEqual(['8', '9']);
		expect([...callOf(8), ...callOf(9)]).toEqual([
			{
				yunhu_record_id: '8',
				hs_timestamp: new Date(`${starttime}+08:00`).toISOString().replace('.000', ''),
				hs_call_title: 'Yunhu call 8',
				hs_call_direction: 'OUTBOUND',
				hs_call_status: 'COMPLETED',
				hs_call_duration: '30000',
				hs_call_from_number: '2120280001',
				hs_call_to_number: '12025550101',
			},
			expect.objectContaining({
				yunhu_record_id: '9',
				hs_call_direction: 'INBOUND',
				hs_call_status: 'BUSY',
				hs_call_duration: '0',
			}),
		]);
		expect(written()).toHaveLength(2);
		expect(cloud.received[0]?.headers.authorization).toBe('Bearer a-service-key');
	});

	it('corrects what differs, and keeps what a record that was asked for does not know', async () => {
		stage.provider.addBill({ id: 8, recordfilename: 'a.wav', downloadip: '127.0.0.1' });
		await stage.run(id, EVERY_MORNING);
		const known = {
			hs_call_title: 'A title of somebody',
			hs_call_recording_url: 'https://example.com/a.wav',
			yunhu_pressed_key: '1',
		};
		Object.assign(hubspot.calls[0]!, known, { hs_call_status: 'FAILED', hs_call_duration: null });
		await stage.run(id, EVERY_MORNING);

		expect(callOf(8)).toEqual([
			expect.objectContaining({ ...known, hs_call_status: 'COMPLETED', hs_call_duration: '30000' }),
		]);
		expect(JSON.parse(String(written()[1]?.body))).toEqual({
			inputs: [
				{
					idProperty: 'yunhu_record_id',
					id: '8',
					properties: { hs_call_status: 'COMPLETED', hs_call_duration: '30000' },
				},
			],
		});
	});

	it('does nothing when only HubSpot knows more, or when there were no calls', async () => {
		stage.provider.addBill({ id: 8 });
		await stage.run(id, EVERY_MORNING);
		hubspot.calls[0]!.yunhu_pressed_key = '1';
		await stage.run(id, EVERY_MORNING);
		expect(written()).toHaveLength(1);

		stage.provider.reset();
		cloud.received.splice(0);
		await stage.run(id, EVERY_MORNING);
		expect(cloud.received).toEqual([]);
	});

	it('looks calls up by the hundred', async () => {
		const { provider } = stage;
		const bill = provider.addBill({ id: 1 });
		await stage.run(id, EVERY_MORNING);
		for (let record = 2; record <= 202; record++) {
			provider.addBill({ ...bill, id: record });
			hubspot.calls.push({ ...hubspot.calls[0], yunhu_record_id: String(record) });
		}
		hubspot.calls.splice(150, 1);
		cloud.received.splice(0);
		await stage.run(id, EVERY_MORNING);

		const read = cloud.received.filter(({ url }) => url.endsWith('/read'));
		const inputs = read.map(({ body }) => (JSON.parse(String(body)) as { inputs: [] }).inputs);
		expect(inputs.map(({ length }) => length).sort((a, b) => b - a)).toEqual([100, 100, 2]);
		expect(written()).toHaveLength(1);
		expect(callOf(151)).toHaveLength(1);
	});

	it('writes the other calls when HubSpot refuses one, and then fails with its words', async () => {
		for (const record of [7, 8, 9]) stage.provider.addBill({ id: record });
		refused.add('8');
		const execution = await stage.n8n.runWorkflow(id, { trigger: EVERY_MORNING });

		expect(recordIds()).toEqual(['7', '9']);
		expect(errorOf(execution)?.message).toMatch(/^HubSpot refused call 8: .*not valid/);
	});
});
