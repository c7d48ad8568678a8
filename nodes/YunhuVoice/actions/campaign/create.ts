import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService } from '../../api/client';
import type { Answer } from '../../api/envelope';
import { answerIsNotYunhu } from '../../api/errors';
import { readLimits } from '../../limits/limits';
import { randomId } from '../../shared/random';
import {
	fail,
	type Failure,
	inputFailure,
	type Result,
	sentAtLast,
	succeed,
} from '../../shared/result';
import { textOf } from '../../shared/text';
import { optionsWith, SIMPLIFY } from '../descriptions';
import type { ExecuteAll, Operation, OperationResult } from '../operation';
import { optionsOf, wantsSimple } from '../parameters';
import { REHEARSE } from '../rehearse';
import { chunksOf } from './add';
import { failedChange, refuseRetry } from './change';
import { type Campaign, type Created, creationOf, finish, unfinishedFailure } from './finish';
import { NUMBER, NUMBER_OPTIONS, readItems, type ReadItems } from './items';
import type { CreateCampaignOutput } from './outputs';
import { readRehearse, rehearseCampaign } from './rehearsal';
import { SETTING_OPTIONS, settingProperties } from './settingProperties';
import { readSettings } from './settings';
import { findCampaign, settleCreation } from './settle';
import { calledBefore, pausedBy, windowEnd } from './window';

const entry = {
	name: 'Create',
	value: 'create',
	action: 'Create campaign of all items',
	description:
		'Create one campaign of the numbers of all input items; the provider calls them and connects whoever answers to a free agent',
};

const NO_NUMBERS = inputFailure(
	'The campaign has no numbers',
	'Pass at least one input item with a number to this node.',
);

const alreadyExists = (customCampaignId: string, campaignId: string): Failure =>
	inputFailure(
		`A campaign with the custom campaign ID “${customCampaignId.slice(0, 60)}” exists already: ${campaignId}`,
		'Nothing was created. Add numbers to that campaign with the operation Add Numbers, or use another Custom Campaign ID.',
	);

/** Whether the campaign's custom ID is free. Only one that the user gave can be in use. */
async function checkId(
	context: IExecuteFunctions,
	account: Account,
	{ customCampaignId, timeoutSeconds }: Campaign,
): Promise<Result<void>> {
	if (customCampaignId === '') return succeed(undefined);
	const how = { timeoutSeconds, isRepeatable: true };
	const found = await findCampaign(context, account, { customCampaignId }, how);
	if (!found.ok) {
		const failure = { ...found.failure, mayHaveHappened: false };
		// Of the look-up: no campaign was sent.
		delete failure.sentAt;
		return fail(failure);
	}
	return found.value
		? fail(alreadyExists(customCampaignId, found.value.campaignId))
		: succeed(undefined);
}

/** Creates a campaign that is not started, once. After a lost answer it is looked up, never created again. */
async function createOnce(
	context: IExecuteFunctions,
	account: Account,
	campaign: Campaign,
): Promise<Result<Created & { answer: Answer }>> {
	const { campaignName, customCampaignId } = campaign;
	const created = await callService(context, account, creationOf(campaign));
	const campaignId = created.ok ? textOf(created.value.result.taskid) : '';
	const { sentAt } = created.ok ? created.value : created.failure;
	if (created.ok && campaignId !== '') {
		return succeed({ campaignId, answer: created.value, sentAt });
	}
	const failure = created.ok ? sentAtLast(answerIsNotYunhu('NO_RESULT'), sentAt) : created.failure;
	if (!failure.mayHaveHappened) return fail(failure);
	const found = await settleCreation(context, account, { customCampaignId, campaignName });
	if (found) return succeed({ ...found, sentAt, lost: failure });
	return fail({
		...failure,
		message: `${failure.message}: the campaign may have been created (custom campaign ID ${customCampaignId})`,
		advice:
			'Before you create it again, look for it with the operation Get Many, or in the provider’s console.',
	});
}

const outputOf = (
	{ campaignName, customCampaignId, rows }: Campaign,
	campaignId: string,
	{ desc }: Answer,
): CreateCampaignOutput & IDataObject => ({
	campaignId,
	customCampaignId,
	campaignName,
	numbers: rows.length,
	message: desc,
});

/** Creates a campaign, fills it and starts it if that is wanted. */
async function createCampaign(
	context: IExecuteFunctions,
	account: Account,
	wanted: Campaign,
	isSimple: boolean,
): Promise<OperationResult> {
	const zone = account.credential.serverTimeZone;
	const isFree = await checkId(context, account, wanted);
	const customCampaignId = wanted.customCampaignId || randomId();
	if (!isFree.ok) return failedChange(isFree.failure, false, zone, { customCampaignId });
	const campaign = { ...wanted, customCampaignId };
	const [first = []] = chunksOf(campaign.rows);
	const created = await createOnce(context, account, { ...campaign, rows: first });
	if (!created.ok) {
		const { failure } = created;
		const mayRing = failure.mayHaveHappened === true;
		return failedChange(failure, mayRing, zone, { customCampaignId });
	}
	const { campaignId, answer } = created.value;
	const unfinished = await finish(context, account, campaign, created.value);
	if (unfinished) {
		const failure = unfinishedFailure(campaignId, unfinished);
		const mayRing = failure.mayHaveHappened === true;
		return failedChange(failure, mayRing, zone, { campaignId, customCampaignId });
	}
	return succeed({ json: isSimple ? outputOf(campaign, campaignId, answer) : answer.answer });
}

/** Reads the settings of the campaign, then creates it. */
async function createOf(
	context: IExecuteFunctions,
	account: Account,
	{ rows, items, madeUp }: ReadItems,
	isRehearsal: boolean,
): Promise<OperationResult> {
	const settings = await readSettings(context, items, account.credential.serverTimeZone);
	if (!settings.ok) return settings;
	const [first = 0] = items;
	const { timeoutSeconds } = optionsOf(context, first);
	const isSimple = wantsSimple(context, first);
	const { form } = settings.value;
	const end = windowEnd(account, form.scheduledtime);
	if (!end.ok) return end;
	const campaign = {
		...settings.value,
		form: { ...form, ...pausedBy(end.value, account, form.pausedtime) },
		rows: calledBefore(end.value, rows),
		madeUp,
		timeoutSeconds,
	};
	return isRehearsal
		? rehearseCampaign(account, campaign)
		: await createCampaign(context, account, campaign, isSimple);
}

/** Creates one campaign of all items of the run. All items are checked before anything is sent. */
const executeAll: ExecuteAll = async (context, account) => {
	const all = [...context.getInputData().keys()];
	const refusal = refuseRetry(context);
	if (refusal) return [{ items: all, result: fail(refusal) }];
	const limits = readLimits(account.credential);
	if (!limits.ok) return [{ items: all, result: limits }];
	const rehearses = await readRehearse(context, all, account);
	if (!rehearses.ok) return [{ items: all, result: rehearses }];
	const isRehearsal = rehearses.value;
	const read = await readItems(context, limits.value);
	const { rows, items, refused } = read;
	const failed = refused.map(({ item, failure }) => ({ items: [item], result: fail(failure) }));
	const goesOn = isRehearsal || context.continueOnFail();
	if (failed.length > 0 && (rows.length === 0 || !goesOn)) return failed;
	if (rows.length === 0) return [{ items: all, result: fail(NO_NUMBERS) }];
	return [{ items, result: await createOf(context, account, read, isRehearsal) }, ...failed];
};

/** Creates a campaign (service TaskCreat, spelled so). */
export const create: Operation = {
	entry,
	properties: [
		NUMBER,
		...settingProperties,
		REHEARSE,
		SIMPLIFY,
		optionsWith([...NUMBER_OPTIONS, ...SETTING_OPTIONS]),
	],
	executeAll,
	done: 'campaigns created',
	placesCalls: true,
	canRehearse: true,
};
