import { PollContext } from 'n8n-core';
import {
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IPollFunctions,
	type WorkflowActivateMode,
	Workflow,
} from 'n8n-workflow';
import type { TestAccount } from './account';
import { additionalDataWith, workflowOf } from './n8n';

let workflows = 0;

/** The node as a process loads it that has just started: nothing is remembered. */
function freshNode(): INodeType {
	let node: INodeType | undefined;
	jest.isolateModules(() => {
		const { YunhuVoiceRecordTrigger } = jest.requireActual<
			typeof import('../../../nodes/YunhuVoice/YunhuVoiceRecordTrigger.node')
		>('../../../nodes/YunhuVoice/YunhuVoiceRecordTrigger.node');
		node = new YunhuVoiceRecordTrigger();
	});
	return node!;
}

/** A published record trigger: its `poll()` runs in n8n-core's polling context. */
export class PolledTrigger {
	private readonly id = `polled-${++workflows}`;

	/** What n8n has in its database. */
	stored: IDataObject = {};

	private live: Workflow;

	private context: PollContext;

	/** The items of each execution that n8n has started. */
	readonly executions: INodeExecutionData[][] = [];

	private node: INode;

	private type = freshNode();

	/** How long n8n lets a poll take. Milliseconds; `undefined` for an n8n that sets no limit. */
	pollBudgetMs: number | undefined = 300_000;

	constructor(
		private readonly account: TestAccount,
		parameters: INodeParameters = {},
		/** Whether n8n commits cursor and execution together (durable cursors). */
		private readonly isDurable = false,
	) {
		this.node = workflowOf('yunhuVoiceRecordTrigger', parameters).node;
		[this.live, this.context] = this.load('activate');
	}

	/** Loads the workflow from the database, as n8n does when it is published or n8n starts. */
	private load(activation: WorkflowActivateMode): [Workflow, PollContext] {
		const { nodeTypes } = workflowOf('yunhuVoiceRecordTrigger', {}).workflow;
		const workflow = new Workflow({
			id: this.id,
			nodes: [structuredClone(this.node)],
			connections: {},
			active: true,
			nodeTypes,
			staticData: structuredClone(this.stored),
		});
		const additionalData = additionalDataWith(this.account.credentials);
		const node = workflow.getNode(this.node.name)!;
		return [workflow, new PollContext(workflow, node, additionalData, 'trigger', activation)];
	}

	/** Publishes a changed node, in the same process. */
	async publish(
		changes: Partial<INode> = {},
		activation: 'activate' | 'create' = 'activate',
	): Promise<void> {
		this.node = { ...this.node, ...changes };
		[this.live, this.context] = this.load(activation);
		await this.poll();
		this.save();
	}

	/** Makes this process the one that polls, after another one did. */
	async takeOver(): Promise<unknown> {
		[this.live, this.context] = this.load('leadershipChange');
		return await this.poll();
	}

	/** Stops n8n without warning, and starts it again. */
	async restart(): Promise<unknown> {
		this.type = freshNode();
		[this.live, this.context] = this.load('init');
		return await this.poll();
	}

	/** Makes it run in the process of another trigger. */
	joinProcessOf({ type }: PolledTrigger): void {
		this.type = type;
	}

	private limited(context: PollContext): IPollFunctions {
		const { pollBudgetMs } = this;
		const getPollBudgetMs = pollBudgetMs === undefined ? undefined : () => pollBudgetMs;
		return Object.assign(context, { getPollBudgetMs }) as IPollFunctions;
	}

	private save(): void {
		this.stored = JSON.parse(JSON.stringify(this.live.staticData)) as IDataObject;
	}

	/**
	 * Polls once.
	 *
	 * @param stores what n8n still stores before it is killed.
	 * @returns the items' JSON.
	 */
	async poll(stores: { cursor: boolean; execution: boolean } = { cursor: true, execution: true }) {
		let snapshot: IDataObject | undefined;
		if (this.isDurable) {
			snapshot = structuredClone(this.stored);
			this.context.getWorkflowStaticData = () => snapshot!;
		}
		const outputs = await this.type.poll!.call(this.limited(this.context));
		const items = outputs?.[0];
		if (items && stores.execution) this.executions.push(items);
		if (snapshot && stores.cursor) this.stored = snapshot;
		else if (items && stores.cursor) this.save();
		return items?.map(({ json }) => json) ?? null;
	}

	/** Executes the node by hand, in the editor. */
	async execute(): Promise<IDataObject[]> {
		const additionalData = additionalDataWith(this.account.credentials);
		const node = this.live.getNode(this.node.name)!;
		const context = new PollContext(this.live, node, additionalData, 'manual', 'manual');
		const outputs = await this.type.poll!.call(this.limited(context));
		return outputs![0]!.map(({ json }) => json);
	}

	get name(): string {
		return this.node.name;
	}

	/** The record ids of all executions, in the order in which they came. */
	get given(): unknown[] {
		return this.executions.flat().map(({ json }) => json.recordId ?? json.id);
	}
}
