import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService } from '../../api/client';
import { fail, type Failure, type Result, succeed, withDoubt } from '../../shared/result';
import { momentToIsoTime } from '../../shared/time';
import { optionsWith, SIMPLIFY } from '../descriptions';
import { CAMPAIGN, campaignParameter } from '../locators';
import type { Execute, Operation } from '../operation';
import { optionsOf, retryOnFail, wantsSimple } from '../parameters';
import { refusalOfCampaign } from './allowed';
import type { CampaignChangeOutput } from './outputs';

/*
 * What the operations share that change a campaign with one request.
 */

/** What distinguishes the changes. */
interface Change {
	entry: Operation['entry'];
	/** Full name, such as `App.Sip_Yccall.TaskSet`. */
	service: string;
	properties?: INodeProperties[];
	/** Reads the form fields besides the campaign. */
	readFields: (
		context: IExecuteFunctions,
		index: number,
		account: Account,
	) => Result<Record<string, string>>;
	/** What may have happened after a lost answer, behind the words of the failure, by the form fields. */
	doubt: (fields: Record<string, string>) => string;
	/** What a failure means for this change, where the usual words do not fit. */
	explain?: (failure: Failure, campaignId: string) => Failure;
	done: string;
	/** Whether phones ring because of it, by its form fields. Only then is Retry On Fail refused. */
	placesCalls?: (fields: Record<string, string>) => boolean;
}

const LOOK_AT_CAMPAIGN =
	'Before you do it again, look at the campaign with the operation Get Many or Get Numbers.';

/** What a failed item says of its campaign. `mayHaveHappened` then means that calls may be placed. */
export const failedChange = (
	failure: Failure,
	mayRing: boolean,
	zone: string,
	call: { campaignId?: string; customCampaignId?: string },
) =>
	fail({
		...failure,
		mayHaveHappened: mayRing,
		call,
		requestedAt: momentToIsoTime(failure.sentAt, zone),
	});

/** The refusal of Retry On Fail by what makes a campaign call. */
export const refuseRetry = (context: IExecuteFunctions): Failure | undefined =>
	context.getNode().retryOnFail
		? retryOnFail('do everything again, and people would be called twice')
		: undefined;

/** Changes a campaign. It is not repeated after a lost answer: somebody else may have changed the campaign meanwhile. */
const change =
	({ service, readFields, doubt, explain = (failure) => failure, placesCalls }: Change): Execute =>
	async (context, account, index) => {
		const refusal = placesCalls && refuseRetry(context);
		if (refusal) return fail(refusal);
		const id = campaignParameter(context, index);
		if (!id.ok) return id;
		const campaignId = id.value;
		const fields = readFields(context, index, account);
		if (!fields.ok) return fields;
		const isSimple = wantsSimple(context, index);
		const { timeoutSeconds } = optionsOf(context, index);
		const form = { taskid: campaignId, ...fields.value };
		const zone = account.credential.serverTimeZone;
		if (placesCalls) {
			const notAllowed =
				account.refuse?.({ service, ...form }) ??
				(await refusalOfCampaign(context, account, campaignId, timeoutSeconds));
			if (notAllowed) return failedChange(notAllowed, false, zone, { campaignId });
		}
		const changed = await callService(context, account, { service, fields: form, timeoutSeconds });
		if (!changed.ok) {
			const { failure } = changed;
			return failedChange(
				withDoubt(explain(failure, campaignId), doubt(fields.value), LOOK_AT_CAMPAIGN),
				failure.mayHaveHappened === true && placesCalls?.(fields.value) === true,
				zone,
				{ campaignId },
			);
		}
		const { answer, desc } = changed.value;
		if (!isSimple) return succeed({ json: answer });
		return succeed({ json: { campaignId, message: desc } satisfies CampaignChangeOutput });
	};

/** An operation that changes a campaign. */
export const changeOperation = (kind: Change): Operation => ({
	entry: kind.entry,
	properties: [CAMPAIGN, ...(kind.properties ?? []), SIMPLIFY, optionsWith()],
	execute: change(kind),
	done: kind.done,
	...(kind.placesCalls && { placesCalls: true }),
});
