/** A pass of the record trigger over the call records of an invented provider. */
import type { IDataObject } from 'n8n-workflow';
import type { CallRecord } from '../../nodes/YunhuVoice/events/types';
import { type Cursor, startingAt } from '../../nodes/YunhuVoice/records/cursor';
import { Known } from '../../nodes/YunhuVoice/records/known';
import type { PassSettings } from '../../nodes/YunhuVoice/records/pass';
import { type Habits, InventedProvider } from './inventedProvider';
import { times } from './lists';
import { Random } from './random';

const SECOND_MS = 1_000;

/** The provider's time. */
export const NOON = Date.parse('2026-03-04T12:00:00Z');

export const cursorAt = (from: number): Cursor => ({ ...startingAt(from), known: new Known() });

const HABITS: Habits = {
	order: 'newestFirst',
	tellsTotal: true,
	tellsTime: true,
	rowsPerPage: 1000,
	failures: 0,
	requestMs: 100,
	endsCount: true,
};

export const providerWith = (habits: Partial<Habits> = {}): InventedProvider =>
	new InventedProvider(NOON, new Random(1), { ...HABITS, ...habits });

/** A trigger that is published for the first time. */
export const NEW_TRIGGER = {
	storedBefore: undefined,
	account: 'a',
	repeatsBatch: false,
	startFrom: undefined,
	mayFail: true,
};

export const settingsOf = (provider: InventedProvider, changes: Partial<PassSettings> = {}) => ({
	longestCallMs: 60 * 60 * SECOND_MS,
	maxRecords: 100_000,
	readWindow: provider.readWindow,
	// No more than a pass looks at: lists are long.
	toRecord: ({ id, starttime }: IDataObject) =>
		({ recordId: String(id), startedAt: `${String(starttime).replace(' ', 'T')}Z` }) as CallRecord,
	isWanted: () => true,
	now: () => provider.time,
	deadline: Infinity,
	...changes,
});

/** Calls of a second each, spread evenly over the time before noon. */
export function addCalls(provider: InventedProvider, count: number, ms: number): void {
	provider.calls = times(count, (id) => {
		const startedAt = NOON - ms + Math.floor((id * ms) / count);
		return { id: id + 1, startedAt, endedAt: startedAt + SECOND_MS, visibleAt: NOON };
	});
}

export const idsOf = (found: Array<{ row: IDataObject }>) => found.map(({ row }) => Number(row.id));
