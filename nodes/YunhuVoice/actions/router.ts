import {
	getActiveCredentialTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { NOT_STARTED, openAccount } from '../api/account';
import { type NodeError, nodeErrorOf } from '../shared/nodeErrors';
import { fail, inputFailure, type Result, succeed } from '../shared/result';
import { CONCURRENCY, type NumberProperty, REQUESTS_PER_SECOND } from './descriptions';
import { announceExpiry } from './hints';
import type { ItemFailure, OperationResult } from './operation';
import { numberOf } from './parameters';
import { Pool } from './pool';
import { findOperation } from './resources';

type RunItem = (index: number) => Promise<OperationResult>;

interface OpenOperation {
	pool: Pool;
	runItem: RunItem;
	/** See `Operation`. */
	done: string;
	placesCalls: boolean;
}

/** A parameter that cannot be read, such as an expression that fails, fails the item, not the run. */
async function resultOf<Value>(
	read: () => Promise<Result<Value, ItemFailure>>,
): Promise<Result<Value, ItemFailure>> {
	try {
		return await read();
	} catch (error) {
		return fail(
			inputFailure(
				(error as Error).message,
				'Correct this item’s values or the expressions that produce them.',
			),
		);
	}
}

/** A pool with the pace the user has set. An expression for it counts for the first item. */
function openPool(context: IExecuteFunctions): Pool {
	// Each alone: reading all options at once fails if the expression of another option fails.
	const read = (property: NumberProperty) =>
		numberOf(context.getNodeParameter(`options.${property.name}`, 0, ''), property);
	return new Pool({
		concurrency: Math.floor(read(CONCURRENCY)),
		perSecond: read(REQUESTS_PER_SECOND),
		signal: context.getExecutionCancelSignal(),
	});
}

/** What to do with each item; where nothing can be done, it fails every item with the reason. */
async function openOperation(context: IExecuteFunctions): Promise<OpenOperation> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const operation = findOperation(resource, name);
	const placesCalls = operation?.placesCalls === true;
	const impossible = (failure: ItemFailure): OpenOperation => ({
		pool: new Pool({ concurrency: 1, perSecond: 0, signal: undefined }),
		runItem: async () => fail(failure),
		done: 'items done',
		placesCalls,
	});
	if (!operation) {
		return impossible(
			inputFailure(
				`The resource ${resource} has no operation ${name}`,
				'Choose the operation again.',
			),
		);
	}
	const opened = await resultOf(async () => succeed(openPool(context)));
	if (!opened.ok) return impossible(opened.failure);
	const account = await openAccount(context);
	if (!account.ok) return impossible(account.failure);
	announceExpiry(context, account.value);
	const pool = opened.value;
	const { execute, done } = operation;
	const paced = Object.assign(account.value, { takeTurn: pool.takeTurn });
	return {
		pool,
		runItem: async (index) => await execute(context, paced, index),
		done,
		placesCalls,
	};
}

/**
 * Since 2.36 n8n takes an item with `details` for a failed one, as it does one of `error` and `message` alone; before, it would
 * leave by the output for success. n8n does not tell its version, but this function of its came with 2.37.
 */
const TAKES_DETAILS = typeof getActiveCredentialTypes === 'function';

/**
 * The item that stands for a failed one under Continue On Fail. It has no `error` beside its `json`: n8n would reduce such an
 * item to the message. To the error output n8n also sends items whose `json` has these three keys and no other; it adds the
 * input item to them.
 */
function failedItem(
	context: IExecuteFunctions,
	{ message, code, level, advice, mayHaveHappened = false, requestedAt = null, call }: ItemFailure,
	item: number,
	placesCalls: boolean,
): INodeExecutionData {
	const details = {
		code,
		level,
		advice,
		...(placesCalls && { mayHaveBeenPlaced: mayHaveHappened, requestedAt }),
		...call,
	};
	const json =
		context.getNode().onError === 'continueErrorOutput'
			? { error: message, message, ...(TAKES_DETAILS && { details }) }
			: { error: message, ...details };
	return { json, pairedItem: { item } };
}

/** The error that ends the run: for a list it says what has been done and what has not. */
function runError(
	context: IExecuteFunctions,
	results: Array<OperationResult | undefined>,
	done: string,
): NodeError | undefined {
	const failed = results.findIndex((result) => result?.ok === false);
	const result = results[failed];
	if (!result || result.ok) return undefined;
	const { failure } = result;
	if (results.length === 1) return nodeErrorOf(context.getNode(), failure, failed);
	const succeeded = results.filter((other) => other?.ok).length;
	const notStarted = results.filter((other) => other === undefined).length;
	// Others that were under way when this one failed.
	const others = results.flatMap((other, index) =>
		other?.ok === false && index !== failed ? other.failure : [],
	);
	const inDoubt = others.flatMap(({ mayHaveHappened, call }) =>
		mayHaveHappened ? (call?.customData ?? []) : [],
	);
	const counts = [
		`${succeeded} ${done}`,
		inDoubt.length > 0 && `${inDoubt.length} more in doubt (custom data ${inDoubt.join(', ')})`,
		others.length > inDoubt.length && `${others.length - inDoubt.length} more failed`,
		`${notStarted} items not started`,
	].filter(Boolean);
	const message = `${failure.message} (item ${failed}; ${counts.join(', ')})`;
	return nodeErrorOf(context.getNode(), { ...failure, message }, failed);
}

/**
 * Carries out the node's operation for every input item, several at once; the output has the order of the input.
 *
 * @throws NodeApiError or NodeOperationError after a failed item, unless Continue On Fail is on.
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { pool, runItem, done, placesCalls } = await openOperation(context);
	const continues = context.continueOnFail();
	const results = Array<OperationResult | undefined>(context.getInputData().length).fill(undefined);
	let forAll: OperationResult | undefined;
	await pool.run(results.length, async (index) => {
		const result = forAll ?? (await resultOf(async () => await runItem(index)));
		if (!result.ok && result.failure.code === NOT_STARTED) return false;
		results[index] = result;
		// Without custom data, which differs for each item.
		if (!result.ok && result.failure.forAll) forAll = fail({ ...result.failure, call: undefined });
		return result.ok || continues;
	});

	const error = continues ? undefined : runError(context, results, done);
	if (error) throw error;
	return [
		results.flatMap((result, item): INodeExecutionData[] => {
			if (!result) return [];
			if (!result.ok) return [failedItem(context, result.failure, item, placesCalls)];
			return [result.value].flat().map((output) => ({ ...output, pairedItem: { item } }));
		}),
	];
}
