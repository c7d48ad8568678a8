import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	INodeParameters,
	IHookFunctions,
	INodeType,
	IWebhookData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { request } from 'undici';
import { YunhuVoiceApi } from '../../../credentials/YunhuVoiceApi.credentials';
import { InMemoryCredentials } from './credentials';
import { additionalDataWith, workflowOf } from './n8n';

const PARAMETERS = {
	events: ['extensionStatus', 'callRecord'],
	authentication: 'none',
	simplify: true,
};

/** A trigger node that listens: its `webhook()` runs in n8n-core's webhook context, behind a real HTTP server. */
export interface ListeningTrigger {
	/** What `webhook()` returned to n8n, one entry a request. */
	returned: IWebhookResponseData[];
	post(
		body: string | Buffer,
		options?: {
			contentType?: string | undefined;
			query?: string;
			headers?: Record<string, string>;
		},
	): Promise<{ status: number; text: string; contentType: string }>;
	/** What n8n does when the workflow is published: throws what the node throws. */
	activate(): Promise<void>;
	/** What n8n does when it is unpublished. */
	deactivate(): Promise<void>;
	close(): Promise<void>;
}

export async function listenWith(
	parameters: INodeParameters = {},
	values: ICredentialDataDecryptedObject = {},
): Promise<ListeningTrigger> {
	const credentials = new InMemoryCredentials(new YunhuVoiceApi(), values);
	const { workflow, node } = workflowOf('yunhuVoiceTrigger', { ...PARAMETERS, ...parameters });
	const type = workflow.nodeTypes.getByNameAndVersion(node.type) as INodeType;
	const webhookData = { webhookDescription: type.description.webhooks![0]! } as IWebhookData;
	const returned: IWebhookResponseData[] = [];
	const hook = new HookContext(
		workflow,
		node,
		additionalDataWith(credentials),
		'trigger',
		'activate',
		webhookData,
	) as IHookFunctions;

	const app = express();
	app.use(express.raw({ type: () => true, limit: '20mb' }));
	app.post('/webhook', (httpRequest, httpResponse, next) => {
		// As n8n's own body reader leaves a request to a node of type version 1.
		const rawBody = Buffer.isBuffer(httpRequest.body) ? httpRequest.body : Buffer.alloc(0);
		Object.assign(httpRequest, { rawBody, readRawBody: async () => undefined });
		const additionalData = { ...additionalDataWith(credentials), httpRequest, httpResponse };
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			webhookData,
			[],
			null,
		);
		type
			.webhook!.call(context as IWebhookFunctions)
			.then((result) => {
				returned.push(result);
				if (!result.noWebhookResponse) httpResponse.send(result.webhookResponse);
			})
			.catch(next);
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;

	return {
		returned,
		async post(body, { contentType = 'application/json', query = '', headers = {} } = {}) {
			const response = await request(url + query, {
				method: 'POST',
				headers: { ...(contentType && { 'content-type': contentType }), ...headers },
				body,
			});
			return {
				status: response.statusCode,
				text: await response.body.text(),
				contentType: String(response.headers['content-type']),
			};
		},
		async activate() {
			const { checkExists, create } = type.webhookMethods!.default!;
			if (!(await checkExists.call(hook))) await create.call(hook);
		},
		async deactivate() {
			await type.webhookMethods!.default!.delete.call(hook);
		},
		async close() {
			server.close();
			await once(server, 'close');
		},
	};
}
