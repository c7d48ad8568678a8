import { setTimeout as sleep } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { nodeOf } from '../../support/examples/examples';
import { Stage, succeeded } from '../../support/examples/stage';
import { type Execution, itemsOf } from '../../support/harness/n8n';

const ZONE = 'Asia/Shanghai';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
});

afterAll(async () => await stage?.stop());

const clock = (moment: DateTime): string => moment.toFormat('HH:mm');

describe('call-the-rest-the-next-morning', () => {
	it('calls in the morning those whose turn came at night, nobody twice, and not those who failed otherwise', async () => {
		const { provider, n8n } = stage;
		// A night of two minutes: n8n writes an execution that waits for longer than 65 seconds into its database.
		const evening = DateTime.now().setZone(ZONE).plus({ seconds: 75 }).startOf('minute');
		const morning = evening.plus({ minutes: 2 });
		await stage.limitCalls({
			callingHours: `${clock(evening.minus({ hours: 2 }))}-${clock(evening)}, ${clock(morning)}-${clock(morning.plus({ hours: 2 }))}`,
			callingTimeZone: ZONE,
		});
		provider.answerNext({ service: 'PlayVoice', fault: { reset: 'after' } });
		provider.answerNext({ service: 'PlayVoice', fault: { code: 1019 } });
		// The third call is under way when the evening ends.
		const nightfall = sleep(evening.diffNow().toMillis() + 1000);
		provider.answerNext({ service: 'PlayVoice', fault: { until: nightfall } });
		const id = await stage.import('call-the-rest-the-next-morning', {
			settings: { callFrom: clock(morning), timeZone: ZONE },
			edit: (workflow) => {
				const { options } = nodeOf(workflow, 'Play Voice').parameters;
				Object.assign(options as IDataObject, { concurrency: 1, timeoutSeconds: 120 });
			},
		});

		const executionId = await n8n.startWorkflow(id);
		const night = await n8n.waitForExecution(executionId, {
			status: ['waiting'],
			timeoutMs: 100_000,
		});
		const done = (at: Execution) =>
			itemsOf(at, 'Called or Refused').map(({ json }) => [json.customData, json.code]);
		const doneInTheEvening = [
			['customer-1', 'CONNECTION_LOST'],
			['customer-2', '1019'],
			['customer-3', undefined],
		];
		expect(done(night)).toEqual(doneInTheEvening);
		const customData = () => provider.dials.map(({ customuuid }) => customuuid);
		expect(customData()).toEqual(['customer-1', 'customer-3']);
		await n8n.restart();
		const execution = succeeded(await n8n.waitForExecution(executionId, { timeoutMs: 180_000 }));

		expect(customData()).toEqual(['customer-1', 'customer-3', 'customer-4', 'customer-5']);
		const early = provider.requests.filter(
			({ service, at }) =>
				service.endsWith('PlayVoice') && at > evening.toJSDate() && at < morning.toJSDate(),
		);
		expect(early).toEqual([]);
		expect(done(execution)).toEqual([
			...doneInTheEvening,
			['customer-4', undefined],
			['customer-5', undefined],
		]);
	}, 420_000);
});
