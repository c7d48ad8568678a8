import type { IDataObject } from 'n8n-workflow';
import { normalizeRecord } from '../../../nodes/YunhuVoice/events/normalize';
import { advance, type AdvanceSettings } from '../../../nodes/YunhuVoice/records/advance';
import { readPass } from '../../../nodes/YunhuVoice/records/pass';
import { fail, type Failure } from '../../../nodes/YunhuVoice/shared/result';
import type { InventedProvider } from '../../support/inventedProvider';
import {
	NEW_TRIGGER,
	NOON,
	addCalls,
	cursorAt,
	idsOf,
	providerWith,
	settingsOf,
} from '../../support/passes';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const OFFLINE: Failure = { level: 'transport', code: 'TIMEOUT', message: 'm', advice: 'a' };

/** The settings of a poll. Each record has its times, as the trigger reads them. */
const pollOf = (
	provider: InventedProvider,
	data: IDataObject,
	changes: Partial<AdvanceSettings> = {},
): AdvanceSettings => ({
	...settingsOf(provider),
	...NEW_TRIGGER,
	toRecord: (row) => normalizeRecord(row, 'UTC', 'query'),
	data,
	...changes,
});

/** The ids that a poll gives, or why it failed. */
async function poll(
	provider: InventedProvider,
	data: IDataObject,
	changes: Partial<AdvanceSettings> = {},
): Promise<number[] | Failure> {
	const polled = await advance(pollOf(provider, data, changes));
	return polled.ok ? idsOf(polled.value.found) : polled.failure;
}

/** A call that ended at a moment, and whose record can be read since. */
function addCall(provider: InventedProvider, id: number, endedAt: number, lasts = SECOND): void {
	provider.calls.push({ id, startedAt: endedAt - lasts, endedAt, visibleAt: endedAt });
}

describe('the first poll', () => {
	it('gives nothing that is there already; later ones give what comes', async () => {
		const provider = providerWith();
		addCall(provider, 1, NOON - MINUTE);
		const data: IDataObject = {};
		expect(await poll(provider, data)).toEqual([]);
		addCall(provider, 2, NOON + MINUTE, 10 * MINUTE);
		provider.time = NOON + 2 * MINUTE;
		expect(await poll(provider, data)).toEqual([2]);
		expect(await poll(provider, data)).toEqual([]);
	});

	it('with Start From gives calls that ended at that moment or later', async () => {
		const provider = providerWith();
		const startFrom = NOON - 10 * MINUTE;
		addCall(provider, 1, startFrom - SECOND);
		addCall(provider, 2, startFrom, HOUR);
		addCall(provider, 3, startFrom + SECOND);
		expect(await poll(provider, {}, { startFrom })).toEqual([2, 3]);
	});

	const offline = { readWindow: () => async () => await Promise.resolve(fail(OFFLINE)) };

	it('fails if it may, and stores nothing', async () => {
		const data: IDataObject = {};
		expect(await poll(providerWith(), data, offline)).toEqual(OFFLINE);
		expect(data).toEqual({});
	});

	it('if it must not fail, counts calls that end from then on', async () => {
		const provider = providerWith();
		const data: IDataObject = {};
		expect(await poll(provider, data, { ...offline, mayFail: false })).toEqual([]);
		addCall(provider, 1, NOON - SECOND);
		addCall(provider, 2, NOON + MINUTE, 5 * MINUTE);
		provider.time = NOON + 2 * MINUTE;
		expect(await poll(provider, data)).toEqual([2]);
	});

	it.each([true, false])('that runs out of time does not fail (may fail: %j)', async (mayFail) => {
		const provider = providerWith({ requestMs: 10 * SECOND });
		addCalls(provider, 3_000, 30 * MINUTE);
		provider.time = NOON + MINUTE;
		expect(await poll(provider, {}, { mayFail, deadline: provider.time + SECOND })).toEqual([]);
	});
});

describe('a batch of records', () => {
	/** A trigger that has given call 1, and its data from before and after that. */
	async function given() {
		const provider = providerWith();
		const data: IDataObject = {};
		await poll(provider, data);
		const before = structuredClone(data);
		provider.time += MINUTE;
		addCall(provider, 1, NOON + SECOND);
		expect(await poll(provider, data)).toEqual([1]);
		return { provider, before, after: data };
	}

	it('is given once while the process is there', async () => {
		const { provider, after } = await given();
		expect(await poll(provider, after, { storedBefore: structuredClone(after) })).toEqual([]);
	});

	it.each([{}, 'older'])('is given again when n8n hands out %j data', async (handedOut) => {
		const { provider, before, after } = await given();
		const data = handedOut === 'older' ? before : {};
		expect(await poll(provider, data, { storedBefore: after })).toEqual([1]);
	});

	it('does not hold up a poll that gives none', async () => {
		const { provider, after } = await given();
		expect(after).toHaveProperty('afterBatch');
		await poll(provider, after);
		expect(after).not.toHaveProperty('afterBatch');
	});
});

describe('a pass', () => {
	it('leaves out records that are not wanted, and does not ask again', async () => {
		const provider = providerWith();
		addCall(provider, 1, NOON - MINUTE);
		addCall(provider, 2, NOON - SECOND);
		const settings = pollOf(provider, {}, { isWanted: ({ recordId }) => recordId === '2' });
		const { found, added } = await readPass(cursorAt(NOON - HOUR), settings);
		expect(idsOf(found)).toEqual([2]);
		const known = { ...cursorAt(NOON - HOUR), known: added };
		const again = await readPass(known, pollOf(provider, {}));
		expect(idsOf(again.found)).toEqual([]);
	});

	it('ends between two windows when time is up', async () => {
		const provider = providerWith({ requestMs: MINUTE });
		const windows: number[] = [];
		const readWindow: AdvanceSettings['readWindow'] = (from, to) => {
			windows.push(from);
			return provider.readWindow(from, to);
		};
		const start = cursorAt(NOON - 30 * 24 * HOUR);
		const settings = pollOf(provider, {}, { readWindow, deadline: NOON + MINUTE });
		const { isComplete, progress } = await readPass(start, settings);
		expect([isComplete, windows.length]).toEqual([false, 1]);
		expect(progress.position).toBeGreaterThan(start.from);
	});

	/** Five calls, one a minute. */
	function withCalls(): InventedProvider {
		const provider = providerWith();
		for (let id = 1; id <= 5; id++) addCall(provider, id, NOON - (6 - id) * MINUTE);
		return provider;
	}

	it('gives the oldest records first, and no more at once than it may', async () => {
		const provider = withCalls();
		const data: IDataObject = {};
		const settings = { startFrom: NOON - HOUR, maxRecords: 2 };
		const given = [];
		for (let polls = 0; polls < 4; polls++) given.push(await poll(provider, data, settings));
		expect(given).toEqual([[1, 2], [3, 4], [5], []]);
	});

	it('is complete with exactly as many records as it may give', async () => {
		const settings = pollOf(withCalls(), {}, { maxRecords: 5 });
		const { isComplete } = await readPass(cursorAt(NOON - HOUR), settings);
		expect(isComplete).toBe(true);
	});

	it('reads no further window once it has as many records as it may give', async () => {
		const provider = providerWith();
		const start = cursorAt(NOON - 30 * 24 * HOUR);
		addCall(provider, 1, start.from + HOUR);
		const settings = pollOf(provider, {}, { maxRecords: 1 });
		const { found, progress } = await readPass(start, settings);
		expect(idsOf(found)).toEqual([1]);
		expect(progress.position).toBe(start.from + 7 * 24 * HOUR);
	});

	it('counts a call without a start as one of the present', async () => {
		const settings = pollOf(
			withCalls(),
			{},
			{
				toRecord: (row) => ({ ...normalizeRecord(row, 'UTC', 'query'), startedAt: null }),
			},
		);
		const { added } = await readPass(cursorAt(NOON - HOUR), settings);
		added.forgetBefore(NOON);
		const known = { ...cursorAt(NOON - HOUR), known: added };
		expect(idsOf((await readPass(known, settings)).found)).toEqual([]);
	});
});
