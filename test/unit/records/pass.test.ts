import type { IDataObject } from 'n8n-workflow';
import type { ReadPage } from '../../../nodes/YunhuVoice/api/pages';
import { normalizeRecord } from '../../../nodes/YunhuVoice/events/normalize';
import { advance } from '../../../nodes/YunhuVoice/records/advance';
import { readPass } from '../../../nodes/YunhuVoice/records/pass';
import { succeed } from '../../../nodes/YunhuVoice/shared/result';
import { toProviderTime } from '../../../nodes/YunhuVoice/shared/time';
import { rowOf } from '../../support/inventedProvider';
import { times } from '../../support/lists';
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

it('leaves n8n nothing to store while the window has not moved', async () => {
	const provider = providerWith();
	const data: IDataObject = {};
	const poll = async () => await advance({ ...settingsOf(provider), ...NEW_TRIGGER, data });
	await poll();
	const before = JSON.stringify(data);
	provider.time += MINUTE;
	await poll();
	expect(JSON.stringify(data)).toBe(before);
	provider.time += 5 * MINUTE;
	await poll();
	expect(JSON.stringify(data)).not.toBe(before);
});

it('reads a quiet month a week at a time', async () => {
	const provider = providerWith();
	const windows: number[] = [];
	const readWindow = (from: number, to: number): ReadPage => {
		windows.push((to - from) / (24 * HOUR));
		return provider.readWindow(from, to);
	};
	await readPass(cursorAt(NOON - 30 * 24 * HOUR), settingsOf(provider, { readWindow }));
	// The last one ends a day after the present.
	expect(windows.map(Math.round)).toEqual([7, 7, 7, 7, 3]);
});

describe('a window with too many rows', () => {
	/** The windows that a pass over one hour asks for, in milliseconds, until `deadline`. */
	async function windowsOf(tellsTotal: boolean, deadline: number): Promise<number[]> {
		const provider = providerWith({ tellsTotal });
		addCalls(provider, 40_000, HOUR);
		const windows: number[] = [];
		const readWindow = (from: number, to: number): ReadPage => {
			windows.push(to - from);
			return provider.readWindow(from, to);
		};
		await readPass(cursorAt(NOON - HOUR), settingsOf(provider, { readWindow, deadline }));
		return windows;
	}

	it.each([
		['half of what can be held, if the total is known', true, HOUR / 8],
		['a quarter, if it is not', false, HOUR / 4],
	])('is shortened to %s', async (_, tellsTotal, expected) => {
		const [, shortened] = await windowsOf(tellsTotal, NOON + 2 * SECOND);
		// A pass takes some seconds.
		expect(Math.abs(shortened! - expected)).toBeLessThan(5 * SECOND);
	});

	it('makes the next ones as short, and longer again where there are few rows', async () => {
		const provider = providerWith();
		addCalls(provider, 12_000, HOUR);
		for (const call of provider.calls) call.startedAt -= 9 * HOUR;
		const windows: number[] = [];
		const readWindow = (from: number, to: number): ReadPage => {
			windows.push(to - from);
			return provider.readWindow(from, to);
		};
		await readPass(cursorAt(NOON - 10 * HOUR), settingsOf(provider, { readWindow }));
		// Three times 5/12 of the 10 hours make 43 minutes. Two such windows have rows, the next has none.
		const [first] = windows.slice(3);
		expect(first! / MINUTE).toBeCloseTo(43.4, 0);
		expect(windows.slice(4, 8).map((ms) => ms / first!)).toEqual([1, 1, 2, 4]);
	});

	it('is not asked for again when time is up', async () => {
		expect(await windowsOf(true, NOON)).toHaveLength(1);
	});
});

describe('a provider that cannot be trusted', () => {
	it('may have one page alone: shorter windows show the rest', async () => {
		const provider = providerWith();
		addCalls(provider, 1_500, HOUR);
		const readWindow =
			(from: number, to: number): ReadPage =>
			async (_page, perPage) =>
				await provider.readWindow(from, to)(1, perPage);
		const { found, failure } = await readPass(
			cursorAt(NOON - 2 * HOUR),
			settingsOf(provider, { readWindow }),
		);
		expect([found.length, failure]).toEqual([1_500, undefined]);
	});

	it('may list rows that look alike on two pages', async () => {
		const provider = providerWith({ order: 'oldestFirst' });
		addCalls(provider, 1_002, HOUR);
		provider.calls[1_000] = { ...provider.calls[999]! };
		const { found, failure, isComplete } = await readPass(
			cursorAt(NOON - 2 * HOUR),
			settingsOf(provider),
		);
		expect([found.length, failure, isComplete]).toEqual([1_001, undefined, true]);
	});

	it('may count more rows of a second than it lists: it says so, and goes on', async () => {
		const provider = providerWith();
		addCalls(provider, 10, HOUR);
		const second = provider.calls[4]!.startedAt;
		const readWindow =
			(from: number, to: number): ReadPage =>
			async (page, perPage) => {
				const answer = await provider.readWindow(from, to)(page, perPage);
				const isThere = from <= second + SECOND && to >= second - SECOND;
				return answer.ok && isThere
					? succeed({ ...answer.value, total: answer.value.total! + 1 })
					: answer;
			};
		const start = cursorAt(NOON - 2 * HOUR);
		const pass = await readPass(start, settingsOf(provider, { readWindow }));
		expect(pass.failure).toEqual({
			level: 'transport',
			code: 'LIST_INCOMPLETE',
			message: 'Yunhu lists fewer call records than it says there are',
			advice: expect.stringMatching(/^Wait for the next polls\. .*contact Yunhu Technology/),
			isTransient: true,
		});
		expect([pass.found.length, pass.isComplete]).toEqual([10, true]);
	});

	it('may repeat a row without an end', async () => {
		const provider = providerWith();
		const same = { ...rowOf({ id: 1, startedAt: NOON, endedAt: NOON, visibleAt: NOON }), id: '' };
		const readWindow = () => async () =>
			succeed({ rows: [same, same], total: undefined, perPage: 2 });
		const settings = settingsOf(provider, { readWindow: readWindow as never });
		const { found, isComplete } = await readPass(cursorAt(NOON - HOUR), settings);
		expect([found.length, isComplete]).toEqual([1, true]);
	});
});

it('gives every call once over the night on which clocks are set back', async () => {
	const zone = 'America/New_York';
	const before = Date.parse('2026-11-01T03:00:00Z');
	const calls = times(8 * 60, (id) => ({ id, at: before + id * MINUTE }));
	let time = before;
	const row = ({ id, at }: { id: number; at: number }): IDataObject => ({
		id,
		starttime: toProviderTime(at, zone),
		destnumber: '1',
	});
	const readWindow =
		(from: number, to: number): ReadPage =>
		async (page, perPage) => {
			const [first, last] = [from, to].map((moment) => toProviderTime(moment, zone)) as [
				string,
				string,
			];
			// A record comes half an hour after its call has started.
			const rows = calls
				.filter(({ at }) => at + 30 * MINUTE <= time)
				.map(row)
				.filter(({ starttime }) => String(starttime) >= first && String(starttime) <= last);
			return succeed({
				rows: rows.slice((page - 1) * perPage, page * perPage),
				total: rows.length,
				perPage,
				answeredAt: time,
			});
		};
	const data: IDataObject = {};
	const given: number[] = [];
	for (; time < before + 10 * HOUR; time += 3 * MINUTE) {
		const polled = await advance({
			...NEW_TRIGGER,
			data,
			longestCallMs: HOUR,
			maxRecords: 1_000,
			readWindow,
			toRecord: (written) => normalizeRecord(written, zone, 'query'),
			isWanted: () => true,
			now: () => time,
			deadline: Infinity,
		});
		if (polled.ok) given.push(...idsOf(polled.value.found));
	}
	expect([...given].sort((one, other) => one - other)).toEqual(calls.map(({ id }) => id));
});
