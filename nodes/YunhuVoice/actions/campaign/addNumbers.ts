import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import type { Answer } from '../../api/envelope';
import { readLimits } from '../../limits/limits';
import type { Failure } from '../../shared/result';
import { fail, succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { CAMPAIGN, campaignParameter } from '../locators';
import type { ExecuteAll, Operation, OperationResult } from '../operation';
import { optionsOf, readable, wantsSimple } from '../parameters';
import { REHEARSE } from '../rehearse';
import { type Added, addRows, afterWork } from './add';
import { failedChange, refuseRetry } from './change';
import { NUMBER, NUMBER_OPTIONS, readItems, type ReadItems } from './items';
import type { AddNumbersOutput } from './outputs';
import { readRehearse, rehearseAddition } from './rehearsal';
import { readSame } from './same';
import { countNumbers } from './settle';
import { calledBefore, windowEnd } from './window';

const entry = {
	name: 'Add Numbers',
	value: 'addNumbers',
	action: 'Add numbers of all items to campaign',
	description:
		'Add the numbers of all input items to one campaign; if it is running, they are called (this costs money)',
};

/** What the node refused, by its items. */
const rejectedOf = ({ refused }: ReadItems): AddNumbersOutput['rejected'] =>
	refused.map(({ item, destinationNumber, failure }) => ({
		destinationNumber,
		item,
		reason: failure.message,
	}));

/** A failure after which some numbers may be in the campaign. */
const incomplete = (
	failure: Failure,
	campaignId: string,
	surelyIn: number,
	count: number,
): Failure => ({
	...afterWork(failure),
	message: `${afterWork(failure).message}: at least ${surelyIn} of ${count} numbers are in the campaign ${campaignId}`,
	advice:
		'Before you add the others, see with the operation Get Numbers which numbers are in the campaign.',
});

/** What else the answers say: of several requests, a field that is not the same in all has a list with its value in each. */
function otherFieldsOf(answers: Answer[]): IDataObject {
	const results = answers.map(({ result }) => result);
	const names = new Set(results.flatMap((result) => Object.keys(result)));
	return Object.fromEntries(
		[...names].map((name) => {
			const values = results.map((result) => result[name] ?? null);
			const areSame = new Set(values.map((value) => JSON.stringify(value))).size === 1;
			return [name, areSame ? values[0] : values];
		}),
	) as IDataObject;
}

/** The items of an addition that went well. Not simplified, they are the provider's answers; the numbers that were refused come with the first. */
function itemsOf(
	{ surelyIn, answers }: Added,
	campaignId: string,
	rejected: AddNumbersOutput['rejected'],
	isSimple: boolean,
): Array<{ json: IDataObject }> {
	if (isSimple || answers.length === 0) {
		const otherFields = otherFieldsOf(answers);
		return [
			{ json: { campaignId, added: surelyIn, rejected, otherFields } satisfies AddNumbersOutput },
		];
	}
	return answers.map(({ answer }, index) => ({
		json: index === 0 && rejected.length > 0 ? { ...answer, rejected } : answer,
	}));
}

async function add(
	context: IExecuteFunctions,
	account: Account,
	read: ReadItems,
	all: number[],
	isRehearsal: boolean,
): Promise<OperationResult> {
	const { rows, items, madeUp } = read;
	const zone = account.credential.serverTimeZone;
	const counting = items.length > 0 ? items : all;
	const setting = { taskid: { label: CAMPAIGN.displayName, read: campaignParameter } };
	const same = await readSame(context, setting, counting, zone);
	if (!same.ok) return same;
	const { taskid: campaignId } = same.value;
	const end = windowEnd(account);
	if (!end.ok) return failedChange(end.failure, false, zone, { campaignId });
	const [first = 0] = counting;
	const settings = readable(() =>
		succeed({
			timeoutSeconds: optionsOf(context, first).timeoutSeconds,
			isSimple: wantsSimple(context, first),
		}),
	);
	if (!settings.ok) return settings;
	const { timeoutSeconds, isSimple } = settings.value;
	const target = { campaignId, timeoutSeconds };
	const inWindow = calledBefore(end.value, rows);
	if (isRehearsal) return rehearseAddition(account, target, inWindow, rejectedOf(read));
	// Made-up custom data proves by itself what was added.
	const countBefore =
		madeUp.size < rows.length ? await countNumbers(context, account, campaignId) : undefined;
	const added = await addRows(context, account, target, {
		rows: inWindow,
		before: [],
		countBefore,
		madeUp,
	});
	const { surelyIn, failure } = added;
	if (failure) {
		const isUntouched = surelyIn === 0 && !failure.mayHaveHappened;
		return failedChange(
			isUntouched ? failure : incomplete(failure, campaignId, surelyIn, rows.length),
			!isUntouched,
			zone,
			{ campaignId },
		);
	}
	return succeed(itemsOf(added, campaignId, rejectedOf(read), isSimple));
}

/** A failure of all items, with the numbers that the node refused. */
const withRejected = (result: OperationResult, read: ReadItems): OperationResult =>
	result.ok || read.refused.length === 0
		? result
		: fail({ ...result.failure, call: { ...result.failure.call, rejected: rejectedOf(read) } });

/** Adds the numbers of all items of the run to one campaign. A number that cannot be called does not keep out the others. */
const executeAll: ExecuteAll = async (context, account) => {
	const items = [...context.getInputData().keys()];
	const refusal = refuseRetry(context);
	if (refusal) return [{ items, result: fail(refusal) }];
	const limits = readLimits(account.credential);
	if (!limits.ok) return [{ items, result: limits }];
	const rehearses = await readRehearse(context, items, account);
	if (!rehearses.ok) return [{ items, result: rehearses }];
	const read = await readItems(context, limits.value);
	const result = await add(context, account, read, items, rehearses.value);
	return [
		{ items, result: withRejected(result, read), ...(result.ok && { refused: read.refused }) },
	];
};

/** Adds numbers to a campaign (service TaskAdd). */
export const addNumbers: Operation = {
	entry,
	properties: [CAMPAIGN, NUMBER, REHEARSE, SIMPLIFY, optionsWith(NUMBER_OPTIONS)],
	executeAll,
	done: 'requests answered',
	placesCalls: true,
	canRehearse: true,
};
