import type { IDataObject } from 'n8n-workflow';
import { normalizeRecord } from '../../../nodes/YunhuVoice/events/normalize';
import { advance } from '../../../nodes/YunhuVoice/records/advance';
import { type Habits, InventedProvider } from '../../support/inventedProvider';
import { times } from '../../support/lists';
import { Random } from '../../support/random';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LONGEST_CALL = HOUR;
const NOON = Date.parse('2026-03-04T12:00:00Z');

/** What can go wrong around the trigger. */
interface Troubles {
	/** Whether n8n commits cursor and execution together. */
	isDurable: boolean;
	/** How many of 100 polls end in a crash of n8n. */
	crashes: number;
	/** How many of 100 polls are preceded by an outage of up to five hours. */
	outages: number;
	/** How far the clock of n8n can be off. Milliseconds. */
	clockErrorMs: number;
	maxRecords: number;
	/** How many of 100 polls follow a new publication, in the same process. */
	publications: number;
	/** How many of 100 polls n8n fails to save the cursor of, without a crash. */
	failedStores: number;
}

/** n8n around the trigger: what it has stored, what one process knows, and what it has started. */
class InventedN8n {
	private saved = '{}';
	private live: IDataObject = {};
	/** What the process knows. */
	private hasPolled = false;
	private storedBefore: IDataObject | undefined;
	private clockError = 0;
	private lastBatch: number[] = [];
	private unsaved: number[] = [];
	/** The records of all executions that n8n has stored. */
	readonly given: number[] = [];
	/** The records that may come again, once for each entry. */
	readonly mayComeAgain: number[] = [];

	constructor(
		private readonly provider: InventedProvider,
		private readonly random: Random,
		readonly troubles: Troubles,
	) {}

	private restart(): void {
		this.mayComeAgain.push(...this.lastBatch, ...this.unsaved);
		this.unsaved = [];
		this.live = JSON.parse(this.saved) as IDataObject;
		this.hasPolled = false;
		this.storedBefore = undefined;
	}

	async poll(): Promise<void> {
		const { isDurable, crashes, outages, publications, clockErrorMs, maxRecords, failedStores } =
			this.troubles;
		const { random, provider } = this;
		if (random.chance(outages)) {
			provider.time += random.between(0, 5 * HOUR);
			this.restart();
		}
		if (random.chance(publications)) this.live = JSON.parse(this.saved) as IDataObject;
		if (random.chance(5)) this.clockError = random.between(-clockErrorMs, clockErrorMs);
		if (isDurable) this.live = JSON.parse(this.saved) as IDataObject;
		const crashesWhilePolling = random.chance(crashes / 2);
		const now = () => provider.time + this.clockError;
		const polled = await advance({
			data: this.live,
			storedBefore: this.storedBefore,
			account: 'a',
			repeatsBatch: !this.hasPolled && !isDurable,
			startFrom: undefined,
			mayFail: this.saved === '{}',
			longestCallMs: LONGEST_CALL,
			maxRecords,
			readWindow: provider.readWindow,
			toRecord: (row) => normalizeRecord(row, 'UTC', 'query'),
			isWanted: () => true,
			now,
			deadline: now() + 30 * SECOND,
		});
		if (crashesWhilePolling) return this.restart();
		if (!polled.ok) return;
		this.storedBefore = structuredClone(this.live);
		const isFirst = this.saved === '{}';
		this.hasPolled = true;
		const batch = polled.value.found.map(({ record }) => Number(record.recordId));
		const isCrashing = random.chance(crashes / 2);
		if (isDurable) {
			if (!isCrashing) {
				this.saved = JSON.stringify(this.live);
				this.given.push(...batch);
			} else this.restart();
			return;
		}
		if (isFirst) this.saved = JSON.stringify(this.live);
		if (batch.length === 0) return isCrashing ? this.restart() : undefined;
		const savesCursor = !isCrashing || random.chance(50);
		if (!isCrashing || random.chance(50)) this.given.push(...batch);
		if (savesCursor && !random.chance(failedStores)) {
			this.saved = JSON.stringify(this.live);
			this.lastBatch = batch;
			this.unsaved = [];
		} else this.unsaved.push(...batch);
		if (isCrashing) this.restart();
	}
}

/** Calls that begin during some hours, some of them in the same second, whose records come when they end, or later. */
function addCalls(provider: InventedProvider, random: Random, count: number, hours: number): void {
	let startedAt = 0;
	for (let index = 0; index < count; index++) {
		const isSameSecond = index > 0 && random.chance(20);
		if (!isSameSecond) startedAt = provider.time - HOUR + random.between(0, hours * HOUR);
		const lengthMs = random.between(0, random.chance(10) ? LONGEST_CALL : 5 * MINUTE);
		const endedAt = startedAt + lengthMs;
		const delay = random.chance(20) ? random.between(0, LONGEST_CALL - lengthMs) : 0;
		const isDescending = random.chance(30);
		provider.calls.push({
			id: isDescending ? 1_000_000 - index : index + 1,
			startedAt,
			endedAt,
			visibleAt: endedAt + delay,
		});
	}
}

/** Plays some hours, then a quiet end, and returns what has come. */
async function play(seed: number, settings: Partial<Troubles>, habits: Partial<Habits> = {}) {
	const random = new Random(seed);
	const provider = new InventedProvider(NOON, random, {
		order: random.oneOf(['oldestFirst', 'newestFirst', 'byEnd'] as const),
		tellsTotal: random.chance(70),
		tellsTime: true,
		rowsPerPage: random.oneOf([7, 50, 1000] as const),
		failures: random.oneOf([0, 5, 20] as const),
		requestMs: random.oneOf([50, 2_000] as const),
		endsCount: random.chance(50),
		...habits,
	});
	const quiet = { crashes: 0, outages: 0, publications: 0, clockErrorMs: 0, failedStores: 0 };
	const isDurable = settings.isDurable ?? false;
	const n8n = new InventedN8n(provider, random, { maxRecords: 1_000, isDurable, ...quiet });
	addCalls(provider, random, random.between(20, 300), 8);
	const visibleAt = (time: number) =>
		provider.calls.filter((call) => call.visibleAt <= time).map(({ id }) => id);
	const known = new Set(visibleAt(NOON));
	// If the first poll of all fails, the workflow is not published.
	const { failures } = provider.habits;
	provider.habits.failures = 0;
	await n8n.poll();
	provider.habits.failures = failures;
	// What was written while it ran may count as known or as new.
	const decided = new Set([...known, ...visibleAt(provider.time)]);
	Object.assign(n8n.troubles, settings);
	while (provider.time < NOON + 10 * HOUR) {
		provider.time += random.between(1, 10) * MINUTE;
		await n8n.poll();
	}
	provider.habits.failures = 0;
	Object.assign(n8n.troubles, quiet);
	for (let index = 0; index < 60; index++) {
		provider.time += MINUTE;
		await n8n.poll();
	}
	const counts = new Map<number, number>();
	for (const id of n8n.given) counts.set(id, (counts.get(id) ?? 0) + 1);
	const allowed = new Map<number, number>();
	for (const id of n8n.mayComeAgain) allowed.set(id, (allowed.get(id) ?? 0) + 1);
	const ids = provider.calls.map(({ id }) => id);
	const given = [...counts.keys()];
	return {
		missing: ids.filter((id) => !decided.has(id) && !counts.has(id)),
		doubled: given.filter((id) => counts.get(id)! > 1 + (allowed.get(id) ?? 0)),
		twice: given.filter((id) => counts.get(id)! > 1),
		tooEarly: given.filter((id) => known.has(id)),
	};
}

const SEEDS = times(25, (index) => index + 1);

const ONCE = { missing: [], doubled: [], tooEarly: [], twice: [] };

describe.each(SEEDS)('a provider of any habits, case %d', (seed) => {
	it('gives each record once while nothing crashes', async () => {
		expect(await play(seed, { maxRecords: 1_000 })).toMatchObject(ONCE);
	});

	it('gives each record once, a few at a time', async () => {
		expect(await play(seed, { maxRecords: 7 }, { failures: 5 })).toMatchObject(ONCE);
	});

	it('gives each record once however often the workflow is published', async () => {
		expect(await play(seed, { publications: 20, maxRecords: 30 })).toMatchObject(ONCE);
	});

	it('loses none in crashes and outages, and repeats no more than the last batch', async () => {
		const played = await play(seed, { crashes: 20, outages: 3, publications: 5, maxRecords: 30 });
		expect(played).toMatchObject({ missing: [], doubled: [], tooEarly: [] });
	});

	it('loses none if n8n could not save the cursor', async () => {
		const played = await play(seed, { crashes: 20, failedStores: 30, maxRecords: 30 });
		expect(played).toMatchObject({ missing: [], doubled: [], tooEarly: [] });
	});

	it('gives each record exactly once with durable cursors, whatever crashes', async () => {
		const troubles = {
			isDurable: true,
			crashes: 30,
			outages: 5,
			publications: 5,
			maxRecords: 30,
		};
		expect(await play(seed, troubles)).toMatchObject(ONCE);
	});

	it('does not mind a wrong clock in n8n while the provider tells the time', async () => {
		expect(await play(seed, { clockErrorMs: 20 * HOUR })).toMatchObject(ONCE);
	});

	it('does not mind a clock that is some minutes off where the provider does not', async () => {
		const played = await play(seed, { clockErrorMs: 7 * MINUTE }, { tellsTime: false });
		expect(played).toMatchObject(ONCE);
	});
});
