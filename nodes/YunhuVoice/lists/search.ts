import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { type Account, accountOf, openAccount } from '../api/account';
import {
	listCallerIds,
	listExtensions,
	listGroups,
	type ListRequest,
	readRows,
	STATES,
	USAGES,
} from '../api/directory';
import { type NodeError, nodeErrorOf } from '../shared/nodeErrors';
import { type Failure, type Result, succeed } from '../shared/result';
import { Cache } from './cache';
import { type Choice, choicesBy, matching } from './choices';

/** Somebody is waiting in front of the list. Seconds. */
export const LIST_TIMEOUT_SECONDS = 10;

const TYPE_IT =
	'You can still type the value: in the list in front of this field, choose another way than From List.';

/** n8n's error for a list that cannot be shown. */
const listError = (context: ILoadOptionsFunctions, failure: Failure): NodeError =>
	nodeErrorOf(context.getNode(), { ...failure, advice: `${failure.advice} ${TYPE_IT}` });

/**
 * What a result holds.
 *
 * @throws n8n's error of its failure.
 */
export function valueOf<Value>(context: ILoadOptionsFunctions, result: Result<Value>): Value {
	if (!result.ok) throw listError(context, result.failure);
	return result.value;
}

/** Identifies a list of an account. */
export const keyOf = ({ credential }: Account, { service, fields }: ListRequest): string =>
	JSON.stringify([accountOf(credential), service, fields]);

/** One of the account's lists: what to ask for, and what the rows become. */
interface List {
	request: ListRequest;
	choicesOf: (rows: IDataObject[]) => Choice[];
}

const EXTENSIONS: List = {
	request: listExtensions(STATES.enabled),
	choicesOf: choicesBy('extnumber'),
};
const GROUPS: List = { request: listGroups, choicesOf: choicesBy('name') };
const CALLER_IDS: List = {
	request: listCallerIds(STATES.enabled, USAGES.any),
	choicesOf: choicesBy('disnumber'),
};

const kept = new Cache<Choice[]>();

const load = async (
	context: ILoadOptionsFunctions,
	account: Account,
	{ request, choicesOf }: List,
): Promise<Result<Choice[]>> =>
	await kept.get(keyOf(account, request), async () => {
		const timeoutSeconds = LIST_TIMEOUT_SECONDS;
		const rows = await readRows(context, account, { ...request, timeoutSeconds });
		return rows.ok ? succeed(choicesOf(rows.value)) : rows;
	});

/** Searches lists, one behind the other. */
const searchIn = (...lists: List[]) =>
	async function (this: ILoadOptionsFunctions, typed?: string): Promise<INodeListSearchResult> {
		const account = valueOf(this, await openAccount(this));
		const results: Choice[] = [];
		for (const list of lists) results.push(...valueOf(this, await load(this, account, list)));
		return { results: matching(results, typed) };
	};

export const searchExtensions = searchIn(EXTENSIONS);
export const searchGroups = searchIn(GROUPS);
export const searchCallerIds = searchIn(CALLER_IDS);
/** Where a call can be transferred to. */
export const searchTransferTargets = searchIn(GROUPS, EXTENSIONS);
