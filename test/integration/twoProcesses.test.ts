import type { INodeExecutionData, IRun } from 'n8n-workflow';
import { PLAY_VOICE } from '../support/contexts/account';
import type { InMemoryCredentials } from '../support/contexts/credentials';
import { type Simulator, type SimulatorOptions, startSimulator } from '../support/simulator';

/** An n8n process. Processes share only what n8n's database stores of a credential. */
interface Process {
	credentials: InMemoryCredentials;
	call(items: INodeExecutionData[]): Promise<IRun>;
}

let provider: Simulator;

afterEach(async () => await provider.close());

/** Loads fresh copies of n8n-core and the nodes, whose memory stands for that of another process. */
async function startProcess(store?: InMemoryCredentials): Promise<Process> {
	let started: Process | undefined;
	await jest.isolateModulesAsync(async () => {
		const { InMemoryCredentials: Credentials } = await import('../support/contexts/credentials');
		const { YunhuVoiceApi } = await import('../../credentials/YunhuVoiceApi.credentials');
		const { runAction } = await import('../support/contexts/n8n');
		const { url: apiUrl, appId, accessKey } = provider;
		const credentials = new Credentials(new YunhuVoiceApi(), { apiUrl, appId, accessKey });
		if (store) {
			Object.defineProperty(credentials, 'stored', {
				get: () => store.stored,
				set: (data: InMemoryCredentials['stored']) => (store.stored = data),
			});
		}
		const parameters = {
			...PLAY_VOICE,
			destinationNumber: '={{ $json.number }}',
			options: { concurrency: 20 },
		};
		started = {
			credentials,
			call: async (items) => await runAction(credentials, parameters, items),
		};
	});
	return started!;
}

async function startTwo(options: SimulatorOptions = {}): Promise<[Process, Process]> {
	provider = await startSimulator({ latencyMs: 5, ...options });
	const first = await startProcess();
	return [first, await startProcess(first.credentials)];
}

const list = (start: number): INodeExecutionData[] =>
	Array.from({ length: 100 }, (_, n) => ({ json: { number: String(13300000000 + start + n) } }));

const acceptedOf = (runs: IRun[]): number =>
	runs
		.flatMap(({ data }) => data.resultData.runData.Yunhu?.[0]?.data?.main?.[0] ?? [])
		.filter(({ json }) => json.accepted).length;

/** Each process calls 100 numbers, both at the same time. Returns the number of accepted calls. */
const callBoth = async ([one, other]: [Process, Process], start: number): Promise<number> =>
	acceptedOf(await Promise.all([one.call(list(start)), other.call(list(start + 100))]));

const numbersDialled = () =>
	new Set(provider.dials.map(({ destinationNumber }) => destinationNumber)).size;

it.each<[string, SimulatorOptions]>([
	['lets earlier tokens live', {}],
	['ends the earlier token at each login', { singleSession: true }],
])(
	'two processes fail no item, log in once each at most, where the provider %s',
	async (_, options) => {
		const processes = await startTwo(options);
		expect(await callBoth(processes, 0)).toBe(200);
		expect(provider.count('Login')).toBeLessThanOrEqual(2);

		provider.revokeTokens();
		expect(await callBoth(processes, 200)).toBe(200);
		expect(provider.count('Login')).toBeLessThanOrEqual(4);
		expect(provider.dials).toHaveLength(400);
		expect(numbersDialled()).toBe(400);
	},
);

it('a process uses the token that another one has stored, without a login', async () => {
	const [one, other] = await startTwo();
	await one.call(list(0));
	await other.call(list(100));
	expect(provider.count('Login')).toBe(1);

	provider.revokeTokens();
	await one.call(list(200));
	await other.call(list(300));
	expect(provider.count('Login')).toBe(2);
	expect(numbersDialled()).toBe(400);
});
