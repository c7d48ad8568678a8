import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService } from '../../api/client';
import type { Failure } from '../../shared/result';
import { addRows, afterWork, chunksOf } from './add';
import type { Row } from './missing';
import { STARTED, TASK_SET } from './setState';
import type { Settings } from './settings';

/** A campaign to be created. */
export interface Campaign extends Settings {
	rows: Row[];
	timeoutSeconds: number;
}

/** A campaign that exists, but not as it should. */
interface Unfinished {
	failure: Failure;
	/** What is true of the campaign. */
	state: string;
	advice: string;
}

/** Puts the numbers into a campaign that the first request had no room for, and starts it if that is wanted. */
export async function finish(
	context: IExecuteFunctions,
	account: Account,
	{ rows, startNow, timeoutSeconds }: Campaign,
	campaignId: string,
): Promise<Unfinished | undefined> {
	const [first = [], ...others] = chunksOf(rows);
	const adding = { campaignId, rows: others.flat(), before: first, timeoutSeconds };
	const added = await addRows(context, account, adding);
	if (added.failure) {
		const surelyIn = first.length + added.surelyIn;
		return {
			failure: { ...added.failure, mayHaveHappened: false },
			state: `has been created with at least ${surelyIn} of ${rows.length} numbers and is not started`,
			advice:
				'See with the operation Get Numbers which numbers are in it, add the others with Add Numbers, and start it with Start. Do not create it again.',
		};
	}
	if (!startNow) return undefined;
	const started = await callService(context, account, {
		service: TASK_SET,
		fields: { taskid: campaignId, ...STARTED },
		timeoutSeconds,
	});
	if (started.ok) return undefined;
	const { failure } = started;
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
