import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { pageReader } from '../../api/directory';
import { answerIsNotYunhu } from '../../api/errors';
import { type Page, readPages } from '../../api/pages';
import { readLimits, refusalOfNumber } from '../../limits/limits';
import { asText, Fields } from '../../shared/fields';
import type { Failure, Result } from '../../shared/result';
import { numberIdOf } from './rows';

/** The failure of a campaign whose numbers could not be read: nothing was started. */
function unknownNumbers(failure: Failure, campaignId: string): Failure {
	const unsent = { ...failure, mayHaveHappened: false };
	// Of the look-up: the campaign was not sent anything.
	delete unsent.sentAt;
	return {
		...unsent,
		message: `The numbers of the campaign ${campaignId} cannot be checked against Allowed Destinations in the credential, so nothing was started: ${failure.message}`,
	};
}

const notAllowed = (failure: Failure, campaignId: string): Failure => ({
	...failure,
	message: `${failure.message}, and the number is in the campaign ${campaignId}: nothing was started`,
	advice: `Take it out with the operation Remove Numbers, or create another campaign. ${failure.advice}`,
});

/**
 * Reads all numbers of a campaign that is to call (service TaskInfo): somebody else may have put in numbers that the credential does
 * not allow.
 *
 * @returns why it may not call, if so.
 */
export async function refusalOfCampaign(
	context: IExecuteFunctions,
	account: Account,
	campaignId: string,
	timeoutSeconds: number,
): Promise<Failure | undefined> {
	const limits = readLimits(account.credential);
	if (!limits.ok) return limits.failure;
	if (!limits.value.destinations) return undefined;
	const readPage = pageReader(context, account, {
		service: 'App.Sip_Yccall.TaskInfo',
		fields: { taskid: campaignId },
		timeoutSeconds,
	});
	let last: Result<Page> | undefined;
	let count = 0;
	let refusal: Failure | undefined;
	const take = (row: IDataObject): boolean => {
		count += 1;
		refusal = refusalOfNumber(limits.value, asText(new Fields(row).value('telphone')));
		return refusal === undefined;
	};
	const read = await readPages(
		async (...asked) => (last = await readPage(...asked)),
		numberIdOf,
		take,
		{ areUnique: false },
	);
	if (!read.ok) return unknownNumbers(read.failure, campaignId);
	if (refusal) return notAllowed(refusal, campaignId);
	const total = last?.ok ? (last.value.total ?? count) : count;
	return count < total ? unknownNumbers(answerIsNotYunhu('NO_RESULT'), campaignId) : undefined;
}
