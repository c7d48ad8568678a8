import type { IDataObject } from 'n8n-workflow';
import {
	type Change,
	type Cursor,
	type Progress,
	readCursor,
	startingAt,
	storeCursor,
	storedAtOf,
} from '../../../nodes/YunhuVoice/records/cursor';
import { Known } from '../../../nodes/YunhuVoice/records/known';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const HOUR = 3_600_000;

const knownOf = (...keys: string[]): Known => {
	const known = new Known();
	for (const key of keys) known.add(key, NOON);
	return known;
};

const FIRST = 'first-0001';
const SECOND = 'second-001';

const cursorAt = (from: number, ...keys: string[]): Cursor => ({
	...startingAt(from),
	known: knownOf(...keys),
});

/** Stores what a poll changes, and reads it as n8n keeps it. */
function stored(data: IDataObject, after: Progress, changes: Partial<Change> = {}): IDataObject {
	const change = { account: 'a', before: cursorAt(NOON), added: new Known(), now: NOON };
	storeCursor(data, { ...change, after, givesRecords: false, ...changes });
	return JSON.parse(JSON.stringify(data)) as IDataObject;
}

/** What a process reads that finds a batch that was given. */
function readGiven(repeatsBatch: boolean): Cursor {
	const batch = { before: cursorAt(NOON, FIRST), added: knownOf(SECOND), givesRecords: true };
	return readCursor(stored({}, startingAt(NOON + 1), batch), 'a', repeatsBatch)!;
}

it('counts a batch as given when the process is still there', () => {
	const { from, known } = readGiven(false);
	expect([from, known.has(FIRST), known.has(SECOND)]).toEqual([NOON + 1, true, true]);
});

it('goes back to before the batch when nobody knows what became of it', () => {
	const { from, known } = readGiven(true);
	expect([from, known.has(FIRST), known.has(SECOND)]).toEqual([NOON, true, false]);
});

it('knows the records of an hour and two seconds before it, and no older ones', () => {
	const hasFirst = (from: number): boolean => {
		const data = stored({}, startingAt(from), { before: cursorAt(NOON, FIRST) });
		return readCursor(data, 'a', false)!.known.has(FIRST);
	};
	expect(hasFirst(NOON + HOUR + 61_999)).toBe(true);
	expect(hasFirst(NOON + HOUR + 62_000)).toBe(false);
});

it('keeps every field', () => {
	const progress: Progress = {
		from: NOON,
		position: NOON + 1,
		passStartedAt: NOON + 2,
		stepMs: 3,
		startAt: NOON - 4,
	};
	const cursor = readCursor(stored({}, progress), 'a', true);
	expect(cursor).toEqual({ ...progress, known: new Known() });
});

it('drops a batch that is done', () => {
	const data: IDataObject = {};
	stored(data, startingAt(NOON + 1), { givesRecords: true });
	stored(data, startingAt(NOON + 2), { before: cursorAt(NOON + 1) });
	expect(Object.keys(data).sort()).toEqual(['account', 'cursor', 'storedAt']);
	expect(readCursor(data, 'a', true)?.from).toBe(NOON + 2);
});

it('writes nothing where nothing has changed', () => {
	const data: IDataObject = {};
	const before = JSON.stringify(stored(data, startingAt(NOON)));
	expect(JSON.stringify(stored(data, startingAt(NOON), { now: NOON + 1 }))).toBe(before);
	expect(storedAtOf(stored(data, startingAt(NOON + 1), { now: NOON + 1 }), 'a')).toBe(NOON + 1);
});

it('is of no use for another account', () => {
	const data = stored({}, startingAt(NOON));
	expect(readCursor(data, 'b', false)).toBeUndefined();
	expect([storedAtOf(data, 'b'), storedAtOf(data, 'a')]).toEqual([undefined, NOON]);
});

it.each([
	['nothing', {}],
	['something else', { account: 'a', cursor: 'text' }],
	['no time', { account: 'a', cursor: { from: 'yesterday' } }],
])('reads no cursor from %s', (_, data) => {
	expect(readCursor(data as IDataObject, 'a', false)).toBeUndefined();
});

it('reads what it can of a cursor that is damaged', () => {
	const data = { account: 'a', cursor: { from: NOON, position: 'x', known: 5 } };
	expect(readCursor(data, 'a', false)).toEqual(cursorAt(NOON));
});

it('remembers records for an hour longer than it asks for them: at the end of summer time an hour comes twice', () => {
	const before = cursorAt(NOON);
	before.known.add(FIRST, NOON - HOUR);
	before.known.add(SECOND, NOON - HOUR - 63_000);
	const { known } = readCursor(stored({}, startingAt(NOON), { before }), 'a', false)!;
	expect([known.has(FIRST), known.has(SECOND)]).toEqual([true, false]);
});
