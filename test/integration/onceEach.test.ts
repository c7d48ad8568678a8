import type { INodeExecutionData } from 'n8n-workflow';
import {
	closeAccounts,
	CONTINUE,
	itemsWithNumbers,
	openTestAccount,
	PLAY_VOICE,
} from '../support/contexts/account';
import { itemsOf } from '../support/contexts/n8n';
import { times } from '../support/lists';
import { loseAnswers } from '../support/lostAnswers';

const CALLS = 5_000;
const LOST = 500;

const HOUR_MS = 60 * 60_000;

/** Simulated seconds take no time, but so many of them take an hour. */
const TIME_SCALE = 0.001;
const AN_HOUR = HOUR_MS / 1000 / TIME_SCALE;

let passed = 0;

/** Lets time pass for the node and the provider. */
const pass = (ms: number): number => (passed += ms);

beforeAll(() => {
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + passed);
});

afterAll(async () => {
	jest.restoreAllMocks();
	await closeAccounts();
});

it(`of ${CALLS} calls, ${LOST} lose their answer: after Check If Placed every number is dialled exactly once`, async () => {
	const account = await openTestAccount({ timeScale: TIME_SCALE, billDelaySeconds: AN_HOUR });
	const { provider, run } = account;
	const call = async (items: INodeExecutionData[]) =>
		itemsOf(
			await run(
				{
					...PLAY_VOICE,
					destinationNumber: '={{ $json.number }}',
					options: { concurrency: 50 },
				},
				items,
				CONTINUE,
			),
		);
	const check = async (items: INodeExecutionData[]) => {
		const before = provider.count('GetBill');
		const answers = itemsOf(await run({ resource: 'call', operation: 'checkIfPlaced' }, items));
		expect(answers).toHaveLength(items.length);
		return {
			placed: answers.map(({ json }) => json.placed),
			requests: provider.count('GetBill') - before,
		};
	};

	const notDialled = loseAnswers(provider, CALLS, LOST);
	const numbers = times(CALLS, (n) => String(13_300_000_000 + n));
	const calls = await call(itemsWithNumbers(...numbers));
	const doubtful = calls.filter(({ json }) => json.mayHaveBeenPlaced === true);
	expect(doubtful).toHaveLength(LOST);
	expect(notDialled).toBeGreaterThan(LOST / 3);
	expect(provider.dials).toHaveLength(CALLS - notDialled);
	await provider.settled();

	// The provider writes its records late: nobody can tell yet.
	pass(HOUR_MS / 2);
	expect(await check(doubtful)).toEqual({ placed: times(LOST, () => null), requests: 1 });

	pass(3 * HOUR_MS);
	const { placed, requests } = await check(doubtful);
	expect(requests).toBeLessThanOrEqual(CALLS / 1000 + 1);
	const dialled = new Set(provider.dials.map(({ destinationNumber }) => destinationNumber));
	const truth = doubtful.map(({ json }) => dialled.has(String(json.destinationNumber)));
	expect(placed).toEqual(truth);

	const again = doubtful.filter((_item, index) => placed[index] === false);
	await call(itemsWithNumbers(...again.map(({ json }) => String(json.destinationNumber))));
	expect(provider.dials.map(({ destinationNumber }) => destinationNumber).sort()).toEqual(numbers);
}, 120_000);
