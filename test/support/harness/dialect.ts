import type { INode, IPinData } from 'n8n-workflow';
import type { N8nRest } from './rest';
import { until } from './wait';

const PUBLICATION_TIMEOUT_MS = 60_000;

/** A workflow as n8n returns it. */
export interface StoredWorkflow {
	id: string;
	versionId: string;
	nodes: INode[];
	pinData?: IPinData;
}

/** One page of a list, newest first. */
export interface Page {
	results: Array<{ id: string }>;
	nextCursor?: string | null;
}

/** The editor actions whose requests differ between n8n's major versions. Everything else is in N8nApi. */
export interface Dialect {
	/** Settings that isolate n8n, in addition to those of `n8nEnvironment`. */
	readonly settings: Record<string, string>;
	/** Whether an execution can have its final status before it has its data. */
	readonly storesDataLast: boolean;
	/**
	 * Publishes the saved version of a workflow. Returns when its triggers listen.
	 *
	 * @throws an error with the message of a trigger that refuses
	 */
	activate(workflow: StoredWorkflow): Promise<void>;
	/** Unpublishes a workflow. Returns when its triggers no longer listen. */
	deactivate(workflow: StoredWorkflow): Promise<void>;
	/** Returns the body of the request for a manual run. */
	runOf(workflow: StoredWorkflow, triggerToStartFrom: object): object;
	/** Returns the query for the page after this one, or undefined after the last one. */
	nextPage(page: Page): string | undefined;
	/**
	 * Whether n8n serves its editor and all published triggers.
	 *
	 * @param log n8n's output since its start
	 */
	isReady(log: string): Promise<boolean>;
}

/** What a dialect needs: the connection, and a function that makes an error with the end of n8n's log. */
export interface Connection {
	rest: N8nRest;
	failure(message: string): Error;
}

/** @param version n8n's version */
export function dialectOf(version: string, connection: Connection): Dialect {
	if (version.startsWith('1.')) return new Dialect1(connection.rest);
	return version.startsWith('2.0.') ? new Dialect20(connection.rest) : new Dialect2(connection);
}

/** n8n 1.123: publishing is complete when the response arrives. */
class Dialect1 implements Dialect {
	readonly settings = {};
	/** In n8n 1's default setup, SQLite has no transactions. */
	readonly storesDataLast = true;

	constructor(protected readonly rest: N8nRest) {}

	async activate(workflow: StoredWorkflow): Promise<void> {
		await this.setActive(workflow, true);
	}

	async deactivate(workflow: StoredWorkflow): Promise<void> {
		await this.setActive(workflow, false);
	}

	/** n8n 1 runs what the editor shows, saved or not. */
	runOf(workflowData: StoredWorkflow, triggerToStartFrom: object): object {
		return { workflowData, triggerToStartFrom };
	}

	nextPage({ results }: Page): string | undefined {
		const oldest = results.at(-1);
		return oldest && `lastId=${oldest.id}`;
	}

	/** Its readiness URL covers only the database. It logs this line after it has started the triggers. */
	async isReady(log: string): Promise<boolean> {
		return log.includes('Editor is now accessible');
	}

	protected async setActive({ id, versionId }: StoredWorkflow, active: boolean): Promise<void> {
		await this.rest.call('PATCH', `/workflows/${id}`, { active, versionId });
	}
}

/** n8n 2.0: publishing has its own requests, and is complete when the response arrives. */
class Dialect20 extends Dialect1 {
	protected override async setActive(
		{ id, versionId }: StoredWorkflow,
		active: boolean,
	): Promise<void> {
		const action = active ? 'activate' : 'deactivate';
		await this.rest.call('POST', `/workflows/${id}/${action}`, { versionId });
	}
}

interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; errorMessage: string | null }>;
}

/** n8n 2.41: publishing continues after the response and has its own status. */
class Dialect2 implements Dialect {
	/** Only for n8n 2: n8n 1 does not start if the setting names a module it does not know. */
	readonly settings = { N8N_DISABLED_MODULES: 'mcp-registry' };
	readonly storesDataLast = false;

	constructor(private readonly connection: Connection) {}

	async activate({ id, versionId }: StoredWorkflow): Promise<void> {
		await this.connection.rest.call('POST', `/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.publication(
			id,
			(now) => now.status !== 'not_published',
		);
		if (status === 'published') return;
		const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(`Workflow ${id} was not published (${status}): ${reasons.join('; ')}`);
	}

	async deactivate({ id }: StoredWorkflow): Promise<void> {
		await this.connection.rest.call('POST', `/workflows/${id}/deactivate`, {});
		await this.publication(id, ({ status }) => status === 'not_published');
	}

	runOf(_: StoredWorkflow, triggerToStartFrom: object): object {
		return { triggerToStartFrom };
	}

	nextPage({ nextCursor }: Page): string | undefined {
		return nextCursor ? `cursor=${nextCursor}` : undefined;
	}

	/** n8n responds at /healthz long before it serves REST. The readiness URL waits for everything. */
	async isReady(): Promise<boolean> {
		return (await this.connection.rest.status('/healthz/readiness')) === 200;
	}

	private async publication(
		workflowId: string,
		isSettled: (publication: PublicationStatus) => boolean,
	): Promise<PublicationStatus> {
		const { rest, failure } = this.connection;
		let last: PublicationStatus | undefined;
		return await until(
			async () => {
				last = await rest.call('GET', `/workflows/${workflowId}/publication-status`);
				return last && last.status !== 'in_progress' && isSettled(last) ? last : undefined;
			},
			PUBLICATION_TIMEOUT_MS,
			() => failure(`The publication of workflow ${workflowId} is ${last?.status} for too long`),
		);
	}
}
