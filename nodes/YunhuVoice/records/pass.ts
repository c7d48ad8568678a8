import type { IDataObject } from 'n8n-workflow';
import { byAge, type FoundRecord } from '../events/foundRecord';
import type { CallRecord } from '../events/types';
import type { Failure } from '../shared/result';
import { DAY_MS } from '../shared/time';
import { type Cursor, type Progress, startingAt } from './cursor';
import { Known } from './known';
import {
	FUTURE_MS,
	MOST_ROWS,
	OUT_OF_TIME,
	readStep,
	SHORTEST_STEP_MS,
	type StepSettings,
	TOO_FEW_ROWS,
} from './step';

const MINUTE_MS = 60_000;

/** For records that are written late, and clocks that differ. */
const MARGIN_MS = 15 * MINUTE_MS;

/** `from` is rounded down to it, so that most polls leave the stored cursor as it is. */
const GRID_MS = 5 * MINUTE_MS;

const LONGEST_STEP_MS = 7 * DAY_MS;

/** Start of the window to read next, once everything up to `moment` has been read. Milliseconds. */
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
	/** Where the next poll goes on. */
	progress: Progress;
	/** What this poll has read, wanted or not. */
	added: Known;
	/** The new records, oldest first. */
	found: FoundRecord[];
	/** Why the pass has ended before its time. What was found before counts all the same. */
	failure: Failure | undefined;
	/** Whether everything up to now has been read. */
	isComplete: boolean;
}

/** The length to try after a step with too many rows, or one that could not be read to its end. */
function shorter(from: number, to: number, now: number, total: number | undefined): number {
	// Hardly any rows are dated in the future: only the past part is divided.
	const span = Math.min(to, Math.max(now, from + SHORTEST_STEP_MS)) - from;
	const share = total === undefined ? 1 / 4 : Math.min(1 / 2, MOST_ROWS / 2 / total);
	return Math.max(SHORTEST_STEP_MS, Math.floor(span * share));
}

/**
 * Goes on with the pass: reads step by step until everything up to now is read, enough is found, or time is up. Whatever ends it,
 * the next poll goes on where this one has stopped, and nothing is found twice.
 */
export async function readPass(cursor: Cursor, settings: PassSettings): Promise<PassResult> {
	const { longestCallMs, maxRecords, now } = settings;
	const { known, ...progress } = cursor;
	const added = new Known();
	const found: FoundRecord[] = [];
	let incomplete: Failure | undefined;
	const isNew = (key: string) => !known.has(key) && !added.has(key);
	const startedAtOf = ({ startedAt }: CallRecord) =>
		startedAt === null ? now() : Date.parse(startedAt);
	const isWanted = (record: CallRecord) =>
		settings.isWanted(record) &&
		!(record.endedAt && progress.startAt && Date.parse(record.endedAt) < progress.startAt);
	const result = (failure = incomplete): PassResult => ({
		progress,
		added,
		found,
		failure,
		isComplete: false,
	});

	/** Takes the oldest of the wanted rows, and notes the others as read. Returns whether all of them were taken. */
	const takeOldest = (rows: Map<string, IDataObject>): boolean => {
		const wanted: Array<FoundRecord & { key: string }> = [];
		for (const [key, row] of rows) {
			const record = settings.toRecord(row);
			if (isWanted(record)) wanted.push({ record, row, key });
			else added.add(key, startedAtOf(record));
		}
		const room = maxRecords - found.length;
		for (const { record, row, key } of wanted.sort(byAge).slice(0, room)) {
			added.add(key, startedAtOf(record));
			found.push({ record, row });
		}
		return wanted.length <= room;
	};

	if (progress.passStartedAt === undefined) progress.position = progress.from;
	for (;;) {
		const end = Math.max(now() + FUTURE_MS, progress.position);
		const { position } = progress;
		const to = Math.min(end, position + (progress.stepMs ?? LONGEST_STEP_MS));
		const step = await readStep(position, to, isNew, settings);
		progress.passStartedAt ??= step.beganAt;
		if (progress.passStartedAt === undefined) return result(step.end as Failure);

		const isDivisible = to - position > SHORTEST_STEP_MS;
		if (isDivisible && (step.end === 'tooMany' || step.end === TOO_FEW_ROWS)) {
			progress.stepMs = shorter(position, to, now(), step.total);
			if (now() >= settings.deadline) return result();
			continue;
		}
		const tookAll = takeOldest(step.rows);
		if (step.end === OUT_OF_TIME) {
			// A step is read from its first page again: a long one would end at the same page in each poll.
			progress.stepMs = shorter(position, to, now(), undefined);
			return result();
		}
		// What is missing of one second can still come: until the window has left it, each pass reads it again.
		if (step.end === TOO_FEW_ROWS) incomplete = TOO_FEW_ROWS;
		else if (step.end !== 'read') return result(step.end as Failure);
		if (!tookAll) return result();

		progress.position = to;
		progress.from = Math.max(
			progress.from,
			Math.min(to, lookBack(progress.passStartedAt, longestCallMs)),
		);
		if (to === end) {
			// Between two passes only `from` counts.
			const atRest = startingAt(progress.from, progress.startAt);
			return { ...result(), progress: atRest, isComplete: true };
		}
		if (progress.stepMs !== undefined && step.rowsRead < MOST_ROWS / 4) progress.stepMs *= 2;
		if (found.length >= maxRecords || now() >= settings.deadline) return result();
	}
}
