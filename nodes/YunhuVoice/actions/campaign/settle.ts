import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService } from '../../api/client';
import { pageReader } from '../../api/directory';
import type { Answer } from '../../api/envelope';
import { readPages } from '../../api/pages';
import { isCancelled } from '../../api/retry';
import { pageOf } from '../../api/rows';
import { Fields } from '../../shared/fields';
import { type Result, succeed } from '../../shared/result';
import { isSameText } from '../../shared/sameText';
import { sleepUntil } from '../../shared/sleep';
import { type Adding, findRows, type Found } from './found';
import { numberIdOf } from './rows';

/*
 * Looks up what became of a request whose answer was lost. The provider may still be working on it: a look that finds nothing
 * proves nothing until a minute has passed.
 */

/** When to look, after the answer was lost. Milliseconds. */
const LOOK_AT_MS = [0, 3_000, 10_000, 25_000, 50_000];

/** So that all looks take a minute at most. Seconds. */
const LOOK_TIMEOUT_SECONDS = 10;

/** Asks for the numbers of a campaign. */
const numbersOf = (campaignId: string) => ({
	service: 'App.Sip_Yccall.TaskInfo',
	fields: { taskid: campaignId },
	timeoutSeconds: LOOK_TIMEOUT_SECONDS,
});

/** @param look returns whether that was enough. */
async function lookRepeatedly(
	context: IExecuteFunctions,
	look: () => Promise<boolean>,
): Promise<void> {
	const lostAt = Date.now();
	for (const after of LOOK_AT_MS) {
		await sleepUntil(lostAt + after, () => isCancelled(context));
		if (isCancelled(context) || (await look())) return;
	}
}

/** A campaign that was looked up, and the answer that has it. */
interface FoundCampaign {
	campaignId: string;
	answer: Answer;
}

interface Wanted {
	customCampaignId: string;
	/** Of a campaign that was to be created. Without one, a row that does not tell its custom ID counts as found. */
	campaignName?: string;
}

/** Whether a row is the campaign that is looked for. No page shows whether rows tell their custom ID. */
function isWanted(
	row: IDataObject,
	isOnlyOne: boolean,
	{ customCampaignId, campaignName }: Wanted,
): boolean {
	const fields = new Fields(row);
	if (fields.has('customtaskid')) return isSameText(customCampaignId, fields.value('customtaskid'));
	return (
		campaignName === undefined || (isOnlyOne && isSameText(campaignName, fields.value('taskname')))
	);
}

/** Looks for a campaign by its custom ID (service TaskList). */
export async function findCampaign(
	context: IExecuteFunctions,
	account: Account,
	wanted: Wanted,
	how: { timeoutSeconds: number; isRepeatable: boolean },
): Promise<Result<FoundCampaign | undefined>> {
	const called = await callService(context, account, {
		service: 'App.Sip_Yccall.TaskList',
		fields: { customtaskid: wanted.customCampaignId, currentpage: '1', itemsperpage: '100' },
		isList: true,
		...how,
	});
	if (!called.ok) return called;
	const page = pageOf(called.value);
	if (!page.ok) return page;
	const { rows, total = rows.length } = page.value;
	const row = rows.find((one) => isWanted(one, total === 1, wanted));
	const campaignId = row && new Fields(row).text('taskid');
	return succeed(campaignId ? { campaignId, answer: called.value } : undefined);
}

/** Looks for a campaign that may have been created. */
export async function settleCreation(
	context: IExecuteFunctions,
	account: Account,
	wanted: Required<Wanted>,
): Promise<FoundCampaign | undefined> {
	let campaign: FoundCampaign | undefined;
	await lookRepeatedly(context, async () => {
		const how = { timeoutSeconds: LOOK_TIMEOUT_SECONDS, isRepeatable: false };
		const found = await findCampaign(context, account, wanted, how);
		if (found.ok) campaign = found.value;
		return campaign !== undefined;
	});
	return campaign;
}

/**
 * Finds out which numbers of a request are in the campaign (service TaskInfo). Before the last look the provider may still have been
 * working on it.
 */
export async function settleAdding(
	context: IExecuteFunctions,
	account: Account,
	campaignId: string,
	adding: Adding,
): Promise<Found> {
	const readPage = pageReader(context, account, numbersOf(campaignId));
	let found: Found = { surelyIn: 0, isComplete: false };
	await lookRepeatedly(context, async () => {
		const stored: IDataObject[] = [];
		const take = (row: IDataObject) => stored.push(row) > 0;
		const read = await readPages(readPage, numberIdOf, take, { areUnique: false });
		if (read.ok) found = findRows(stored, adding);
		return found.isComplete;
	});
	return found;
}

/** How many numbers a campaign has now; `undefined` if nobody can tell. */
export async function countNumbers(
	context: IExecuteFunctions,
	account: Account,
	campaignId: string,
): Promise<number | undefined> {
	const { fields, ...request } = numbersOf(campaignId);
	const called = await callService(context, account, {
		...request,
		fields: { ...fields, currentpage: '1', itemsperpage: '1' },
		isList: true,
	});
	const page = called.ok ? pageOf(called.value) : called;
	return page.ok ? page.value.total : undefined;
}
