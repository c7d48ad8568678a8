import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { WebhookContext } from 'n8n-core';
import type {
	ICredentialsHelper,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IWebhookData,
	IWebhookFunctions,
} from 'n8n-workflow';
import { request } from 'undici';
import { additionalDataWith, workflowOf } from './n8n';

/** What a waiting execution answers to a delivery, and the items with which it continues. `undefined` if it waits on. */
interface Delivered {
	status: number;
	text: string;
	items: INodeExecutionData[] | undefined;
}

/**
 * Delivers a body to an execution that waits in the action node: the node's `webhook()` runs in n8n-core's webhook context,
 * behind a real HTTP server.
 *
 * @param run the execution, as `runAction` returns it.
 */
export async function deliverTo(
	run: IRun,
	credentials: ICredentialsHelper,
	body: object,
	settings: Partial<INode> = {},
): Promise<Delivered> {
	const { workflow, node } = workflowOf('yunhuVoice', {}, settings);
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type) as INodeType;
	const webhookData = { webhookDescription: nodeType.description.webhooks![0]! } as IWebhookData;
	let items: INodeExecutionData[] | undefined;
	const app = express();
	app.use(express.json());
	app.post('/', (httpRequest, httpResponse) => {
		const context = new WebhookContext(
			workflow,
			node,
			{ ...additionalDataWith(credentials), httpRequest, httpResponse },
			'webhook',
			webhookData,
			[],
			run.data,
		) as IWebhookFunctions;
		nodeType.webhook!.call(context).then(
			({ noWebhookResponse, workflowData, webhookResponse }) => {
				items = workflowData?.[0];
				if (!noWebhookResponse) httpResponse.send(webhookResponse);
			},
			(error: Error) => httpResponse.status(599).send(error.message),
		);
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const response = await request(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: response.statusCode, text: await response.body.text(), items };
	} finally {
		server.close();
		server.closeAllConnections();
	}
}
