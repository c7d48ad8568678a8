import { ListOnLines } from '../../support/examples/lines';
import type { Stage } from '../../support/examples/stage';
import { times } from '../../support/lists';
import { tally } from '../../support/statistics';
import { ALLOWED } from './round';

const PEOPLE_PER_MINUTE = 8;
const ATTEMPTS = 2;
const LINES = 3;
const TICK_SECONDS = 10;
/** A call whose callbacks are lost is looked up after minutes. */
const END_TIMEOUT_MS = 600_000;

/** The example "Call a list on lines", which calls people of its own all the time. */
export class SoakLines {
	private constructor(
		private readonly stage: Stage,
		private readonly list: ListOnLines,
		private readonly numbers: Set<string>,
	) {}

	static async start(stage: Stage, minutes: number): Promise<SoakLines> {
		const numbers = times(
			Math.ceil(PEOPLE_PER_MINUTE * minutes),
			// The last two digits select the outcome of the call.
			(n) => `${ALLOWED}8${String(n).padStart(5, '0')}0${1 + (n % 7)}`,
		);
		const people = numbers.map((number) => ({ name: `Person ${number}`, number }));
		const list = await ListOnLines.start(stage, people, {
			seconds: TICK_SECONDS,
			settings: {
				lines: String(LINES),
				attempts: String(ATTEMPTS),
				pauseBusyMinutes: '0.5',
				pauseNoAnswerMinutes: '0.5',
				pauseOtherMinutes: '0.5',
				longestCallMinutes: '2',
				lookUpAfterMinutes: '2',
				settleMinutes: '4',
			},
		});
		await list.switchOn();
		return new SoakLines(stage, list, new Set(numbers));
	}

	/** Whether a number is on its list. */
	readonly has = (number: string): boolean => this.numbers.has(number);

	/** Waits until nobody will be called any more. */
	async untilDone(): Promise<void> {
		await this.list.untilDone(END_TIMEOUT_MS);
	}

	/** The number of people in each state. */
	states(): Record<string, number> {
		return tally(this.list.people().map(({ state }) => String(state)));
	}

	/** Returns one sentence for each person who was called too often, or by two calls at once, or not at all. */
	problems(): string[] {
		const dials = this.stage.provider.dials.filter((dial) => this.has(dial.destinationNumber));
		const calls = tally(dials.map(({ destinationNumber }) => destinationNumber));
		return [
			...this.list
				.overlaps()
				.filter(this.has)
				.map((number) => `${number} was called while a call to it was alive`),
			...Object.entries(calls)
				.filter(([, count]) => count > ATTEMPTS)
				.map(([number, count]) => `${number} was called ${count} times on the lines`),
			...this.list
				.people()
				// After an answer that calls no longer make sense, the example leaves somebody to a person.
				.filter(({ number, state }) => !(String(number) in calls) && state !== 'for a person')
				.map(({ number }) => `${String(number)} was never called on the lines`),
		];
	}
}
