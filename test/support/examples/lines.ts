import type { SQLOutputValue } from 'node:sqlite';
import { until } from '../harness/wait';
import { chain, manualTrigger, node } from '../workflows';
import { nodeOf, onceADay } from './examples';
import type { Stage } from './stage';

const EXAMPLE = 'call-a-list-on-lines';
const LIST = 'Yunhu call list';
const LINES = 'Yunhu lines';
const OPT_OUTS = 'Yunhu do not call';
const SWITCH = 'Yunhu calling switch';

/** The states in which nobody calls a person any more. */
const FINAL = ['answered', 'opted out', 'not reached', 'for a person', 'duplicate'];

type Row = Record<string, SQLOutputValue>;

export interface Person {
	name: string;
	number: string;
}

/** The example "Call a list on lines" with the hub that wakes its calls. */
export class ListOnLines {
	private constructor(
		private readonly stage: Stage,
		readonly workflowId: string,
	) {}

	/** Publishes the hub and the example, which then looks for people to call every `seconds`, and puts people on the list. */
	static async start(
		stage: Stage,
		people: Person[],
		{ settings, seconds }: { settings: Record<string, string>; seconds: number },
	): Promise<ListOnLines> {
		await stage.publish('callback-hub');
		const workflowId = await stage.import(EXAMPLE, {
			settings: { callFrom: '00:00', callUntil: '24:00', callDays: '1,2,3,4,5,6,7', ...settings },
			edit: (workflow) => {
				nodeOf(workflow, 'People').parameters.jsonOutput = JSON.stringify({ people });
				// Publishing makes the tables. A first look within a second would come before them.
				onceADay(workflow, 'Every Minute');
			},
		});
		const lines = new ListOnLines(stage, workflowId);
		await stage.n8n.activate(workflowId);
		await lines.until(
			'The tables have not been made',
			30_000,
			() => lines.table(SWITCH).length > 0,
		);
		await stage.run(workflowId, 'Add the People');
		await stage.n8n.changeNodes(workflowId, (nodes) => {
			nodes.find(({ name }) => name === 'Every Minute')!.parameters.rule = {
				interval: [{ field: 'seconds', secondsInterval: seconds }],
			};
		});
		await stage.n8n.activate(workflowId);
		return lines;
	}

	/** Lets the workflow call, as a person does who changes the field of the table. */
	async switchOn(): Promise<void> {
		await this.change('update', SWITCH, { name: 'calling' }, { calling: true });
	}

	/** Writes a number into the table of those who are never called. */
	async optOut(number: string): Promise<void> {
		await this.change('upsert', OPT_OUTS, { number }, { number });
	}

	/** The numbers that were called while another call to them was alive. */
	overlaps(): string[] {
		const { dials } = this.stage.provider;
		return dials
			.filter((dial, n) =>
				dials
					.slice(0, n)
					.some(
						(earlier) =>
							earlier.destinationNumber === dial.destinationNumber &&
							!(earlier.endedAt && earlier.endedAt <= dial.at),
					),
			)
			.map(({ destinationNumber }) => destinationNumber);
	}

	people(): Row[] {
		return this.table(LIST);
	}

	lines(): Row[] {
		return this.table(LINES);
	}

	optOuts(): Row[] {
		return this.table(OPT_OUTS);
	}

	/** Waits until nobody on the list will be called any more. */
	async untilDone(timeoutMs: number): Promise<void> {
		const isFinal = ({ state }: Row) => FINAL.includes(String(state));
		await this.until('Not everybody is done', timeoutMs, () => this.people().every(isFinal));
	}

	/** Waits until something holds. */
	async until(problem: string, timeoutMs: number, holds: () => boolean): Promise<void> {
		const table = () => JSON.stringify([this.people(), this.lines()]);
		const late = () => new Error(`${problem} after ${timeoutMs} ms: ${table()}`);
		await until(async () => holds() || undefined, timeoutMs, late);
	}

	/** The rows of a data table; none if there is no such table. */
	private table(name: string): Row[] {
		const { n8n } = this.stage;
		const [table] = n8n.database('SELECT id FROM data_table WHERE name = ?', name);
		return table ? n8n.database(`SELECT * FROM "data_table_user_${table.id}" ORDER BY id`) : [];
	}

	/** Changes a row of a data table, or adds it, as a person does. */
	private async change(
		operation: 'update' | 'upsert',
		table: string,
		where: Record<string, string>,
		value: Record<string, string | boolean>,
	): Promise<void> {
		const conditions = Object.entries(where).map(([keyName, keyValue]) => ({
			keyName,
			condition: 'eq',
			keyValue,
		}));
		const parameters = {
			resource: 'row',
			operation,
			dataTableId: { __rl: true, mode: 'name', value: table },
			matchType: 'allConditions',
			filters: { conditions },
			columns: { mappingMode: 'defineBelow', value, schema: [] },
			options: {},
		};
		const change = node('Change', 'n8n-nodes-base.dataTable', parameters, { typeVersion: 1.1 });
		const id = await this.stage.n8n.createWorkflow(
			chain('Change a table', [manualTrigger(), change]),
		);
		await this.stage.run(id);
	}
}
