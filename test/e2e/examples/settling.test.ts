import type { IDataObject } from 'n8n-workflow';
import { nodeOf } from '../../support/examples/examples';
import { Stage, succeeded } from '../../support/examples/stage';
import { itemsOf } from '../../support/harness/n8n';
import { until } from '../../support/harness/wait';
import type { FaultKind } from '../../support/simulator';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
});

afterAll(async () => await stage?.stop());

describe('settle-doubtful-calls', () => {
	it('calls again only those who have no call record, and lists for a person whom nobody can tell about', async () => {
		const { provider, n8n } = stage;
		const faults: FaultKind[] = [
			{ reset: 'after' },
			{ reset: 'before' },
			{ reset: 'before' },
			{ code: 1019 },
			{ httpAfter: 500 },
		];
		for (const fault of faults) provider.answerNext({ service: 'PlayVoice', fault });
		// When the third person is called again.
		provider.answerNext({ service: 'PlayVoice', after: 6, fault: { reset: 'after' } });
		const id = await stage.import('settle-doubtful-calls', {
			// n8n looks for waits of more than 65 seconds once a minute.
			settings: { settleMinutes: '1', everyMinutes: '0.52' },
			edit: (workflow) => {
				for (const name of ['Play Voice', 'Call Again']) {
					Object.assign(nodeOf(workflow, name).parameters.options as IDataObject, {
						concurrency: 1,
					});
				}
			},
		});
		const executionId = await n8n.startWorkflow(id);
		await until(
			async () => provider.dials.length === 2 || undefined,
			30_000,
			() => new Error('The calls have not been placed'),
		);
		await provider.settled();
		const bill = provider.bills.find(({ customuuid }) => customuuid === 'customer-5')!;
		bill.customuuid = '';
		const execution = succeeded(await n8n.waitForExecution(executionId, { timeoutMs: 150_000 }));
		const outputOf = (name: string) => itemsOf(execution, name).map(({ json }) => json);

		expect(outputOf('Called or Refused')).toMatchObject([
			{ customData: 'customer-4', mayHaveBeenPlaced: false },
		]);
		expect(outputOf('It Was Placed')).toMatchObject([{ name: 'Ann Example', round: 2 }]);
		expect(outputOf('Called')).toMatchObject([
			{ accepted: true, destinationNumber: '12025550102', customData: 'customer-2-again' },
		]);
		expect(outputOf('For a Person')).toMatchObject([
			{ mayHaveBeenPlaced: true, customData: 'customer-3-again' },
			{ name: 'Eve Example', reason: expect.stringContaining(`record ${bill.id},`) },
		]);
		expect(provider.dials.map(({ customuuid }) => customuuid).sort()).toEqual([
			'customer-1',
			'customer-2-again',
			'customer-3-again',
			'customer-5',
		]);
	}, 240_000);
});
