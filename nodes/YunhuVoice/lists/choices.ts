import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';
import { Fields } from '../shared/fields';
import { plain } from '../shared/text';

/*
 * What the provider's rows become in n8n's lists.
 */

export type Choice = INodeListSearchItems & { value: string };

/** The choices whose name and value are the same field of the provider. Rows without it are left out. */
export const choicesBy =
	(field: string) =>
	(rows: IDataObject[]): Choice[] =>
		rows.flatMap((row) => {
			const value = new Fields(row).chosenText(field);
			return value === null ? [] : { name: value, value };
		});

/** A campaign's name does not have to be the only one of its kind: its date is added. */
const campaignChoice = (id: string, name: string | null, createdAt: string): Choice => ({
	name: [name ?? id, createdAt && `(${createdAt.slice(0, 16)})`].filter(Boolean).join(' '),
	value: id,
});

/** Campaigns, the newest first. Their times are text that sorts as it stands. */
export const campaignChoices = (rows: IDataObject[]): Choice[] =>
	rows
		.flatMap((row) => {
			const fields = new Fields(row);
			const id = fields.text('taskid');
			if (id === null) return [];
			const createdAt = createdAtOf(row);
			return {
				choice: campaignChoice(id, fields.chosenText('taskname'), createdAt),
				age: `${createdAt} ${id}`,
			};
		})
		.sort((one, other) => (one.age < other.age ? 1 : -1))
		.map(({ choice }) => choice);

const createdAtOf = (row: IDataObject | undefined): string =>
	new Fields(row ?? {}).text('createtime') ?? '';

/** Whether the provider lists the oldest first: its pages say nothing of their order. */
export const isOldestFirst = (rows: IDataObject[]): boolean =>
	createdAtOf(rows[0]) < createdAtOf(rows.at(-1));

const comparable = (text: string): string => plain(text).toLowerCase();

/** The choices whose name or value contains what was typed. */
export const matching = (choices: Choice[], typed = ''): Choice[] =>
	choices.filter(({ name, value }) =>
		[name, value].some((text) => comparable(text).includes(comparable(typed))),
	);
