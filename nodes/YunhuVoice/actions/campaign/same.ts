import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { fail, type Failure, inputFailure, type Result, succeed } from '../../shared/result';
import { optionsParameter, readable } from '../parameters';
import { NUMBER, NUMBER_OPTIONS } from './items';
import { letOthersRun } from './turns';

const OF_EACH_NUMBER = new Set([NUMBER, ...NUMBER_OPTIONS].map(({ name }) => name));

/** A parameter of the whole campaign. */
export interface Setting {
	/** Its name in the editor. */
	label: string;
	/** Reads it as the text that is sent. */
	read: (
		context: IExecuteFunctions,
		index: number,
		options: IDataObject,
		zone: string,
	) => Result<string>;
}

/** One value each, by the names of their form fields. */
type Values<Name extends string> = Record<Name, string>;

const inItem = (failure: Failure, index: number): Failure => ({
	...failure,
	message: `${failure.message} (item ${index})`,
});

function readAt<Name extends string>(
	context: IExecuteFunctions,
	settings: Record<Name, Setting>,
	index: number,
	zone: string,
): Result<Values<Name>> {
	const options = optionsParameter(context, index);
	const values: Partial<Values<Name>> = {};
	for (const name of Object.keys(settings) as Name[]) {
		const value = settings[name].read(context, index, options, zone);
		if (!value.ok) return value;
		values[name] = value.value;
	}
	return succeed(values as Values<Name>);
}

const differs = (label: string, values: string[], items: number[]): Failure => {
	const [one, other] = values.map((value) => `“${value.slice(0, 60)}”`);
	return inputFailure(
		`${label} is ${other} in item ${items[1]}, but ${one} in item ${items[0]}`,
		'All items of a run are one campaign: give this field the same value in all of them, or run the node once for each campaign.',
	);
};

/** Whether no expression but those of each number is in the node: all items have the same values. An expression starts with `=`. */
const areFixed = (context: IExecuteFunctions): boolean =>
	!JSON.stringify(context.getNode().parameters, (name, value: unknown) =>
		OF_EACH_NUMBER.has(name) ? undefined : value,
	).includes('"=');

/**
 * Reads what has to be the same for all items.
 *
 * @param items those that count.
 * @returns the first difference, with its field and its item.
 */
export async function readSame<Name extends string>(
	context: IExecuteFunctions,
	settings: Record<Name, Setting>,
	items: number[],
	zone: string,
): Promise<Result<Values<Name>>> {
	const [first = 0, ...others] = items;
	const at = (index: number) => readable(() => readAt(context, settings, index, zone));
	const same = at(first);
	if (!same.ok) return fail(inItem(same.failure, first));
	for (const index of areFixed(context) ? [] : others) {
		await letOthersRun(index);
		const other = at(index);
		if (!other.ok) return fail(inItem(other.failure, index));
		const names = Object.keys(settings) as Name[];
		const name = names.find((one) => same.value[one] !== other.value[one]);
		if (name !== undefined) {
			const values = [same.value[name], other.value[name]];
			return fail(differs(settings[name].label, values, [first, index]));
		}
	}
	return same;
}
