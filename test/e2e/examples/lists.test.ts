import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { parseCsv } from '../../support/examples/csv';
import { rowsOf } from '../../support/examples/dataTable';
import { onceADay } from '../../support/examples/examples';
import { readExcel, writeExcel } from '../../support/examples/excel';
import { EXPECTED, problemsOf } from '../../support/examples/expected';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { Stage } from '../../support/examples/stage';
import { errorOf } from '../../support/harness/n8n';
import { until } from '../../support/harness/wait';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
});

afterEach(() => stage.provider.reset());

afterAll(async () => await stage?.stop());

describe('call-a-list and save-results-and-recordings', () => {
	let id: string;

	it('call everybody on the list and write the results and the recordings to the folder', async () => {
		const { provider, folder } = stage;
		id = await stage.publish('save-results-and-recordings', { settings: { folder } });
		await stage.worked(id, 1);
		await stage.run(await stage.import('call-a-list'));
		await provider.settled();
		await stage.worked(id, 1 + provider.callbacks.length);

		const records = parseCsv(readFileSync(join(folder, 'calls.csv'), 'utf8'));
		const recordingOf = (name: string) => readFileSync(join(folder, name));
		expect(problemsOf(records, EXPECTED, recordingOf)).toEqual([]);
	});

	it('begin a new file when the workflow is published again after a change', async () => {
		const { n8n, folder } = stage;
		const file = join(folder, 'calls.csv');
		rmSync(file);
		await n8n.changeNodes(id, (nodes) => {
			const settings = nodes.find(({ name }) => name === 'Settings') as INode;
			const { assignments } = settings.parameters.assignments as {
				assignments: Array<{ name: string; value: string }>;
			};
			Object.assign(assignments.find(({ name }) => name === 'columns')!, { value: 'number,key' });
		});
		await n8n.activate(id);

		await until(
			async () => (existsSync(file) && readFileSync(file, 'utf8')) || undefined,
			10_000,
			() => new Error('The file has not been begun'),
		);
		expect(readFileSync(file, 'utf8')).toBe('number,key\n');
	});

	it('say what is wrong with a folder that cannot be used, before they are published', async () => {
		const folder = '/home/nobody/.n8n-files';
		const tried = await stage.import('save-results-and-recordings', { settings: { folder } });
		const execution = await stage.n8n.runWorkflow(tried, { trigger: 'When This Is Published' });

		expect(errorOf(execution)?.message).toMatch(`The folder “${folder}” cannot be used: `);
	});
});

describeOnNewerN8n('call-a-list and receive-callbacks', () => {
	it('call everybody on the list and keep each result in a table', async () => {
		const { provider, n8n } = stage;
		const id = await stage.publish('receive-callbacks');
		await stage.worked(id, 1);
		await stage.run(await stage.import('call-a-list'));
		await provider.settled();
		await stage.worked(id, 1 + EXPECTED.length);

		const rows = rowsOf(n8n, 'Yunhu calls');
		expect(rows).toHaveLength(EXPECTED.length);
		for (const { number, customData, outcome, answered, key, recorded } of EXPECTED) {
			const { callId } = provider.dials.find((dial) => dial.destinationNumber === number)!;
			expect(rows.find((row) => row.number === number)).toMatchObject({
				recordId: expect.any(String),
				customData,
				answered: Number(answered),
				outcome,
				seconds: answered ? expect.any(Number) : 0,
				key: key || null,
				recording: recorded ? `${callId}.wav` : null,
				startedAt: expect.any(String),
			});
		}
	});
});

describeOnNewerN8n('call-a-list-to-excel', () => {
	it('calls everybody in people.xlsx and writes what became of it to results.xlsx', async () => {
		const { provider, folder } = stage;
		await writeExcel(join(folder, 'people.xlsx'), [
			{ name: 'Ann', number: '012025550101' },
			{ name: 'Ben', number: 12025550102 },
			{ name: 'Cleo', number: 'unknown' },
			{ name: 'Dan', number: '12025550106' },
			{ name: 'Eve', number: '12025550103' },
		]);
		const id = await stage.publish('call-a-list-to-excel', {
			settings: { folder },
			edit: (workflow) => onceADay(workflow, 'Every Ten Minutes'),
		});
		await stage.worked(id, 1);
		await stage.run(id, 'Call the List');
		await provider.settled();
		await stage.worked(id, 6);
		await stage.run(id, 'Every Ten Minutes');

		expect(provider.dials).toHaveLength(4);
		const answered = { result: 'answered', answered: 'yes' };
		const notAnswered = { answered: 'no', seconds: 0 };
		expect(await readExcel(join(folder, 'results.xlsx'))).toMatchObject([
			{ name: 'Ann', number: '012025550101', ...answered, seconds: 20, key: '1' },
			{ name: 'Ben', number: '12025550102', ...notAnswered, result: 'busy' },
			{ name: 'Cleo', number: 'unknown', result: expect.stringContaining('not a phone number') },
			{ name: 'Dan', number: '12025550106', ...answered, seconds: 10 },
			{ name: 'Eve', number: '12025550103', ...notAnswered, result: 'noAnswer' },
		]);
	});
});
