import { randomUUID } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { request } from 'undici';
import { addAccount } from '../account';
import type { Cluster } from '../cluster/cluster';
import {
	type Execution,
	type N8nInstance,
	type WorkflowJson,
	errorOf,
	startN8n,
} from '../harness/n8n';
import { packTarball } from '../harness/pack';
import { type CallbackKind, type Simulator, startSimulator } from '../simulator';
import { loadExample, webhookIdOf } from './examples';

/** What a user changes in an imported example. */
export interface Given {
	/** Values for the node "Settings", by name. */
	settings?: Record<string, string>;
	/** Any other change. */
	edit?: (workflow: WorkflowJson) => void;
}

/** Where examples run: a real n8n and the simulated provider, with a credential for its account. */
export class Stage {
	private readonly credentials: Record<string, string> = {};
	private readonly secret: string = randomUUID();
	/** Of other accounts in the same n8n. */
	private readonly others: Stage[] = [];

	private constructor(
		readonly provider: Simulator,
		readonly n8n: N8nInstance,
		/** The only folder that n8n may read and write. */
		readonly folder: string,
		private readonly webhookUrl = (webhookId: string) => n8n.webhookUrl(webhookId),
	) {}

	/** @param env additional settings for n8n */
	static async start(env: Record<string, string> = {}): Promise<Stage> {
		// n8n compares real paths with the allowed one.
		const folder = await realpath(await mkdtemp(join(tmpdir(), 'yunhu-voice-examples-')));
		const provider = await startSimulator();
		const n8n = await startN8n({
			tarball: await packTarball(),
			env: { N8N_RESTRICT_FILE_ACCESS_TO: folder, ...env },
		}).catch(async (error: unknown) => {
			await provider.close();
			throw error;
		});
		return await new Stage(provider, n8n, folder).withAccount();
	}

	/** In queue mode. Neither the provider nor the cluster is stopped with it. */
	static async inCluster({ main, webhookUrl }: Cluster, provider: Simulator): Promise<Stage> {
		return await new Stage(provider, main, main.userFolder, webhookUrl).withAccount();
	}

	/** The same n8n with another account of the provider. Neither account's workflows get what belongs to the other. */
	async withAnotherAccount(): Promise<Stage> {
		const [appId, accessKey] = [randomUUID(), randomUUID()];
		const other = new Stage(await startSimulator({ appId, accessKey }), this.n8n, this.folder);
		this.others.push(other);
		return await other.withAccount();
	}

	/** Creates the credential that examples of this type get. */
	async addCredential(
		type: string,
		name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.credentials[type] = await this.n8n.createCredential(name, type, data);
	}

	/** The credential for the provider's account. */
	get credentialId(): string {
		return this.credentials.yunhuVoiceApi!;
	}

	/** The address of a trigger with the credential, as the user gives it to the provider. */
	callbackUrl(webhookId: string): string {
		return `${this.webhookUrl(webhookId)}?secret=${this.secret}`;
	}

	/** Sets limits on calls. They hold for examples that are imported afterwards. */
	async limitCalls(limits: ICredentialDataDecryptedObject): Promise<void> {
		const fields = { callbackSecret: this.secret, ...limits };
		this.credentials.yunhuVoiceApi = await addAccount(this.n8n, this.provider, fields);
	}

	/**
	 * Imports an example with everything filled in.
	 *
	 * @returns the workflow id
	 */
	async import(name: string, given: Given = {}): Promise<string> {
		return await this.n8n.createWorkflow(this.load(name, given));
	}

	/**
	 * Imports and publishes an example, and gives the provider its trigger's URL.
	 *
	 * @returns the workflow id
	 */
	async publish(name: string, given: Given = {}): Promise<string> {
		const workflow = this.load(name, given);
		const id = await this.n8n.createWorkflow(workflow);
		await this.n8n.activate(id);
		const url = this.callbackUrl(webhookIdOf(workflow));
		this.provider.options.callbackUrls = {
			extensionStatus: url,
			callRecord: url,
			campaignStatus: url,
		};
		return id;
	}

	/**
	 * Runs a workflow manually to its end.
	 *
	 * @throws the execution's error, if it ended with one
	 */
	async run(workflowId: string, trigger?: string): Promise<Execution> {
		return succeeded(await this.n8n.runWorkflow(workflowId, trigger ? { trigger } : {}));
	}

	/**
	 * Waits until a workflow has run `count` times in total.
	 *
	 * @throws the error of a run that ended with one
	 */
	async worked(workflowId: string, count: number): Promise<Execution[]> {
		const runs = await this.n8n.waitForExecutions(workflowId, count);
		return await Promise.all(runs.map(async ({ id }) => succeeded(await this.n8n.execution(id))));
	}

	/** Sends a call record to the published example, as the provider does. */
	async deliver(record: IDataObject): Promise<void> {
		await this.send('callRecord', { hangupdirection: 10041, ...record });
	}

	/** Tells the published example that a campaign has ended, as the provider does. */
	async deliverCampaignEnd(taskid: string): Promise<void> {
		await this.send('campaignStatus', { taskid, companycode: '2028', status: 3, endtype: 'over' });
	}

	/** Stops everything and deletes the folder. */
	async stop(): Promise<void> {
		await this.n8n.stop();
		for (const { provider } of [this, ...this.others]) await provider.close();
		await rm(this.folder, { recursive: true, force: true });
	}

	private async send(kind: CallbackKind, callback: IDataObject): Promise<void> {
		const { statusCode, body } = await request(this.provider.options.callbackUrls[kind]!, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(callback),
		});
		const answer = await body.text();
		if (statusCode !== 200 || answer !== '1') throw new Error(`${statusCode} ${answer}`);
	}

	/** Creates the credential for the account. */
	private async withAccount(): Promise<this> {
		await this.limitCalls({});
		return this;
	}

	private load(name: string, { settings = {}, edit }: Given): WorkflowJson {
		const workflow = loadExample(name, { credentials: this.credentials, settings });
		edit?.(workflow);
		return workflow;
	}
}

/** @throws the execution's error, if it ended with one */
export function succeeded(execution: Execution): Execution {
	const error = errorOf(execution);
	if (error) throw new Error(`${execution.workflowData.name}: ${error.message}`);
	if (execution.status !== 'success') throw new Error(`The execution is ${execution.status}`);
	return execution;
}
