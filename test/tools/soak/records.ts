import type { N8nInstance } from '../../support/harness/n8n';
import { batchesOf, polls } from '../../support/recordTrigger';
import type { Simulator } from '../../support/simulator';
import { tally } from '../../support/statistics';
import { recordsWorkflow } from '../../support/workflows';

/** The settings of the record trigger. No call takes longer here. */
const SETTINGS = { options: { longestCallMinutes: 5 } };

/** Enough to see every call that has ended, also after a poll that failed. */
const LAST_POLLS = 4;

/** A workflow with the record trigger. */
export class Records {
	private readonly mayRepeat = new Set<string>();

	private constructor(
		private readonly n8n: N8nInstance,
		private readonly provider: Simulator,
		private readonly workflowId: string,
	) {}

	static async start(
		n8n: N8nInstance,
		provider: Simulator,
		credentialId: string,
	): Promise<Records> {
		const workflowId = await n8n.createWorkflow(recordsWorkflow(credentialId, SETTINGS));
		await n8n.activate(workflowId);
		return new Records(n8n, provider, workflowId);
	}

	/** To be called before and after a restart: the last batch before may come again. */
	noteRestart(): void {
		for (const id of this.batches().at(-1) ?? []) this.mayRepeat.add(id);
	}

	/** Waits until every call that has ended has been seen. */
	async untilSeen(): Promise<void> {
		await polls(this.provider, LAST_POLLS, 120_000);
	}

	/** The ids of the records in each execution. */
	batches(): string[][] {
		return batchesOf(this.n8n, this.workflowId);
	}

	/** Returns one sentence for each record that is missing, or was given again without a restart. */
	problems(): string[] {
		const given = tally(this.batches().flat());
		return this.provider.bills
			.map(({ id }) => String(id))
			.flatMap((id) => {
				const count = given[id] ?? 0;
				if (count === 1 || (count === 2 && this.mayRepeat.has(id))) return [];
				return `Record ${id} was given ${count} times`;
			});
	}
}
