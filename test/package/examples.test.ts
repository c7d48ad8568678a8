import { GRID, isNote } from '../support/examples/canvas';
import { exampleNames, readExample } from '../support/examples/examples';
import { crossings, hidden, overlaps, tooSmall } from '../support/examples/layout';
import type { WorkflowJson } from '../support/harness/api';

/** n8n keeps these on import: all imports would share one public address and another user's data. */
const OF_ONE_N8N = ['webhookId', 'instanceId', 'pinData', 'staticData'];

const PARTS = ['name', 'nodes', 'connections', 'settings'];

/** Hosts that belong to nobody, the one whose URL format users have to know, and a service that has one for everybody. */
const PUBLIC_HOSTS = ['example.com', 'chat.example.com', 'docs.google.com', 'api.hubapi.com'];

const TRIGGER = 'n8n-nodes-yunhu-voice.yunhuVoiceTrigger';
const SUB_WORKFLOW_TRIGGER = 'n8n-nodes-base.executeWorkflowTrigger';
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** n8n's orange button starts one of these rather than a Manual Trigger of the same workflow (n8n 2.41). */
const STARTED_FIRST =
	/\.(yunhuVoiceTrigger|yunhuVoiceRecordTrigger|scheduleTrigger|webhook|formTrigger)$/;

/** They have the provider's address and hand call records on to the others. */
const HUBS = ['callback-hub', 'fill-the-gaps'];

const nodesOf = ({ nodes }: WorkflowJson, type: string) =>
	nodes.filter((node) => node.type === type);

const takesCallRecords = ({ parameters }: WorkflowJson['nodes'][number]): boolean =>
	(parameters.events as string[]).includes('callRecord');

/** The examples to which a hub hands call records. */
const TOLD = exampleNames().filter(
	(name) => !HUBS.includes(name) && nodesOf(readExample(name), TRIGGER).some(takesCallRecords),
);

/** Returns the names of all properties of a value, at any depth. */
const propertiesOf = (value: unknown): string[] =>
	typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, part]) => [name, ...propertiesOf(part)])
		: [];

describe.each(exampleNames())('%s', (name) => {
	const workflow = readExample(name);
	/** Without the node ids, which n8n replaces on import. */
	const text = JSON.stringify({
		...workflow,
		nodes: workflow.nodes.map((node) => ({ ...node, id: undefined })),
	});

	it('leaves addresses, test data and stored data to the n8n that imports it', () => {
		expect(propertiesOf(workflow).filter((property) => OF_ONE_N8N.includes(property))).toEqual([]);
		expect(Object.keys(workflow)).toEqual(PARTS);
		expect(workflow.settings).toEqual({ executionOrder: 'v1' });
	});

	// The editor enters the user's own. It does not store a choice that replaces a missing credential.
	it('names no credential', () => {
		expect(workflow.nodes.filter(({ credentials }) => credentials)).toEqual([]);
	});

	it('holds no id, no secret and nobody’s host', () => {
		expect(text.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi)).toBeNull();
		expect(text.match(/(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])[a-zA-Z\d]{20,}/g)).toBeNull();
		const hosts = [...text.matchAll(/https?:\/\/([^/"\s\\]+)/g)].map(([, host]) => host);
		expect(hosts.filter((host) => !PUBLIC_HOSTS.includes(host ?? ''))).toEqual([]);
	});

	it('is laid out on the grid, and nothing covers anything', () => {
		const offGrid = workflow.nodes.filter(({ position }) => position?.some((at) => at % GRID));

		expect(offGrid.map((node) => node.name)).toEqual([]);
		expect(overlaps(workflow)).toEqual([]);
		expect(tooSmall(workflow)).toEqual([]);
	});

	it('has lines that run through nothing', () => {
		expect(crossings(workflow)).toEqual([]);
	});

	it('can be seen as a whole in a window of 1440 x 900', () => {
		expect(hidden(workflow)).toEqual([]);
	});

	it('says in a note that only one workflow can have the address of its trigger', () => {
		const notes = JSON.stringify(workflow.nodes.filter(isNote));

		expect(/only one workflow can have this address/i.test(notes)).toBe(
			nodesOf(workflow, TRIGGER).length > 0,
		);
	});

	it('says beside its Manual Trigger how to start it, where the orange button starts another one', () => {
		const [manual] = nodesOf(workflow, MANUAL_TRIGGER);
		const isStartedLast = workflow.nodes.some(({ type }) => STARTED_FIRST.test(type));
		const note = workflow.nodes.find((node) => node.name === 'Start here');

		expect(note !== undefined).toBe(manual !== undefined && isStartedLast);
		if (!note || !manual) return;
		expect(note.parameters.content).toContain(`Point at **${manual.name}**`);
		const [across, down] = [0, 1].map((n) => Math.abs(note.position![n]! - manual.position![n]!));
		expect([across! <= 512, down! <= 160]).toEqual([true, true]);
	});
});

describe.each(TOLD)('%s', (name) => {
	it('takes call records from a hub as from its own trigger, so that nothing has to be deleted', () => {
		const workflow = readExample(name);
		const [trigger] = nodesOf(workflow, TRIGGER);
		const [given] = nodesOf(workflow, SUB_WORKFLOW_TRIGGER);

		expect(given?.parameters).toEqual({ inputSource: 'passthrough' });
		const [own, handed] = [trigger!, given!].map((node) => workflow.connections[node.name]);
		// What the filters of the trigger leave out has to be left out behind the other one, too.
		if (trigger!.parameters.filters === undefined) expect(handed).toEqual(own);
		else expect(nodesOf(workflow, 'n8n-nodes-base.filter')).toHaveLength(1);
	});
});

describe.each(HUBS)('%s', (name) => {
	it('lists every example that wants call records, with no address yet', () => {
		const list = readExample(name).nodes.find((node) => node.name === 'Workflows to Tell');
		const { handOnTo } = JSON.parse(list?.parameters.jsonOutput as string) as {
			handOnTo: Array<{ name: string; address: string }>;
		};

		expect(handOnTo.map((each) => each.name).sort()).toEqual(
			TOLD.map((told) => readExample(told).name).sort(),
		);
		expect(handOnTo.map(({ address }) => address)).toEqual(handOnTo.map(() => ''));
	});
});
