import type { IDataObject } from 'n8n-workflow';
import type { ReadPage } from '../../nodes/YunhuVoice/api/pages';
import { fail, type Failure, succeed } from '../../nodes/YunhuVoice/shared/result';
import type { Random } from './random';

const SECOND_MS = 1_000;
const FAILURE: Failure = { level: 'transport', code: 'TIMEOUT', message: 'm', advice: 'a' };

/** A call, and when its record can be read. Milliseconds. */
export interface InventedCall {
	id: number;
	startedAt: number;
	endedAt: number;
	visibleAt: number;
}

/** How a provider answers. */
export interface Habits {
	/** In which order rows are listed. */
	order: 'oldestFirst' | 'newestFirst' | 'byEnd';
	tellsTotal: boolean;
	tellsTime: boolean;
	rowsPerPage: number;
	/** How many of 100 requests fail. */
	failures: number;
	/** How much time a request takes. Milliseconds. */
	requestMs: number;
	/** Whether the ends of a window belong to it. */
	endsCount: boolean;
}

const stamp = (moment: number): string =>
	new Date(moment).toISOString().slice(0, 19).replace('T', ' ');

export const rowOf = ({ id, startedAt, endedAt }: InventedCall): IDataObject => ({
	id,
	starttime: stamp(startedAt),
	endtime: stamp(endedAt),
	destnumber: String(13_800_000_000 + id),
	billsec: Math.round((endedAt - startedAt) / SECOND_MS),
});

/** A provider with a clock of its own, which goes on with each request. */
export class InventedProvider {
	calls: InventedCall[] = [];

	constructor(
		/** The real time. Milliseconds. */
		public time: number,
		private readonly random: Random,
		public habits: Habits,
	) {}

	private sorted(calls: InventedCall[]): InventedCall[] {
		const { order } = this.habits;
		const rank = ({ startedAt, endedAt, id }: InventedCall) =>
			(order === 'byEnd' ? endedAt : startedAt) * 1_000 + (id % 1_000);
		const sorted = calls.sort((one, other) => rank(one) - rank(other));
		return order === 'newestFirst' ? sorted.reverse() : sorted;
	}

	/** As the trigger reads it: by whole seconds, with a second more at each end. */
	readWindow =
		(from: number, to: number): ReadPage =>
		async (page, perPage) => {
			this.time += this.habits.requestMs;
			if (this.random.chance(this.habits.failures)) return fail(FAILURE);
			const { rowsPerPage, tellsTotal, tellsTime, endsCount } = this.habits;
			const first = Math.floor((from - SECOND_MS) / SECOND_MS) * SECOND_MS;
			const last = Math.floor((to + SECOND_MS) / SECOND_MS) * SECOND_MS;
			const inside = this.calls.filter(({ startedAt, visibleAt }) => {
				const second = Math.floor(startedAt / SECOND_MS) * SECOND_MS;
				const isInside = endsCount
					? second >= first && second <= last
					: second > first && second < last;
				return isInside && visibleAt <= this.time;
			});
			const all = this.sorted(inside);
			const size = Math.min(perPage, rowsPerPage);
			return succeed({
				rows: all.slice((page - 1) * size, page * size).map(rowOf),
				total: tellsTotal ? all.length : undefined,
				perPage: size,
				answeredAt: tellsTime ? Math.floor(this.time / SECOND_MS) * SECOND_MS : undefined,
			});
		};
}
