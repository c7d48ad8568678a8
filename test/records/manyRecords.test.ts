import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { addBills, whileBillsArrive } from '../support/manyBills';
import { print } from '../support/print';
import { type Simulator, startSimulator } from '../support/simulator';
import { actionWorkflow } from '../support/workflows';

const RECORDS = 100_000;
const TIMEOUT_MS = 600_000;

let provider: Simulator;
let n8n: N8nInstance;

beforeAll(async () => {
	provider = await startSimulator();
	n8n = await startN8n({
		tarball: await packTarball(),
		env: { NODE_OPTIONS: '--max-old-space-size=2048' },
	});
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;

/** Prints what the run cost. Figures depend on the machine, so that nothing is expected of them. */
function printCost(memoryBefore: number): void {
	const pages = provider.requests.filter(({ service }) => service.endsWith('GetBill'));
	const ms = pages.at(-1)!.at.getTime() - pages[0]!.at.getTime();
	const perPage = (ms / (pages.length - 1)).toFixed(0);
	const peak = megabytes(n8n.memory('peak'));
	print(
		`${pages.length} pages, ${perPage} ms a page; memory ${megabytes(memoryBefore)}, at its peak ${peak}`,
	);
}

it('gets 100,000 call records once each while the provider adds others', async () => {
	const credentialId = await addAccount(n8n, provider);
	const known = addBills(provider, RECORDS).map(({ id, destnumber }) => ({ id, destnumber }));
	const workflowId = await n8n.createWorkflow(
		actionWorkflow(credentialId, { resource: 'callRecord', operation: 'getAll', returnAll: true }),
	);
	const memoryBefore = n8n.restartMemoryPeak();
	const { value: executionId, arrived } = await whileBillsArrive(provider, async () => {
		const id = await n8n.startWorkflow(workflowId);
		const [execution] = await n8n.waitForExecutions(workflowId, 1, { timeoutMs: TIMEOUT_MS });
		expect(execution).toMatchObject({ id, status: 'success' });
		return id;
	});
	printCost(memoryBefore);
	expect(arrived).toBeGreaterThan(0);

	const items = itemsOf(n8n.storedExecution(executionId), 'Yunhu');
	const numbers = new Map(items.map(({ json }) => [json.recordId, json.destinationNumber]));
	expect(numbers.size).toBe(items.length);
	expect(known.filter(({ id, destnumber }) => numbers.get(String(id)) !== destnumber)).toEqual([]);
});
