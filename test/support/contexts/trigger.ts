import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import express, { type Request, type Response as ExpressResponse } from 'express';
import { HookContext, WebhookContext } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeHelpers,
	Workflow,
	type WorkflowExecuteMode,
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

/** The state of n8n around the trigger. */
interface Surroundings {
	/** The workflow's static data in n8n's database. Data from another trigger simulates a restart. */
	staticData?: IDataObject;
	/** `manual` for the test URL. */
	mode?: WorkflowExecuteMode;
	/** N8N_PROXY_HOPS: with 1, the sender's address comes from `x-forwarded-for`. */
	proxyHops?: number;
	/** Thrown when the credential is read: it is gone, or was encrypted with another key. */
	credentialFails?: Error;
	/** Runs before `webhook()`, where n8n loads the workflow. */
	loadWorkflow?: (response: ExpressResponse) => Promise<void>;
	/** Runs where n8n stores an execution, before it responds. Throws to simulate a database that rejects it. */
	storeExecution?: (response: ExpressResponse) => Promise<void>;
}

interface Answer {
	status: number;
	text: string;
	contentType: string;
}

/** A listening trigger node: its `webhook()` runs in n8n-core's webhook context, behind a real HTTP server. */
export interface ListeningTrigger {
	/** What `webhook()` returned to n8n, one entry per request. */
	returned: IWebhookResponseData[];
	/** The outputs of each execution that n8n stored. */
	executions: INodeExecutionData[][][];
	/** The current static data in n8n's database. */
	staticData: IDataObject;
	/** The number of times n8n was asked for the credential. */
	credentialReads: number;
	/** The credential, as n8n stores it. */
	credentials: InMemoryCredentials;
	/** Can be replaced at any time. */
	surroundings: Surroundings;
	post(
		body: string | Buffer | FormData,
		options?: {
			contentType?: string;
			query?: string;
			headers?: Record<string, string>;
			signal?: AbortSignal;
			/** Sends the body in chunks, without its length. */
			chunked?: boolean;
		},
	): Promise<Answer>;
	/** The node's outputs, as n8n and its editor compute them. */
	outputs(): unknown[];
	/** Does what n8n does when the workflow is published. Throws what the node throws. */
	activate(): Promise<void>;
	/** Does what n8n does when the workflow is unpublished. */
	deactivate(): Promise<void>;
	close(): Promise<void>;
}

/** Leaves a request as n8n's own reader leaves it to a node of type version 1. Consumes multipart bodies. */
async function readAsN8nDoes(httpRequest: Request): Promise<void> {
	const bytes = Buffer.isBuffer(httpRequest.body) ? httpRequest.body : Buffer.alloc(0);
	// n8n leaves other multipart bodies to the node, which then finds that they are not what they claim to be.
	if (httpRequest.is('multipart/mixed')) {
		const readRawBody = async () => await Promise.reject(new Error('incorrect header check'));
		Object.assign(httpRequest, { readRawBody });
		return;
	}
	if (!httpRequest.is('multipart/form-data')) {
		Object.assign(httpRequest, { rawBody: bytes, readRawBody: async () => undefined });
		return;
	}
	const headers = { 'content-type': httpRequest.headers['content-type']! };
	const form = await new Response(new Uint8Array(bytes), { headers }).formData();
	const data: Record<string, unknown> = {};
	const files: Record<string, unknown> = {};
	for (const name of new Set(form.keys())) {
		const values = form.getAll(name);
		const part = values.some((value) => typeof value !== 'string') ? files : data;
		part[name] = values.length === 1 ? values[0] : values;
	}
	const readRawBody = async () => await Promise.reject(new Error('The stream is not readable'));
	Object.assign(httpRequest, { body: { data, files }, readRawBody });
}

let workflows = 0;

export async function listenWith(
	parameters: INodeParameters = {},
	values: ICredentialDataDecryptedObject = {},
	surroundings: Surroundings = {},
): Promise<ListeningTrigger> {
	const credentials = new InMemoryCredentials(new YunhuVoiceApi(), values);
	const { workflow, node } = workflowOf('yunhuVoiceTrigger', { ...PARAMETERS, ...parameters });
	const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type) as INodeType;
	const webhookData = { webhookDescription: nodeType.description.webhooks![0]! } as IWebhookData;
	// The node remembers events per workflow, so each listener needs a new id.
	const id = `workflow-${++workflows}`;
	const hook = new HookContext(
		workflow,
		node,
		additionalDataWith(credentials),
		'trigger',
		'activate',
		webhookData,
	) as IHookFunctions;
	const trigger: Pick<
		ListeningTrigger,
		'returned' | 'executions' | 'staticData' | 'credentials' | 'surroundings' | 'credentialReads'
	> = {
		returned: [],
		executions: [],
		staticData: structuredClone(surroundings.staticData ?? {}),
		credentials,
		surroundings,
		credentialReads: 0,
	};
	const decrypt = credentials.getDecrypted.bind(credentials);
	credentials.getDecrypted = async () => {
		trigger.credentialReads++;
		if (trigger.surroundings.credentialFails) throw trigger.surroundings.credentialFails;
		return await decrypt();
	};

	/** Acts as n8n 2 on a request: loads the workflow, runs `webhook()`, stores execution and static data, responds. */
	async function take(httpRequest: Request, httpResponse: ExpressResponse): Promise<void> {
		await readAsN8nDoes(httpRequest);
		await trigger.surroundings.loadWorkflow?.(httpResponse);
		const staticData = structuredClone(trigger.staticData);
		const load = () =>
			new Workflow({
				id,
				nodes: [node],
				connections: {},
				active: true,
				nodeTypes: workflow.nodeTypes,
				staticData,
			});
		const loaded = load();
		const mode = trigger.surroundings.mode ?? 'webhook';
		const additionalData = { ...additionalDataWith(credentials), httpRequest, httpResponse };
		const context = new WebhookContext(
			loaded,
			loaded.getNode(node.name)!,
			additionalData,
			mode,
			webhookData,
			[],
			null,
		);
		const result = await nodeType.webhook!.call(context as IWebhookFunctions);
		trigger.returned.push(result);
		if (result.noWebhookResponse) return;
		if (result.workflowData) {
			// n8n executes another workflow object with the same data.
			load();
			await trigger.surroundings.storeExecution?.(httpResponse);
			trigger.executions.push(result.workflowData as INodeExecutionData[][]);
		}
		const answer = result.webhookResponse as unknown;
		if (mode !== 'manual' && loaded.staticData.__dataChanged) {
			trigger.staticData = JSON.parse(JSON.stringify(loaded.staticData)) as IDataObject;
		}
		httpResponse.send(answer);
	}

	const app = express();
	if (surroundings.proxyHops) app.set('trust proxy', surroundings.proxyHops);
	app.use(express.raw({ type: () => true, limit: '20mb' }));
	app.post('/webhook', (httpRequest, httpResponse) => {
		take(httpRequest, httpResponse).catch((error: Error) =>
			httpResponse.status(500).json({ message: error.message }),
		);
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;

	return Object.assign(trigger, {
		async post(
			body: string | Buffer | FormData,
			{
				contentType = 'application/json',
				query = '',
				headers = {},
				signal,
				chunked = false,
			}: NonNullable<Parameters<ListeningTrigger['post']>[1]> = {},
		) {
			const form = body instanceof FormData ? new Response(body) : undefined;
			const type = form?.headers.get('content-type') ?? contentType;
			const bytes = form ? Buffer.from(await form.arrayBuffer()) : Buffer.from(body as string);
			const response = await request(url + query, {
				method: 'POST',
				headers: { ...(type && { 'content-type': type }), ...headers },
				body: chunked ? Readable.from([bytes]) : bytes,
				...(signal && { signal }),
			});
			return {
				status: response.statusCode,
				text: await response.body.text(),
				contentType: String(response.headers['content-type']),
			};
		},
		outputs: () => NodeHelpers.getNodeOutputs(workflow, node, nodeType.description),
		async activate() {
			const { checkExists, create } = nodeType.webhookMethods!.default!;
			if (!(await checkExists.call(hook))) await create.call(hook);
		},
		async deactivate() {
			await nodeType.webhookMethods!.default!.delete.call(hook);
		},
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	});
}

/**
 * What a user is told when the workflow cannot be published: `message` without the advice that follows in it, and the advice.
 *
 * @throws if the workflow can be published, or if the advice is missing: where a workflow is published n8n shows the message only
 */
export async function refusalToPublish(
	trigger: ListeningTrigger,
): Promise<{ message: string; description: string }> {
	const error = await trigger.activate().then(
		() => new Error('The workflow can be published'),
		(refusal: Error) => refusal,
	);
	const { description } = error as Error & { description?: string };
	const advice = `. ${description}`;
	if (!description || !error.message.endsWith(advice)) throw error;
	return { message: error.message.slice(0, -advice.length), description };
}
