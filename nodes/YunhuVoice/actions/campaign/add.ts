import type { IExecuteFunctions } from 'n8n-workflow';
import { type Account, NOT_STARTED } from '../../api/account';
import { callService } from '../../api/client';
import type { Envelope } from '../../api/envelope';
import { cancelledUnsent } from '../../api/retry';
import type { Failure } from '../../shared/result';
import type { Row } from './missing';
import { settleAdding } from './settle';

/** The most numbers of one request. */
const MOST_ROWS = 10_000;

/** The numbers of each request. */
export const chunksOf = (rows: Row[]): Row[][] =>
	Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, index) =>
		rows.slice(index * MOST_ROWS, (index + 1) * MOST_ROWS),
	);

/** Numbers to add to a campaign. */
interface Adding {
	campaignId: string;
	rows: Row[];
	/** Numbers that are in it already, as far as this run knows. */
	before: Row[];
	timeoutSeconds: number;
}

/** What became of them. */
interface Added {
	/** How many are in the campaign for certain. */
	surelyIn: number;
	/** The answers to the requests; a lost one is missing. */
	answers: Envelope[];
	/** Why the others are not, or may not be. */
	failure?: Failure;
}

/** A failure after something was done: that the run has ended is one as well. */
export const afterWork = (failure: Failure): Failure =>
	failure.code === NOT_STARTED ? cancelledUnsent : failure;

/**
 * Adds numbers with one request, which is never repeated after a lost answer: the provider may still be working on it, and whoever
 * is sent twice is called twice. Instead it looks up which of the numbers are in the campaign.
 */
async function addChunk(
	context: IExecuteFunctions,
	account: Account,
	{ campaignId, rows, before, timeoutSeconds }: Adding,
): Promise<Added> {
	const added = await callService(context, account, {
		service: 'App.Sip_Yccall.TaskAdd',
		fields: { taskid: campaignId, telphone: JSON.stringify(rows) },
		timeoutSeconds,
	});
	if (added.ok) return { surelyIn: rows.length, answers: [added.value] };
	const { failure } = added;
	if (!failure.mayHaveHappened) return { surelyIn: 0, answers: [], failure };
	const missing = await settleAdding(context, account, { campaignId, before, sent: rows });
	if (missing?.length === 0) return { surelyIn: rows.length, answers: [] };
	return { surelyIn: missing ? rows.length - missing.length : 0, answers: [], failure };
}

/** Adds numbers to a campaign, one request after another. */
export async function addRows(
	context: IExecuteFunctions,
	account: Account,
	{ rows, before, ...campaign }: Adding,
): Promise<Added> {
	const all: Added = { surelyIn: 0, answers: [] };
	for (const chunk of chunksOf(rows)) {
		const known = [...before, ...rows.slice(0, all.surelyIn)];
		const added = await addChunk(context, account, { ...campaign, rows: chunk, before: known });
		all.surelyIn += added.surelyIn;
		all.answers.push(...added.answers);
		if (added.failure) return { ...all, failure: added.failure };
	}
	return all;
}
