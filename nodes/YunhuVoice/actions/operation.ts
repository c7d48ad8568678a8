import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { Account } from '../api/request';
import type { Failure, Result } from '../api/result';

/** A failure of one item, with what the user needs to find the call it belongs to. */
export interface ItemFailure extends Failure {
	call?: { destinationNumber?: string; customData: string } | undefined;
}

/** What an operation makes of one input item; the router adds which item it came from. */
export type OperationResult = Result<Pick<INodeExecutionData, 'json' | 'binary'>, ItemFailure>;

/** Carries out one operation for the item at `index`. Never throws what the provider did. */
export type Execute = (
	context: IExecuteFunctions,
	account: Account,
	index: number,
) => Promise<OperationResult>;

/** One operation of the node. */
export interface Operation {
	/** Its parameters in the editor. */
	description: INodeProperties[];
	execute: Execute;
	/** What has been done for each item that succeeded, as "12 calls placed" counts it. */
	done: string;
}

interface Options extends IDataObject {
	timeoutSeconds?: number;
	concurrency?: number;
	requestsPerSecond?: number;
	callerId?: string | number;
	customData?: string | number;
	maturity?: string | number;
	maxSizeMb?: number;
	waitForRecordingSeconds?: number;
}

const DEFAULT_TIMEOUT = 30;

/** The "Options" collection of an item, and its time limit in seconds. */
export function optionsOf(
	context: IExecuteFunctions,
	index: number,
): { options: Options; timeoutSeconds: number } {
	const options = context.getNodeParameter('options', index, {}) as Options;
	return { options, timeoutSeconds: options.timeoutSeconds ?? DEFAULT_TIMEOUT };
}

/** A parameter as trimmed text: an expression can yield a number, or nothing. */
export function textParameter(context: IExecuteFunctions, name: string, index: number): string {
	const value = context.getNodeParameter(name, index, '') as unknown;
	return value === null || value === undefined ? '' : String(value).trim();
}

/** Whether the item is to be shortened to the useful fields instead of the provider's answer. */
export const wantsSimple = (context: IExecuteFunctions, index: number): boolean =>
	context.getNodeParameter('simplify', index, true) as boolean;
