import type { IExecuteFunctions } from 'n8n-workflow';
import { type Account, NOT_STARTED } from '../../api/account';
import { callService, type ServiceRequest } from '../../api/client';
import type { Answer } from '../../api/envelope';
import { cancelledUnsent } from '../../api/retry';
import { type Failure, sentAtLast } from '../../shared/result';
import type { Adding, Row } from './found';
import { settleAdding } from './settle';

/** The most numbers of one request. */
const MOST_ROWS = 10_000;

/** The numbers of each request. */
export const chunksOf = (rows: Row[]): Row[][] =>
	Array.from({ length: Math.ceil(rows.length / MOST_ROWS) }, (_, index) =>
		rows.slice(index * MOST_ROWS, (index + 1) * MOST_ROWS),
	);

/** Where numbers are added. */
export interface Target {
	campaignId: string;
	timeoutSeconds: number;
}

/** What became of them. */
export interface Added {
	/** How many are in the campaign for certain. */
	surelyIn: number;
	/** The answers to the requests; a lost one is missing. */
	answers: Answer[];
	/** When the last request was sent, in milliseconds. */
	sentAt?: number | undefined;
	/** Why the others are not, or may not be. */
	failure?: Failure;
}

/** A failure after something was done: that the run has ended is one as well. */
export const afterWork = (failure: Failure): Failure =>
	failure.code === NOT_STARTED ? sentAtLast(cancelledUnsent, failure.sentAt) : failure;

/** The request that adds numbers, of which it has room for as many. */
export const additionOf = (
	{ campaignId, timeoutSeconds }: Target,
	rows: Row[],
): ServiceRequest => ({
	service: 'App.Sip_Yccall.TaskAdd',
	fields: { taskid: campaignId, telphone: JSON.stringify(rows) },
	timeoutSeconds,
});

/**
 * Adds numbers with one request, which is never repeated after a lost answer: the provider may still be working on it, and whoever
 * is sent twice is called twice. Instead it looks up which of the numbers are in the campaign.
 */
async function addChunk(
	context: IExecuteFunctions,
	account: Account,
	target: Target,
	adding: Adding,
): Promise<Added> {
	const { rows } = adding;
	const added = await callService(context, account, additionOf(target, rows));
	if (added.ok) {
		return { surelyIn: rows.length, answers: [added.value], sentAt: added.value.sentAt };
	}
	const { failure } = added;
	const { sentAt } = failure;
	if (!failure.mayHaveHappened) return { surelyIn: 0, answers: [], sentAt, failure };
	const { surelyIn, isComplete } = await settleAdding(context, account, target.campaignId, adding);
	return { surelyIn, answers: [], sentAt, ...(!isComplete && { failure }) };
}

/** Adds numbers to a campaign, one request after another. */
export async function addRows(
	context: IExecuteFunctions,
	account: Account,
	target: Target,
	{ rows, before, countBefore, madeUp }: Adding,
): Promise<Added> {
	const all: Added = { surelyIn: 0, answers: [] };
	for (const chunk of chunksOf(rows)) {
		const added = await addChunk(context, account, target, {
			rows: chunk,
			before: [...before, ...rows.slice(0, all.surelyIn)],
			countBefore: countBefore === undefined ? undefined : countBefore + all.surelyIn,
			madeUp,
		});
		all.surelyIn += added.surelyIn;
		all.answers.push(...added.answers);
		all.sentAt = added.sentAt ?? all.sentAt;
		if (added.failure) return { ...all, failure: sentAtLast(added.failure, all.sentAt) };
	}
	return all;
}
