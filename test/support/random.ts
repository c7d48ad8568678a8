/** Random choices from a seed (mulberry32): the same seed gives the same choices. */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** Returns a number from 0 to 1, excluding 1. */
	fraction(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** Returns an integer, both ends included. */
	between(least: number, most: number): number {
		return least + Math.floor(this.fraction() * (most - least + 1));
	}

	oneOf<Value>(values: readonly [Value, ...Value[]]): Value {
		return values[this.between(0, values.length - 1)] ?? values[0];
	}

	/** Returns the values in a random order. */
	shuffled<Value>(values: readonly Value[]): Value[] {
		const mixed = [...values];
		for (let index = mixed.length - 1; index > 0; index--) {
			const other = this.between(0, index);
			[mixed[index], mixed[other]] = [mixed[other]!, mixed[index]!];
		}
		return mixed;
	}

	/** Returns true in `percent` of 100 cases. */
	chance(percent: number): boolean {
		return this.fraction() * 100 < percent;
	}
}
