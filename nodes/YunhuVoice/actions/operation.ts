import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { type Account } from '../api/account';
import type { Failure, Result } from '../shared/result';
import type { AddNumbersOutput, CreateCampaignOutput } from './campaign/outputs';
import type { ConnectTwoPhonesOutput } from './outputs';
import type { RefusedItem } from './summary';

/** A failure of one item, with what is known of the call it belongs to. */
export interface ItemFailure extends Failure {
	call?:
		| Partial<
				Pick<
					ConnectTwoPhonesOutput,
					'extension' | 'firstNumber' | 'destinationNumber' | 'customData'
				> &
					Pick<CreateCampaignOutput, 'campaignId' | 'customCampaignId'> &
					Pick<AddNumbersOutput, 'rejected'>
		  >
		| undefined;
	/** When the request was sent, in ISO 8601. */
	requestedAt?: string | null;
}

type OutputItem = Pick<INodeExecutionData, 'json' | 'binary'>;

/** The output of an operation for one input item: one item, or a list with any number of them. The router adds the item's index. */
export type OperationResult = Result<OutputItem | OutputItem[], ItemFailure>;

/** Carries out one operation for the item at `index`. Returns the provider's failures. Throws only if a parameter cannot be read, before anything is sent. */
export type Execute = (
	context: IExecuteFunctions,
	account: Account,
	index: number,
) => Promise<OperationResult>;

/** What became of one input item, or of several that became one thing together. */
export interface Outcome {
	items: number[];
	result: OperationResult;
	/** Those of the items that were refused although the others went on. A rehearsal counts them. */
	refused?: RefusedItem[];
}

/**
 * Carries out one operation for all items of the run together.
 *
 * @returns what became of the items, in the order of the output. Without Continue On Fail, one that failed ends the run.
 */
export type ExecuteAll = (context: IExecuteFunctions, account: Account) => Promise<Outcome[]>;

interface Description {
	/** Its entry in its resource's Operation dropdown. */
	entry: INodePropertyOptions & { value: string; action: string; description: string };
	/** Its parameters in the editor. `resourceOf` shows them for this operation only. */
	properties: INodeProperties[];
	/** What has been done for each item that succeeded, as "12 calls placed" counts it. */
	done: string;
	/** Whether it has the parameter Rehearse. */
	canRehearse?: true;
	/** Whether it makes a phone ring: its failed items say whether the call may have been placed, and when it was sent. */
	placesCalls?: true;
}

/** One operation of the node: its entry in the dropdown, its parameters, and what it does, item by item or for the whole run. */
export type Operation = Description &
	({ execute: Execute; executeAll?: never } | { execute?: never; executeAll: ExecuteAll });

/** One resource of the node. */
interface Resource {
	/** Its entry in the Resource dropdown. */
	entry: INodePropertyOptions & { value: string };
	/** Its Operation dropdown, and the parameters of all its operations. */
	properties: INodeProperties[];
	operations: Operation[];
}

/** Shows a parameter only for one operation of one resource, besides its own conditions. */
const shownFor = (
	resource: string,
	operation: string,
	{ displayOptions, ...property }: INodeProperties,
): INodeProperties => ({
	...property,
	displayOptions: {
		...displayOptions,
		show: { resource: [resource], operation: [operation], ...displayOptions?.show },
	},
});

/**
 * Makes a resource of its operations.
 *
 * @param standard the operation that is chosen until the user chooses another.
 */
export const resourceOf = (
	entry: Resource['entry'],
	{ entry: { value: standard } }: Operation,
	operations: Operation[],
): Resource => ({
	entry,
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [entry.value] } },
			options: operations.map((operation) => operation.entry),
			default: standard,
		},
		...operations.flatMap((operation) =>
			operation.properties.map((property) =>
				shownFor(entry.value, operation.entry.value, property),
			),
		),
	],
	operations,
});
