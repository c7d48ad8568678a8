import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import type { Failure } from '../../shared/result';
import { fail, succeed } from '../../shared/result';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { CAMPAIGN, campaignParameter } from '../locators';
import type { ExecuteAll, Operation, OperationResult } from '../operation';
import type { AddNumbersOutput } from '../outputs';
import { optionsOf, wantsSimple } from '../parameters';
import { addRows, afterWork } from './add';
import { failedChange, refuseRetry } from './change';
import { NUMBER, NUMBER_OPTIONS, readItems, type ReadItems } from './items';
import { readSame } from './same';

const entry = {
	name: 'Add Numbers',
	value: 'addNumbers',
	action: 'Add the numbers of all items to a campaign',
	description:
		'Add the numbers of all input items to one campaign; if it is running, they are called (this costs money; TaskAdd)',
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

async function add(
	context: IExecuteFunctions,
	account: Account,
	read: ReadItems,
	all: number[],
): Promise<OperationResult> {
	const { rows, items } = read;
	const zone = account.credential.serverTimeZone;
	const counting = items.length > 0 ? items : all;
	const setting = { taskid: { label: CAMPAIGN.displayName, read: campaignParameter } };
	const same = await readSame(context, setting, counting, zone);
	if (!same.ok) return same;
	const { taskid: campaignId } = same.value;
	const [first = 0] = counting;
	const { timeoutSeconds } = optionsOf(context, first);
	const isSimple = wantsSimple(context, first);
	const { surelyIn, answers, failure } = await addRows(context, account, {
		campaignId,
		rows,
		before: [],
		timeoutSeconds,
	});
	if (failure) {
		const isUntouched = surelyIn === 0 && !failure.mayHaveHappened;
		return failedChange(
			isUntouched ? failure : incomplete(failure, campaignId, surelyIn, rows.length),
			!isUntouched,
			zone,
			{ campaignId },
		);
	}
	const last = answers.at(-1);
	if (!isSimple && last) return succeed({ json: last.answer });
	const output: AddNumbersOutput = {
		campaignId,
		added: surelyIn,
		rejected: rejectedOf(read),
		otherFields: Object.assign({}, ...answers.map(({ result }) => result)) as IDataObject,
	};
	return succeed({ json: { ...output } });
}

/** Adds the numbers of all items of the run to one campaign. A number that cannot be called does not keep out the others. */
const executeAll: ExecuteAll = async (context, account) => {
	const items = [...context.getInputData().keys()];
	const refusal = refuseRetry(context);
	const result = refusal
		? fail(refusal)
		: await add(context, account, await readItems(context), items);
	return [{ items, result }];
};

/** Adds numbers to a campaign (service TaskAdd). */
export const addNumbers: Operation = {
	entry,
	properties: [CAMPAIGN, NUMBER, SIMPLIFY, optionsWith(NUMBER_OPTIONS)],
	executeAll,
	done: 'requests answered',
	placesCalls: true,
};
