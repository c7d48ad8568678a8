import { type Cluster, startCluster, WATCHED_CLOSELY } from '../support/cluster/cluster';
import { ListOnLines } from '../support/examples/lines';
import { Stage } from '../support/examples/stage';
import { times } from '../support/lists';
import { type Simulator, startSimulator } from '../support/simulator';
import { tally } from '../support/statistics';
import { figure } from './figures';

let cluster: Cluster;
let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
	cluster = await startCluster(WATCHED_CLOSELY);
});

afterAll(async () => {
	await cluster?.stop();
	await simulator?.close();
});

const PEOPLE = 60;
const LINES = 4;
const SPEED = 0.05;
const TIMEOUT_MS = 600_000;

it(
	'a list on lines: a killed worker, a killed webhook process and lost callbacks make nobody be called twice at once',
	async () => {
		const { options, dials } = simulator;
		options.timeScale = SPEED;
		// The custom data begins with the number of the person's row.
		options.callbacksLost = (customuuid) => Number.parseInt(customuuid, 10) % 5 === 0;
		const stage = await Stage.inCluster(cluster, simulator);
		const people = times(PEOPLE, (n) => ({
			name: `Person ${n}`,
			number: String(12_025_550_000 + n),
		}));
		const lines = await ListOnLines.start(stage, people, {
			seconds: 5,
			settings: {
				lines: String(LINES),
				attempts: '2',
				pauseBusyMinutes: '0.1',
				pauseNoAnswerMinutes: '0.1',
				pauseOtherMinutes: '0.1',
				longestCallMinutes: '2',
				lookUpAfterMinutes: '0.5',
				settleMinutes: '2',
			},
		});
		await lines.switchOn();
		const untilDialled = async (count: number) =>
			await lines.until(`Not ${count} calls`, TIMEOUT_MS, () => dials.length >= count);
		await untilDialled(15);
		await cluster.workers[0].kill();
		await untilDialled(20);
		await cluster.workers[0].start();
		await untilDialled(30);
		await cluster.webhooks[1].kill();
		await untilDialled(35);
		await cluster.webhooks[1].start();
		await lines.untilDone(TIMEOUT_MS);

		const calls = Object.values(tally(dials.map(({ destinationNumber }) => destinationNumber)));
		const worked = cluster.workers.map((worker) => worker.startedExecutions().length);
		figure(
			'lines: people, calls, most calls to one',
			`${PEOPLE}, ${dials.length}, ${Math.max(...calls)}`,
		);
		figure('lines: at most at once', simulator.maxCallsAlive);
		figure(
			'lines: people by state',
			JSON.stringify(tally(lines.people().map(({ state }) => String(state)))),
		);
		expect(simulator.maxCallsAlive).toBeLessThanOrEqual(LINES);
		expect(lines.overlaps()).toEqual([]);
		expect(calls).toHaveLength(PEOPLE);
		expect(Math.max(...calls)).toBeLessThanOrEqual(2);
		expect(Math.min(...worked)).toBeGreaterThan(0);
		await lines.until('A line is not free', 120_000, () =>
			lines.lines().every(({ claim }) => !claim),
		);
	},
	2 * TIMEOUT_MS,
);
