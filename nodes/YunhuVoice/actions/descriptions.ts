import type { INodeProperties } from 'n8n-workflow';

/** The description of a point in time, with how to write it; the readers of `parameters.ts` take it so. */
export const describeTime = (meaning: string): string =>
	`${meaning}. Write it like 2026-01-31 09:00; without a time zone, the workflow’s time zone counts.`;

/** A number field of the editor, with its default and limits. */
export interface NumberProperty extends INodeProperties {
	type: 'number';
	default: number;
	typeOptions: { minValue: number; maxValue?: number; numberPrecision?: number };
}

export const CONCURRENCY: NumberProperty = {
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: 5,
	description: 'Maximum number of requests in flight at once, 1 to 50',
};

export const REQUESTS_PER_SECOND: NumberProperty = {
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'Maximum number of requests to send per second, such as 2; 0 for no limit',
};

export const TIME_LIMIT: NumberProperty = {
	displayName: 'Time Limit (Seconds)',
	name: 'timeoutSeconds',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 30,
	description: 'How many seconds to wait for the provider’s complete answer, 1 to 3600',
};

export const RETURN_ALL: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const LIMIT: NumberProperty = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

/** Whether an operation lists what is enabled, disabled, or both. */
export const stateOf = (things: string): INodeProperties => ({
	displayName: 'State',
	name: 'state',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'Disabled', value: 'disabled' },
		{ name: 'Enabled', value: 'enabled' },
	],
	default: 'enabled',
	description: `Which ${things} to get`,
});

/** The options every operation has. */
const commonOptions: INodeProperties[] = [CONCURRENCY, REQUESTS_PER_SECOND, TIME_LIMIT];

/** The "Simplify" switch of an operation. */
export const SIMPLIFY: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** How the "Options" collection is called. */
export const OPTIONS = { displayName: 'Options', name: 'options' } as const;

/** The "Filters" collection of an operation that lists something. */
export const filtersOf = (things: string, options: INodeProperties[]): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	description: `Only ${things} that pass all filters are returned`,
	options,
});

/** The "Options" collection of an operation: its own options, and the common ones that it does not replace. */
export const optionsWith = (options: INodeProperties[] = []): INodeProperties => ({
	...OPTIONS,
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...options,
		...commonOptions.filter(({ name }) => !options.some((own) => own.name === name)),
	].sort((one, other) => one.displayName.localeCompare(other.displayName)),
});
