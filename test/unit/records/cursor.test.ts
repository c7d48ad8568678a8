import type { IDataObject } from 'n8n-workflow';
import {
	type Cursor,
	readCursor,
	startingAt,
	storeCursor,
} from '../../../nodes/YunhuVoice/records/cursor';
import { Known } from '../../../nodes/YunhuVoice/records/known';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const HOUR = 3_600_000;

const knowing = (cursor: Cursor, ...keys: string[]): Cursor => {
	const known = new Known();
	for (const key of keys) known.add(key, NOON);
	return { ...cursor, known };
};

const FIRST = 'first-0001';
const SECOND = 'second-001';

/** What a process reads that finds a batch that was given. */
function readGiven(again: boolean) {
	const data: IDataObject = {};
	const before = knowing(startingAt(NOON), FIRST);
	storeCursor(data, 'a', before, knowing(startingAt(NOON + 1), SECOND), true);
	return readCursor(JSON.parse(JSON.stringify(data)) as IDataObject, 'a', again)!;
}

it('counts a batch as given when the process is still there', () => {
	const { from, known } = readGiven(false);
	expect([from, known.has(FIRST), known.has(SECOND)]).toEqual([NOON + 1, true, true]);
});

it('goes back to before the batch when nobody knows what became of it', () => {
	const { from, known } = readGiven(true);
	expect([from, known.has(FIRST), known.has(SECOND)]).toEqual([NOON, true, false]);
});

it('keeps every field', () => {
	const cursor: Cursor = {
		from: NOON,
		position: NOON + 1,
		passStartedAt: NOON + 2,
		stepMs: 3,
		startAt: NOON - 4,
		known: new Known(),
	};
	const data: IDataObject = {};
	storeCursor(data, 'a', startingAt(NOON), cursor, false);
	expect(readCursor(JSON.parse(JSON.stringify(data)) as IDataObject, 'a', true)).toEqual(cursor);
});

it('drops a batch that is done', () => {
	const data: IDataObject = {};
	storeCursor(data, 'a', startingAt(NOON), startingAt(NOON + 1), true);
	storeCursor(data, 'a', startingAt(NOON + 1), startingAt(NOON + 2), false);
	expect(Object.keys(data)).toEqual(['account', 'cursor']);
	expect(readCursor(data, 'a', true)?.from).toBe(NOON + 2);
});

it('is of no use for another account', () => {
	const data: IDataObject = {};
	storeCursor(data, 'a', startingAt(NOON), startingAt(NOON), false);
	expect(readCursor(data, 'b', false)).toBeUndefined();
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
	expect(readCursor(data, 'a', false)).toEqual(startingAt(NOON));
});

it('remembers records for an hour longer than it asks for them: at the end of summer time an hour comes twice', () => {
	const before = startingAt(NOON);
	before.known.add(FIRST, NOON - HOUR);
	before.known.add(SECOND, NOON - HOUR - 63_000);
	const data: IDataObject = {};
	storeCursor(data, 'a', before, startingAt(NOON), false);
	const { known } = readCursor(data, 'a', false)!;
	expect([known.has(FIRST), known.has(SECOND)]).toEqual([true, false]);
});
