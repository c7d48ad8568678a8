import { rowsOf } from '../../support/examples/dataTable';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { Stage } from '../../support/examples/stage';
import {
	type Answer,
	type Received,
	type StandIn,
	startStandIn,
} from '../../support/examples/standIn';
import { checkWav } from '../../support/examples/wav';
import { until } from '../../support/harness/wait';
import type { DialRecord } from '../../support/simulator/types';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
});

afterEach(() => stage.provider.reset());

afterAll(async () => await stage?.stop());

/** Runs `act` and waits until the workflow has completed `count` more executions. */
async function runs(workflowId: string, count: number, act: () => unknown): Promise<void> {
	const before = (await stage.n8n.executions({ workflowId })).length;
	await act();
	await stage.worked(workflowId, before + count);
}

/** Plays a call to its end and waits until the workflow's execution ends. */
const call = async (workflowId: string, destnumber: string, disnumber = ''): Promise<void> =>
	await runs(workflowId, 1, () =>
		stage.provider.placeCall({ destnumber, disnumber, userid: '1@extGroup-1' }),
	);

const BUSY = '12025550102';
const NO_ANSWER = '12025550103';
const LINE_FAILURE = '12025550105';
const ANSWERED = '12025550101';

describeOnNewerN8n('alert-when-a-line-fails', () => {
	let chat: StandIn;
	let id: string;

	beforeAll(async () => {
		chat = await startStandIn(() => ({ body: 'ok' }));
		id = await stage.publish('alert-when-a-line-fails', { settings: { chatAddress: chat.url } });
		await stage.worked(id, 1);
	});

	afterEach(() => chat.received.splice(0));

	afterAll(async () => {
		await stage.n8n.deactivate(id);
		await chat.close();
	});

	const alerts = () => chat.received.map(({ body }) => JSON.parse(String(body)) as unknown);

	it('tells at once of a line that failed, and not again in the same hour', async () => {
		await call(id, LINE_FAILURE, '2190170001');
		await call(id, LINE_FAILURE, '2190170001');

		expect(alerts()).toEqual([
			{ text: 'Number 2190170001: the last call ended with “Outbound Channel Line Failure”.' },
		]);
	});

	it('tells of an extension that is not registered', async () => {
		const record = { id: 901, hangupcause: 10008, billsec: 0, extnumber: '90170003' };
		await runs(id, 1, async () => await stage.deliver(record));

		expect(alerts()).toEqual([
			{ text: 'Extension 90170003: the last call ended with “Extension Not Registered”.' },
		]);
	});

	it('tells of five calls in a row that nobody answered', async () => {
		for (const number of [BUSY, NO_ANSWER, BUSY, NO_ANSWER]) await call(id, number, '2190170002');
		expect(alerts()).toEqual([]);

		await call(id, BUSY, '2190170002');
		expect(alerts()).toEqual([{ text: 'Number 2190170002: 5 calls in a row were not answered.' }]);
	});

	it('begins to count anew with a call that is answered', async () => {
		for (const number of [BUSY, BUSY, BUSY, BUSY, ANSWERED, BUSY]) {
			await call(id, number, '2190170003');
		}

		expect(alerts()).toEqual([]);
	});
});

describeOnNewerN8n('follow-up-missed-calls', () => {
	let id: string;

	beforeAll(async () => {
		// Six seconds: long enough to reach the person in the meantime.
		id = await stage.publish('follow-up-missed-calls', { settings: { minutes: '0.1' } });
		await stage.worked(id, 1);
	});

	afterAll(async () => await stage.n8n.deactivate(id));

	const calledBack = () =>
		stage.provider.dials
			.filter(({ customuuid }) => customuuid === 'follow-up')
			.map(({ destinationNumber }) => destinationNumber);

	/** Waits until a number is in the workflow's data table. */
	const noted = async (number: string): Promise<true> =>
		await until(
			async () =>
				rowsOf(stage.n8n, 'Yunhu missed calls').some((row) => row.number === number) || undefined,
			60_000,
			() => new Error(`${number} was not noted`),
		);

	it('calls back once who was missed twice, and not again when the call back is missed, too', async () => {
		// Two missed calls, and the call back.
		await runs(id, 3, () => {
			stage.provider.placeCall({ destnumber: BUSY });
			stage.provider.placeCall({ destnumber: BUSY });
		});
		await call(id, BUSY);

		expect(calledBack()).toEqual([BUSY]);
	});

	it('calls back the caller of an inbound call', async () => {
		const record = { hangupcause: 10016, billsec: 0, type: 'callin', destnumber: '2190170001' };
		// The missed call, and the answered call back.
		await runs(id, 2, async () => {
			await stage.deliver({ ...record, id: 911, disnumber: '12025550106' });
		});

		expect(calledBack()).toEqual(['12025550106']);
	});

	it('does not call back who was reached meanwhile; the next missed call counts again', async () => {
		const record = { hangupcause: 10016, destnumber: '12025550107', type: 'callout' };
		await runs(id, 2, async () => {
			await stage.deliver({ ...record, id: 921, billsec: 0 });
			await noted(record.destnumber);
			await stage.deliver({ ...record, id: 922, billsec: 5 });
		});
		expect(calledBack()).toEqual([]);

		await runs(id, 2, async () => await stage.deliver({ ...record, id: 923, billsec: 0 }));
		expect(calledBack()).toEqual(['12025550107']);
	});
});

describeOnNewerN8n('archive-recordings-to-s3', () => {
	const NIGHT = 'Every Night at Two';
	let storage: StandIn;
	let isBroken = false;
	let id: string;

	const answerAsS3 = ({ method }: Received): Answer => {
		if (method === 'GET') return { body: '<LocationConstraint>us-east-1</LocationConstraint>' };
		return isBroken ? { status: 503 } : {};
	};

	beforeAll(async () => {
		storage = await startStandIn(answerAsS3);
		await stage.addCredential('s3', 'S3 account', {
			endpoint: storage.url,
			region: 'us-east-1',
			accessKeyId: 'an-access-key',
			secretAccessKey: 'its-secret',
			forcePathStyle: true,
		});
		id = await stage.publish('archive-recordings-to-s3');
		await stage.worked(id, 1);
	});

	afterEach(() => storage.received.splice(0));

	afterAll(async () => {
		await stage.n8n.deactivate(id);
		await storage.close();
	});

	const uploads = () => storage.received.filter(({ method }) => method === 'PUT');

	/** The path of a call's recording, in one folder per day (UTC+8). */
	const placeOf = ({ callId, at }: DialRecord) => {
		const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
		return `/call-recordings/yunhu/${day}/${callId}.wav`;
	};

	it('uploads each recording of the day once', async () => {
		// The trigger drops records without a recording, so the busy call starts no execution.
		await runs(id, 2, async () => {
			for (const destnumber of [ANSWERED, BUSY, '12025550107']) {
				stage.provider.placeCall({ destnumber });
			}
			await stage.provider.settled();
		});
		const recorded = stage.provider.dials.filter((dial) => dial.destinationNumber !== BUSY);
		await stage.run(id, NIGHT);
		await stage.run(id, NIGHT);

		expect(uploads().map(({ url }) => url.split('?')[0])).toEqual(
			expect.arrayContaining(recorded.map(placeOf)),
		);
		expect(uploads().map(({ body }) => checkWav(body))).toEqual([
			{ ok: true, seconds: expect.any(Number) },
			{ ok: true, seconds: expect.any(Number) },
		]);
	});

	it('tries again the next night what could not be uploaded', async () => {
		await call(id, ANSWERED);
		isBroken = true;
		await stage.run(id, NIGHT);
		expect(uploads()).toHaveLength(1);

		isBroken = false;
		await stage.run(id, NIGHT);
		await stage.run(id, NIGHT);
		expect(uploads()).toHaveLength(2);
	});
});
