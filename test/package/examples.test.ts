import { exampleNames, readExample } from '../support/examples/examples';

/** n8n keeps these on import: all imports would share one public address and another user's data. */
const OF_ONE_N8N = ['webhookId', 'instanceId', 'pinData', 'staticData'];

const PARTS = ['name', 'nodes', 'connections', 'settings'];

/** Hosts that belong to nobody, the one whose URL format users have to know, and a service that has one for everybody. */
const PUBLIC_HOSTS = ['example.com', 'chat.example.com', 'docs.google.com', 'api.hubapi.com'];

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

	it('names credentials and does not point at one', () => {
		const credentials = workflow.nodes.flatMap((node) => Object.values(node.credentials ?? {}));

		expect(credentials.filter(({ id }) => id !== null)).toEqual([]);
		expect(credentials.map((credential) => Object.keys(credential).sort())).toEqual(
			credentials.map(() => ['id', 'name']),
		);
	});

	it('holds no id, no secret and nobody’s host', () => {
		expect(text.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi)).toBeNull();
		expect(text.match(/(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])[a-zA-Z\d]{20,}/g)).toBeNull();
		const hosts = [...text.matchAll(/https?:\/\/([^/"\s\\]+)/g)].map(([, host]) => host);
		expect(hosts.filter((host) => !PUBLIC_HOSTS.includes(host ?? ''))).toEqual([]);
	});
});
