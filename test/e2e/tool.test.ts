import { addAccount } from '../support/account';
import { itemsOf, type N8nInstance, startN8n } from '../support/harness/n8n';
import { packTarball } from '../support/harness/pack';
import { type Simulator, startSimulator } from '../support/simulator';
import { toolWorkflow } from '../support/workflows';

const PLAY_VOICE = {
	resource: 'call',
	operation: 'playVoice',
	destinationNumber: "={{ $fromAI('number', 'The number to call', 'string') }}",
	voiceFile: 'https://example.com/welcome.mp3',
	transferRoute: '1@extGroup-1',
};

let provider: Simulator;
let n8n: N8nInstance;
let credentialId: string;

beforeAll(async () => {
	n8n = await startN8n({ tarball: await packTarball() });
});

beforeEach(async () => {
	provider = await startSimulator();
	credentialId = await addAccount(n8n, provider);
});

afterEach(async () => await provider.close());

afterAll(async () => await n8n?.stop());

const invoke = async (parameters: object, args: object) =>
	await n8n.runWorkflow(
		await n8n.createWorkflow(
			toolWorkflow(credentialId, { ...PLAY_VOICE, ...parameters }, args as never),
		),
	);

it('calls the number a model gives, once, and tells the model what came of it', async () => {
	const execution = await invoke({}, { number: '133-0000-0001' });
	const [item] = itemsOf(execution, 'Model');
	expect(JSON.parse(item!.json as unknown as string)).toMatchObject([
		{ accepted: true, destinationNumber: '13300000001' },
	]);
	expect(provider.dials.map(({ destinationNumber }) => destinationNumber)).toEqual(['13300000001']);
});

it('tells the model what is wrong with its arguments, and calls nobody', async () => {
	const execution = await invoke({}, { number: 'my neighbour' });
	expect(JSON.stringify(execution.data.resultData)).toContain(
		'Destination Number “my neighbour” is not a phone number',
	);
	expect(provider.dials).toHaveLength(0);
});

it('never waits for the result', async () => {
	const execution = await invoke({ waitForResult: true }, { number: '13300000001' });
	expect(execution.status).toBe('success');
	expect(provider.dials.map(({ customuuid }) => customuuid)).toEqual([
		expect.stringMatching(/^[\da-f]{32}$/),
	]);
});
