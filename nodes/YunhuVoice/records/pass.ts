import type { IDataObject } from 'n8n-workflow';
import { byAge, type FoundRecord } from '../events/foundRecord';
import type { CallRecord } from '../events/types';
import type { Failure } from '../shared/result';
import { DAY_MS } from '../shared/time';
import { type Cursor, startingAt } from './cursor';
import { Known } from './known';
import { MOST_ROWS, OUT_OF_TIME, readStep, SHORTEST_STEP_MS, type StepSettings } from './step';

const MINUTE_MS = 60_000;

/** For records that are written late, and clocks that differ. */
const MARGIN_MS = 15 * MINUTE_MS;

/** The cursor moves in such steps: between them n8n has nothing to store. */
const GRID_MS = 5 * MINUTE_MS;

/** A call can be dated later than now if clocks or time zones differ. */
const FUTURE_MS = DAY_MS;

const LONGEST_STEP_MS = 7 * DAY_MS;

/** From when on records are read, if everything up to `moment` has been. */
export const lookBack = (moment: number, longestCallMs: number): number =>
	Math.floor((moment - longestCallMs - MARGIN_MS) / GRID_MS) * GRID_MS;

/** What a pass needs. */
export interface PassSettings extends StepSettings {
	longestCallMs: number;
	/** How many records are given at most. */
	maxRecords: number;
	toRecord: (row: IDataObject) => CallRecord;
	isWanted: (record: CallRecord) => boolean;
}

export interface PassResult {
	/** Where the next poll goes on. `known` holds what this one has added. */
	cursor: Cursor;
	/** The new records, oldest first. */
	found: FoundRecord[];
	/** Why the pass has ended before its time. What was found before counts all the same. */
	failure: Failure | undefined;
	/** Whether everything up to now has been read. */
	isComplete: boolean;
}

/** How long a step would have to be to hold fewer rows. */
function shorter(from: number, to: number, now: number, total: number | undefined): number {
	// There are hardly any rows after now.
	const span = Math.min(to, Math.max(now, from + SHORTEST_STEP_MS)) - from;
	const share = total === undefined ? 1 / 4 : Math.min(1 / 2, MOST_ROWS / 2 / total);
	return Math.max(SHORTEST_STEP_MS, Math.floor(span * share));
}

/**
 * Goes on with the pass: reads step by step until everything up to now is read, enough is found, or time is up. Whatever ends it,
 * the next poll goes on where this one has stopped, and nothing is found twice.
 */
export async function readPass(start: Cursor, settings: PassSettings): Promise<PassResult> {
	const { longestCallMs, maxRecords, now } = settings;
	const cursor: Cursor = { ...start, known: new Known() };
	const found: FoundRecord[] = [];
	const isNew = (key: string) => !start.known.has(key) && !cursor.known.has(key);
	const startedAtOf = ({ startedAt }: CallRecord) =>
		startedAt === null ? now() : Date.parse(startedAt);
	const isWanted = (record: CallRecord) =>
		settings.isWanted(record) &&
		!(record.endedAt && cursor.startAt && Date.parse(record.endedAt) < cursor.startAt);
	const result = (failure?: Failure, isComplete = false): PassResult => ({
		cursor,
		found,
		failure,
		isComplete,
	});

	/** Takes the oldest of the wanted rows, and notes the others as read. Returns whether all of them were taken. */
	const takeOldest = (rows: Map<string, IDataObject>): boolean => {
		const wanted: Array<FoundRecord & { key: string }> = [];
		for (const [key, row] of rows) {
			const record = settings.toRecord(row);
			if (isWanted(record)) wanted.push({ record, row, key });
			else cursor.known.add(key, startedAtOf(record));
		}
		const room = maxRecords - found.length;
		for (const { record, row, key } of wanted.sort(byAge).slice(0, room)) {
			cursor.known.add(key, startedAtOf(record));
			found.push({ record, row });
		}
		return wanted.length <= room;
	};

	if (cursor.passStartedAt === undefined) cursor.position = cursor.from;
	for (;;) {
		const end = Math.max(now() + FUTURE_MS, cursor.position);
		const { position } = cursor;
		const to = Math.min(end, position + (cursor.stepMs ?? LONGEST_STEP_MS));
		const step = await readStep(position, to, isNew, settings);
		cursor.passStartedAt ??= step.beganAt;
		if (cursor.passStartedAt === undefined) return result(step.end as Failure);
		if (step.end === 'tooMany') {
			cursor.stepMs = shorter(position, to, now(), step.total);
			if (now() >= settings.deadline) return result();
			continue;
		}

		const tookAll = takeOldest(step.rows);
		if (step.end === OUT_OF_TIME) {
			// Pages behind this one must have their turn.
			cursor.stepMs = shorter(position, to, now(), undefined);
			return result();
		}
		if (step.end !== 'read') return result(step.end);
		if (!tookAll) return result();

		cursor.position = to;
		cursor.from = Math.max(
			cursor.from,
			Math.min(to, lookBack(cursor.passStartedAt, longestCallMs)),
		);
		if (to === end) {
			// Between two passes only `from` counts, so that n8n has nothing to store where it has not moved.
			return {
				...result(undefined, true),
				cursor: { ...startingAt(cursor.from, cursor.startAt), known: cursor.known },
			};
		}
		if (cursor.stepMs !== undefined && step.rowsRead < MOST_ROWS / 4) cursor.stepMs *= 2;
		if (found.length >= maxRecords || now() >= settings.deadline) return result();
	}
}
