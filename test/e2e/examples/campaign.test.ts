import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeOf } from '../../support/examples/examples';
import { readExcel, writeExcel } from '../../support/examples/excel';
import { describeOnNewerN8n } from '../../support/examples/onOlderN8n';
import { Stage } from '../../support/examples/stage';
import { errorOf } from '../../support/harness/n8n';

const CALL_THE_LIST = 'Call the List';

let stage: Stage;
let id: string;

beforeAll(async () => {
	stage = await Stage.start();
	id = await stage.publish('predictive-campaign-from-a-spreadsheet', {
		settings: { folder: stage.folder },
		edit: (workflow) =>
			Object.assign(nodeOf(workflow, 'Two Minutes Later').parameters, { amount: 0 }),
	});
});

afterEach(() => stage.provider.reset());

afterAll(async () => await stage?.stop());

const people = async (rows: Array<{ name: string; number: string | number }>) =>
	await writeExcel(join(stage.folder, 'people.xlsx'), rows);

/** The names of the files with results. */
const results = () => readdirSync(stage.folder).filter((name) => name.startsWith('results'));

describeOnNewerN8n('predictive-campaign-from-a-spreadsheet', () => {
	it('makes one campaign of the list and writes what became of everybody when it has ended', async () => {
		const { provider, folder } = stage;
		await people([
			{ name: 'Ann', number: '12025550101' },
			{ name: 'Ben', number: 12025550102 },
			{ name: 'Cleo', number: 'unknown' },
			{ name: 'Dan', number: '12025550106' },
			{ name: 'Eve', number: '12025550103' },
		]);
		await stage.run(id, CALL_THE_LIST);
		await provider.settled();
		await stage.worked(id, 2);

		const [campaign] = provider.campaigns;
		expect(provider.campaigns).toHaveLength(1);
		expect(provider.count('TaskCreat')).toBe(1);
		expect(provider.dials).toHaveLength(4);
		const { extnumber } = campaign!.numbers[0]!;
		const notCalled = { extension: '' };
		expect(await readExcel(join(folder, `results-${campaign!.taskid}.xlsx`))).toEqual([
			{
				name: 'Ann',
				number: '12025550101',
				result: 'Talked to an agent',
				cause: 'Hang Up Normally',
				seconds: 20,
				extension: extnumber,
			},
			expect.objectContaining({
				name: 'Ben',
				number: '12025550102',
				result: 'Not answered',
				cause: 'User Is Busy',
				seconds: 0,
			}),
			{
				name: 'Cleo',
				number: 'unknown',
				result: 'Refused',
				cause: expect.stringContaining('not a phone number'),
				...notCalled,
			},
			expect.objectContaining({ name: 'Dan', result: 'Answered, no agent', seconds: 10 }),
			expect.objectContaining({ name: 'Eve', result: 'Not answered', cause: 'User Timed Out' }),
		]);
	});

	it('writes the last call of each person when the campaign is redialled', async () => {
		const { provider, folder } = stage;
		await people([{ name: 'Ann', number: '12025550103' }]);
		const before = (await stage.n8n.executions({ workflowId: id })).length;
		await stage.run(id, CALL_THE_LIST);
		await provider.settled();
		await stage.worked(id, before + 2);
		const [campaign] = provider.campaigns;
		const [bill] = provider.bills;
		provider.addBill({ ...bill!, id: bill!.id + 1, billsec: 7 });
		await stage.deliverCampaignEnd(campaign!.taskid);
		await stage.worked(id, before + 3);

		expect(await readExcel(join(folder, `results-${campaign!.taskid}.xlsx`))).toMatchObject([
			{ name: 'Ann', seconds: 7 },
		]);
	});

	it('writes the results without call records, too, if they are late', async () => {
		const { provider, folder } = stage;
		provider.options.billDelaySeconds = 1_000_000;
		await people([{ name: 'Ann', number: '12025550101' }]);
		const before = (await stage.n8n.executions({ workflowId: id })).length;
		await stage.run(id, CALL_THE_LIST);
		await provider.settled();
		await stage.worked(id, before + 2);
		provider.options.billDelaySeconds = 0;

		const file = `results-${provider.campaigns[0]!.taskid}.xlsx`;
		expect(await readExcel(join(folder, file))).toMatchObject([
			{ name: 'Ann', result: 'Talked to an agent' },
		]);
	});

	it('leaves campaigns of others alone', async () => {
		const before = (await stage.n8n.executions({ workflowId: id })).length;
		const files = results();
		await stage.deliverCampaignEnd('20260101000000000001');
		await stage.worked(id, before + 1);

		expect(results()).toEqual(files);
	});

	it('fails with the reason, and calls nobody, when there is no campaign', async () => {
		const { provider } = stage;
		await people([
			{ name: 'Ann', number: '12025550101' },
			{ name: 'Cleo', number: 'unknown' },
		]);
		provider.groups.splice(0);
		const execution = await stage.n8n.runWorkflow(id, { trigger: CALL_THE_LIST });

		expect(errorOf(execution)?.message).toMatch(/1211/);
		expect(provider.campaigns).toEqual([]);
		expect(provider.dials).toEqual([]);
	});
});
