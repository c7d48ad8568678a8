import type { IDataObject } from 'n8n-workflow';
import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { times } from '../support/lists';
import { type FaultKind, type Simulator, startSimulator } from '../support/simulator';
import { chain, manualTrigger, node, yunhu } from '../support/workflows';

/** One more than a request can hold. */
const COUNT = 10_001;
const NUMBERS = times(COUNT, (n) => String(13_300_000_000 + n));
/** A lost campaign is looked for during a minute. */
const TIMEOUT_MS = 300_000;

let provider: Simulator;
let n8n: N8nInstance;
let workflowId: string;

/** Makes the numbers in n8n, so that they are not part of the workflow. */
const MAKE_NUMBERS = `return Array.from({ length: ${COUNT} }, (_, n) => ({ json: { number: String(13300000000 + n) } }));`;

beforeAll(async () => {
	provider = await startSimulator();
	n8n = await startN8n({ tarball: await packTarball() });
	const credentialId = await addAccount(n8n, provider);
	workflowId = await n8n.createWorkflow(
		chain('Big campaign', [
			manualTrigger(),
			node('Items', 'n8n-nodes-base.code', { jsCode: MAKE_NUMBERS }, { typeVersion: 2 }),
			yunhu(
				credentialId,
				{
					resource: 'campaign',
					operation: 'create',
					destinationNumber: '={{ $json.number }}',
					campaignName: 'Spring offer',
					assignTo: 'group',
					group: { __rl: true, mode: 'list', value: 'extGroup-1' },
				},
				{ onError: 'continueRegularOutput' },
			),
		]),
	);
});

/** Not `reset`: without its token, n8n's first request would have no effect. */
beforeEach(() => {
	provider.forget();
	provider.campaigns.length = 0;
});

afterAll(async () => {
	await n8n?.stop();
	await provider?.close();
});

/** Creates the campaign. Returns the JSON of its only item. */
async function create(fault?: FaultKind): Promise<IDataObject> {
	if (fault) provider.answerNext({ service: 'TaskCreat', fault });
	const execution = await n8n.runWorkflow(workflowId, { timeoutMs: TIMEOUT_MS });
	expect(execution.status).toBe('success');
	const [item, ...others] = itemsOf(execution, 'Yunhu');
	expect(others).toEqual([]);
	expect(item?.pairedItem).toEqual(times(COUNT, (n) => ({ item: n })));
	return item!.json;
}

/** How many numbers each request carried that creates or fills a campaign. */
const carried = (): Array<[service: string, numbers: number]> =>
	provider.requests
		.filter(({ fields }) => fields.telphone !== undefined)
		.map(({ service, fields }) => [service, (JSON.parse(fields.telphone!) as object[]).length]);

const CREATED: ReturnType<typeof carried>[number] = ['App.Sip_Yccall.TaskCreat', 10_000];
const ADDED: ReturnType<typeof carried>[number] = ['App.Sip_Yccall.TaskAdd', 1];

/** Expects one campaign with each number once. */
function expectAllNumbers(json: IDataObject): void {
	expect(carried()).toEqual([CREATED, ADDED]);
	expect(provider.campaigns).toHaveLength(1);
	const [campaign] = provider.campaigns;
	expect(campaign!.numbers.map(({ phone }) => phone)).toEqual(NUMBERS);
	expect(json).toMatchObject({ campaignId: campaign!.taskid, numbers: COUNT });
}

it('10,001 numbers become one campaign by two requests', async () => {
	expectAllNumbers(await create());
	expect(provider.count('TaskList')).toBe(0);
});

it('where the answer to the creation is lost, the campaign is found again and filled', async () => {
	expectAllNumbers(await create({ reset: 'after' }));
	expect(provider.count('TaskList')).toBeGreaterThan(0);
});

it('where the creation itself is lost, there is no campaign, and the item says that there may be one', async () => {
	const json = await create({ reset: 'before' });
	expect(carried()).toEqual([CREATED]);
	expect(provider.campaigns).toEqual([]);
	expect(json).toMatchObject({
		code: 'CONNECTION_LOST',
		mayHaveBeenPlaced: true,
		error: expect.stringContaining('the campaign may have been created (custom campaign ID '),
	});
	expect(json.error).toContain(json.customCampaignId);
	expect(json).not.toHaveProperty('campaignId');
});
