import { join } from 'node:path';
import { readExcel, writeExcel } from '../support/excel';
import { Stage } from '../support/stage';

let stage: Stage;

beforeAll(async () => {
	stage = await Stage.start();
});

afterEach(() => stage.provider.reset());

afterAll(async () => await stage?.stop());

describe('call-a-list-to-excel', () => {
	it('calls everybody in people.xlsx and writes what became of it to results.xlsx', async () => {
		const { provider, folder } = stage;
		await writeExcel(join(folder, 'people.xlsx'), [
			{ name: 'Ann', number: '012025550101' },
			{ name: 'Ben', number: 12025550102 },
			{ name: 'Cleo', number: 'unknown' },
			{ name: 'Dan', number: '12025550106' },
			{ name: 'Eve', number: '12025550103' },
		]);
		const id = await stage.publish('call-a-list-to-excel', { settings: { folder } });
		await stage.run(id, 'Call the List');
		await provider.settled();
		await stage.worked(id, 5);
		await stage.run(id, 'Every Ten Minutes');

		expect(provider.dials).toHaveLength(4);
		const answered = { outcome: 'Hang Up Normally', answered: 'yes' };
		const notAnswered = { answered: 'no', seconds: 0 };
		expect(await readExcel(join(folder, 'results.xlsx'))).toMatchObject([
			{ name: 'Ann', number: '012025550101', ...answered, seconds: 20, key: '1' },
			{ name: 'Ben', number: '12025550102', ...notAnswered, outcome: 'User Is Busy' },
			{ name: 'Cleo', number: 'unknown', outcome: expect.stringContaining('not a phone number') },
			{ name: 'Dan', number: '12025550106', ...answered, seconds: 10 },
			{ name: 'Eve', number: '12025550103', ...notAnswered, outcome: 'User Timed Out' },
		]);
	});
});
