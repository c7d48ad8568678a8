import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NOT_STARTED, openAccount } from '../api/account';
import { refusalOf } from '../limits/requests';
import { fail, inputFailure, type Result, succeed } from '../shared/result';
import { CONCURRENCY, type NumberProperty, REQUESTS_PER_SECOND } from './descriptions';
import { failedItem, runError } from './failures';
import { announceExpiry, announceRehearsal } from './hints';
import type { ItemFailure, OperationResult, Outcome } from './operation';
import { numberOf, unreadable } from './parameters';
import { type Pace, Pool } from './pool';
import { rehearsalOf } from './rehearse';
import { findOperation } from './resources';

interface OpenOperation {
	/** What becomes of all items. */
	run: () => Promise<Outcome[]>;
	/** See `Operation`. */
	done: string;
	placesCalls: boolean;
	/** Whether items are only rehearsed: then their refusals end nothing. */
	isRehearsal: (items: number[]) => boolean;
}

/** A parameter that cannot be read, such as an expression that fails, fails the item, not the run. */
async function resultOf<Value>(
	read: () => Promise<Result<Value, ItemFailure>>,
): Promise<Result<Value, ItemFailure>> {
	try {
		return await read();
	} catch (error) {
		return fail(unreadable(error));
	}
}

/** The pace where nothing is sent. */
const ONE_BY_ONE: Pace = { concurrency: 1, perSecond: 0, signal: undefined };

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

/** Every item of the run. */
const allItems = (context: IExecuteFunctions): number[] => [...context.getInputData().keys()];

/** The failure of an item that was not started: nothing became of it. */
const isNotStarted = (result: OperationResult): boolean =>
	!result.ok && result.failure.code === NOT_STARTED;

/** Runs an operation for each item, several at once. */
async function runEach(
	context: IExecuteFunctions,
	pool: Pool,
	isRehearsal: OpenOperation['isRehearsal'],
	runItem: (index: number) => Promise<OperationResult>,
): Promise<Outcome[]> {
	const continues = context.continueOnFail();
	const items = allItems(context);
	const results = Array<OperationResult | undefined>(items.length).fill(undefined);
	let forAll: OperationResult | undefined;
	await pool.run(items.length, async (index) => {
		const result = forAll ?? (await resultOf(async () => await runItem(index)));
		if (isNotStarted(result)) return false;
		results[index] = result;
		// Without custom data, which differs for each item.
		if (!result.ok && result.failure.forAll) forAll = fail({ ...result.failure, call: undefined });
		return result.ok || continues || isRehearsal([index]);
	});
	return results.flatMap((result, index) => (result ? { items: [index], result } : []));
}

/** Runs an operation for all items together. */
async function runTogether(
	context: IExecuteFunctions,
	run: () => Promise<Outcome[]>,
): Promise<Outcome[]> {
	const outcomes = await resultOf(async () => succeed(await run()));
	return outcomes.ok
		? outcomes.value.filter(({ result }) => !isNotStarted(result))
		: [{ items: allItems(context), result: outcomes }];
}

/** What to do with the items; where nothing can be done, it fails them with the reason. */
async function openOperation(context: IExecuteFunctions): Promise<OpenOperation> {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const operation = findOperation(resource, name);
	const placesCalls = operation?.placesCalls === true;
	const isRehearsal = rehearsalOf(context, operation);
	const impossible = (failure: ItemFailure): OpenOperation => ({
		run: async () =>
			operation?.executeAll
				? [{ items: allItems(context), result: fail(failure) }]
				: await runEach(context, new Pool(ONE_BY_ONE), isRehearsal, async () => fail(failure)),
		done: 'items done',
		placesCalls,
		isRehearsal,
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
	const { execute, executeAll, done } = operation;
	const { credential } = account.value;
	const paced = Object.assign(account.value, {
		takeTurn: pool.takeTurn,
		refuse: (form: IDataObject) => refusalOf(credential, form, Date.now()),
	});
	return {
		run: async () =>
			executeAll
				? await runTogether(context, async () => await executeAll(context, paced))
				: await runEach(
						context,
						pool,
						isRehearsal,
						async (index) => await execute(context, paced, index),
					),
		done,
		placesCalls,
		isRehearsal,
	};
}

/**
 * Carries out the node's operation for every input item; the output has the order of the input.
 *
 * @throws NodeApiError or NodeOperationError after a failed item, unless Continue On Fail is on or the item was only rehearsed.
 */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { run, done, placesCalls, isRehearsal } = await openOperation(context);
	const outcomes = await run();
	const rehearsed: Outcome[] = [];
	const called: Outcome[] = [];
	for (const outcome of outcomes) (isRehearsal(outcome.items) ? rehearsed : called).push(outcome);
	const count = context.getInputData().length - rehearsed.flatMap(({ items }) => items).length;
	const error = context.continueOnFail() ? undefined : runError(context, called, count, done);
	if (error) throw error;
	announceRehearsal(context, rehearsed);
	return [
		outcomes.flatMap(({ items, result }): INodeExecutionData[] => {
			const outputs = result.ok
				? [result.value].flat()
				: [failedItem(context, result.failure, placesCalls)];
			const [first, ...others] = items.map((item) => ({ item }));
			const pairedItem = others.length > 0 ? [first!, ...others] : first!;
			return outputs.map((output) => ({ ...output, pairedItem }));
		}),
	];
}
