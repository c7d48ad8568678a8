import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { callService } from '../../api/client';
import { pageReader } from '../../api/directory';
import type { Envelope } from '../../api/envelope';
import { readPages } from '../../api/pages';
import { isCancelled } from '../../api/retry';
import { pageOf } from '../../api/rows';
import { Fields } from '../../shared/fields';
import { type Result, succeed } from '../../shared/result';
import { sleepUntil } from '../../shared/sleep';
import { missingRows, type Row } from './missing';
import { numberIdOf } from './rows';

/*
 * Looks up what became of a request whose answer was lost. The provider may still be working on it: a look that finds nothing
 * proves nothing until a minute has passed.
 */

/** When to look, after the answer was lost. Milliseconds. */
const LOOK_AT_MS = [0, 3_000, 10_000, 25_000, 50_000];

/** So that all looks take a minute at most. Seconds. */
const LOOK_TIMEOUT_SECONDS = 10;

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
export interface FoundCampaign {
	campaignId: string;
	answer: Envelope;
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
	if (fields.has('customtaskid')) return fields.text('customtaskid') === customCampaignId;
	return (
		campaignName === undefined || (isOnlyOne && fields.text('taskname') === campaignName.trim())
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

/** Numbers that may have been added to a campaign. */
interface Adding {
	campaignId: string;
	/** Those that are known to be in it. */
	before: Row[];
	sent: Row[];
}

/**
 * Finds out which numbers of a request are not in the campaign (service TaskInfo).
 *
 * @returns `undefined` if nobody can tell.
 */
export async function settleAdding(
	context: IExecuteFunctions,
	account: Account,
	{ campaignId, before, sent }: Adding,
): Promise<Row[] | undefined> {
	const readPage = pageReader(context, account, {
		service: 'App.Sip_Yccall.TaskInfo',
		fields: { taskid: campaignId },
		timeoutSeconds: LOOK_TIMEOUT_SECONDS,
	});
	let missing: Row[] | undefined;
	let isOver = false;
	await lookRepeatedly(context, async () => {
		const stored: IDataObject[] = [];
		const read = await readPages(readPage, numberIdOf, (row) => stored.push(row) > 0);
		missing = read.ok ? missingRows(stored, before, sent) : undefined;
		isOver = missing?.length === 0;
		return isOver;
	});
	// Before the last look the provider may still have been working on it.
	return isCancelled(context) && !isOver ? undefined : missing;
}
