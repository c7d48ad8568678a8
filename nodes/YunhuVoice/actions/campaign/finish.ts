import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService, type ServiceRequest } from '../../api/client';
import { type Failure, sentAtLast } from '../../shared/result';
import { addRows, afterWork, chunksOf } from './add';
import type { Found } from './found';
import type { ReadItems } from './items';
import { STARTED, TASK_SET } from './setState';
import type { Settings } from './settings';
import { settleAdding } from './settle';

/** A campaign to be created. */
export interface Campaign extends Settings, Pick<ReadItems, 'rows' | 'madeUp'> {
	timeoutSeconds: number;
}

/** The request that creates a campaign, not started, of numbers for which one request has room. */
export const creationOf = ({
	form,
	customCampaignId,
	rows,
	timeoutSeconds,
}: Campaign): ServiceRequest => ({
	service: 'App.Sip_Yccall.TaskCreat',
	fields: {
		...form,
		telphone: JSON.stringify(rows),
		status: '0',
		customtaskid: customCampaignId,
	},
	timeoutSeconds,
});

/** A campaign that exists, but not as it should. */
interface Unfinished {
	failure: Failure;
	/** What is true of the campaign. */
	state: string;
	advice: string;
}

/** A campaign that the provider has created, not started. */
export interface Created {
	campaignId: string;
	/** When its first request was sent, in milliseconds. */
	sentAt: number | undefined;
	/** Why its answer was lost, if the campaign was looked up: then nobody has told that all numbers are in. */
	lost?: Failure;
}

const withoutSome = (failure: Failure, surelyIn: number, count: number): Unfinished => ({
	failure: { ...failure, mayHaveHappened: false },
	state: `has been created with at least ${surelyIn} of ${count} numbers and is not started`,
	advice:
		'See with the operation Get Numbers which numbers are in it, add the others with Add Numbers, and start it with Start. Do not create it again.',
});

/** A campaign that was found again, whose rows are not just the numbers of its request. */
const notAsSent = (failure: Failure, { surelyIn }: Found, sent: number, count: number) =>
	surelyIn < sent
		? withoutSome(failure, surelyIn, count)
		: {
				failure: { ...failure, mayHaveHappened: false },
				state: `has been created, but has other rows than its ${count} numbers, each once; it is not started`,
				advice:
					'See with the operation Get Numbers which numbers are in it, and start it with Start if it is right. Do not create it again.',
			};

/** Puts the numbers into a campaign that the first request had no room for, and starts it if that is wanted. */
export async function finish(
	context: IExecuteFunctions,
	account: Account,
	{ rows, madeUp, startNow, timeoutSeconds }: Campaign,
	{ campaignId, sentAt, lost }: Created,
): Promise<Unfinished | undefined> {
	const [first = [], ...others] = chunksOf(rows);
	if (lost) {
		const sent = { rows: first, before: [], countBefore: 0, madeUp };
		const found = await settleAdding(context, account, campaignId, sent);
		if (!found.isComplete) return notAsSent(lost, found, first.length, rows.length);
	}
	const target = { campaignId, timeoutSeconds };
	const adding = { rows: others.flat(), before: first, countBefore: first.length, madeUp };
	const added = await addRows(context, account, target, adding);
	if (added.failure) {
		const failure = sentAtLast(added.failure, sentAt);
		return withoutSome(failure, first.length + added.surelyIn, rows.length);
	}
	if (!startNow) return undefined;
	const started = await callService(context, account, {
		service: TASK_SET,
		fields: { taskid: campaignId, ...STARTED },
		timeoutSeconds,
	});
	if (started.ok) return undefined;
	const failure = sentAtLast(started.failure, added.sentAt ?? sentAt);
	return {
		failure,
		state: `has been created with all ${rows.length} numbers ${failure.mayHaveHappened ? 'and may have started' : 'and is not started'}`,
		advice:
			'Look at its status with the operation Get Many, and start it with Start. Do not create it again.',
	};
}

/** The failure of a campaign that exists: names the campaign, and whether it calls. */
export const unfinishedFailure = (
	campaignId: string,
	{ failure, state, advice }: Unfinished,
): Failure => {
	const { message, ...others } = afterWork(failure);
	return { ...others, message: `${message}: the campaign ${campaignId} ${state}`, advice };
};
