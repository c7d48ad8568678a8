import type { IExecuteFunctions } from 'n8n-workflow';
import type { Account } from '../../api/account';
import { refusalOfRequest } from '../../api/client';
import { randomId } from '../../shared/random';
import { type Result, succeed } from '../../shared/result';
import type { OperationResult } from '../operation';
import { isRehearsed, REHEARSE } from '../rehearse';
import { additionOf, chunksOf, type Target } from './add';
import { failedChange } from './change';
import { type Campaign, creationOf } from './finish';
import type { Row } from './found';
import type { AddNumbersOutput, CreateCampaignOutput } from './outputs';
import { readSame, type Setting } from './same';

/*
 * Campaigns that are rehearsed: everything has been checked, and nothing is sent.
 */

/** Whether the run is only rehearsed: all items together are, or none is. */
export async function readRehearse(
	context: IExecuteFunctions,
	items: number[],
	{ credential }: Account,
): Promise<Result<boolean>> {
	const rehearse: Setting = {
		label: REHEARSE.displayName,
		read: (_context, index) => succeed(String(isRehearsed(context, index))),
	};
	// A long list takes a while to read, and only an expression can differ.
	const written = String(context.getNode().parameters[REHEARSE.name]);
	const some = written.startsWith('=') ? items : items.slice(0, 1);
	const same = await readSame(context, { rehearse }, some, credential.serverTimeZone);
	return same.ok ? succeed(same.value.rehearse === String(true)) : same;
}

/** What stands for a campaign that would be created. */
export function rehearseCampaign(account: Account, wanted: Campaign): OperationResult {
	const { campaignName, rows } = wanted;
	const customCampaignId = wanted.customCampaignId || randomId();
	const [first = []] = chunksOf(rows);
	const request = creationOf({ ...wanted, customCampaignId, rows: first });
	const refusal = refusalOfRequest(account, request);
	if (refusal) {
		const zone = account.credential.serverTimeZone;
		return failedChange(refusal, false, zone, { customCampaignId });
	}
	return succeed({
		json: {
			campaignId: null,
			rehearsal: true,
			customCampaignId,
			campaignName,
			numbers: rows.length,
			message: null,
		} satisfies CreateCampaignOutput,
	});
}

/** What stands for numbers that would be added. */
export function rehearseAddition(
	account: Account,
	target: Target,
	rows: Row[],
	rejected: AddNumbersOutput['rejected'],
): OperationResult {
	const { campaignId } = target;
	const [first] = chunksOf(rows);
	const refusal = first && refusalOfRequest(account, additionOf(target, first));
	if (refusal) {
		return failedChange(refusal, false, account.credential.serverTimeZone, { campaignId });
	}
	return succeed({
		json: {
			campaignId,
			rehearsal: true,
			added: 0,
			numbers: rows.length,
			rejected,
			otherFields: {},
		} satisfies AddNumbersOutput,
	});
}
