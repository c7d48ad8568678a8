import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowJson } from '../../e2e/harness/api';
import { PACKAGE } from '../../e2e/support/workflows';

type Node = WorkflowJson['nodes'][number];

/** A node of a workflow. */
export const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): Node => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more });

/** A workflow of nodes that follow one another. */
export const chain = (name: string, nodes: Node[]): WorkflowJson => ({
	name,
	nodes,
	connections: Object.fromEntries(
		nodes
			.slice(1)
			.map((next, index) => [
				nodes[index]!.name,
				{ main: [[{ node: next.name, type: 'main' as const, index: 0 }]] },
			]),
	),
	settings: { executionOrder: 'v1' },
});

/** n8n's own webhook: `<base>/webhook/<path>` starts an execution and answers at once. */
export const webhook = (path: string): Node =>
	node('Webhook', 'n8n-nodes-base.webhook', 2, { httpMethod: 'POST', path }, { webhookId: path });

/** One item for each entry of a list in the item. */
export const splitOut = (field: string): Node =>
	node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: field, options: {} });

/** Calls the number of each item. */
export const playVoice = (
	credentialId: string,
	options: INodeParameters = {},
	more: INodeParameters = {},
): Node =>
	node(
		'Play Voice',
		`${PACKAGE}.yunhuVoice`,
		1,
		{
			resource: 'call',
			operation: 'playVoice',
			destinationNumber: '={{ $json.number }}',
			voiceFile: 'https://example.com/welcome.mp3',
			transferRoute: '1@extGroup-1',
			options,
			...more,
		},
		{ credentials: credentials(credentialId) },
	);

/** The package's trigger, let in without a filter. */
export const trigger = (
	credentialId: string,
	webhookId: string,
	parameters: INodeParameters = {},
): Node =>
	node('Callbacks', `${PACKAGE}.yunhuVoiceTrigger`, 1, parameters, {
		credentials: credentials(credentialId),
		webhookId,
	});

/** Webhook -> Split Out -> Play Voice: calls the numbers of `{ "people": [{ "number": … }] }`. */
export const callWorkflow = (
	credentialId: string,
	path: string,
	options: INodeParameters = {},
): WorkflowJson =>
	chain(`Calls ${path}`, [
		webhook(path),
		splitOut('body.people'),
		playVoice(credentialId, options),
	]);

/** A node that passes its items on. */
export const noOp = (): Node => node('After', 'n8n-nodes-base.noOp', 1, {});

const credentials = (id: string) => ({ yunhuVoiceApi: { id, name: 'Yunhu Voice account' } });
