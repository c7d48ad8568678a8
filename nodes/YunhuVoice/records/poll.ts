import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { type Account, openAccount } from '../api/account';
import type { FoundRecord } from '../events/foundRecord';
import { nodeErrorOf, publishErrorOf } from '../shared/nodeErrors';
import { type Failure, type Result, succeed } from '../shared/result';
import { advance } from './advance';
import { afterFailure, NONE } from './failures';
import { isOutdated, type Memory, memoryOf, takeReason } from './memory';
import { readNewest } from './newest';
import { readSettings, type Settings } from './settings';
import { type Source, sourceOf } from './source';

/** As n8n 2 has it by default; n8n 1 sets no limit. */
const STANDARD_BUDGET_MS = 5 * 60_000;

/** The part of the time in which pages are begun; the last one has to be read, and retried, in the rest. */
const READING_SHARE = 0.6;

const deadlineOf = (context: IPollFunctions): number =>
	Date.now() +
	READING_SHARE * ((context as Partial<IPollFunctions>).getPollBudgetMs?.() ?? STANDARD_BUDGET_MS);

/** Identifies the account in stored data. Another key or address of the same account changes nothing. */
const accountId = ({ credential }: Account): string =>
	createHash('sha256').update(credential.appId).digest('hex').slice(0, 16);

/**
 * Whether n8n stores the cursor and the execution in one transaction ("durable cursors"). It then hands out a plain copy, otherwise
 * its own observed object, which has `__dataChanged`.
 */
const isDurable = (data: object): boolean => !('__dataChanged' in data);

/** What a poll needs. */
interface Setup {
	account: Account;
	settings: Settings;
	source: Source;
}

async function setUp(context: IPollFunctions): Promise<Result<Setup>> {
	const settings = readSettings(context);
	if (!settings.ok) return settings;
	const account = await openAccount(context);
	if (!account.ok) return account;
	return succeed({
		account: account.value,
		settings: settings.value,
		source: sourceOf(context, account.value),
	});
}

const itemsOf = (found: FoundRecord[], { isSimple }: Settings): INodeExecutionData[] =>
	found.map(({ record, row }) => ({ json: isSimple ? { ...record } : row }));

/** What a poll gives, and why it could not read everything. */
interface Polled {
	items: INodeExecutionData[];
	failure?: Failure | undefined;
}

async function readNew(
	context: IPollFunctions,
	memory: Memory,
	data: IDataObject,
	mayFail: boolean,
): Promise<Polled> {
	const setup = await setUp(context);
	if (!setup.ok) return { items: [], failure: setup.failure };
	const { account, settings, source } = setup.value;
	const pass = await advance({
		...source,
		...settings,
		data,
		storedBefore: memory.stored,
		account: accountId(account),
		repeatsBatch: settings.repeatsAfterRestart && !memory.hasSettledBatch && !isDurable(data),
		mayFail,
		now: Date.now,
		deadline: deadlineOf(context),
	});
	if (!pass.ok) return { items: [], failure: pass.failure };
	memory.hasSettledBatch = true;
	return { items: itemsOf(pass.value.found, settings), failure: pass.value.failure };
}

/** Polls once, as n8n's schedule says. */
async function pollOnce(
	context: IPollFunctions,
	memory: Memory,
): Promise<INodeExecutionData[][] | null> {
	const reason = takeReason(context);
	// Another process may have polled since this one did.
	if (reason === 'start') memory.hasSettledBatch = false;
	const data = context.getWorkflowStaticData('node');
	if (isOutdated(memory, data, Date.now())) return null;
	const isPublishing =
		reason === 'publish' || (!memory.hasSettledBatch && !memory.stored && !('cursor' in data));
	const { items, failure } = await readNew(context, memory, data, reason !== 'start');
	if (failure) {
		// An error while n8n starts would keep the trigger from starting; one while the user publishes is what he has to see.
		const isSilent = reason === 'start' || items.length > 0;
		const when = isSilent ? 'never' : isPublishing ? 'always' : 'ifDue';
		const told = afterFailure(memory.failures, failure, Date.now(), when);
		memory.failures = told.failures;
		const errorOf = isPublishing ? publishErrorOf : nodeErrorOf;
		if (told.isReported) throw errorOf(context.getNode(), failure);
	} else {
		memory.failures = NONE;
	}
	if ('cursor' in data) memory.stored = { ...data };
	return items.length > 0 ? [items] : null;
}

/** Shows the newest records. Nothing is stored: the published workflow gets them as well. */
async function pollManually(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const setup = await setUp(context);
	if (!setup.ok) throw nodeErrorOf(context.getNode(), setup.failure);
	const { settings, source } = setup.value;
	const deadline = deadlineOf(context);
	const newest = await readNewest(
		source,
		settings.isWanted,
		Date.now(),
		() => Date.now() < deadline,
	);
	if (!newest.ok) throw nodeErrorOf(context.getNode(), newest.failure);
	return [itemsOf(newest.value, settings)];
}

/** Returns the new call records, or `null` if there are none. One poll at a time for each node. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await pollManually(context);
	const memory = memoryOf(context);
	if (memory.isPolling) return null;
	memory.isPolling = true;
	try {
		return await pollOnce(context, memory);
	} finally {
		memory.isPolling = false;
	}
}
