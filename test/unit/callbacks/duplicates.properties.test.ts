import fc from 'fast-check';
import { type Claim, SeenEvents } from '../../../nodes/YunhuVoice/callbacks/duplicates';

describe('SeenEvents', () => {
	const IDS = ['a', 'b', 'c', 'd', 'e'];

	/** The expected behaviour in its simplest form: a list of events, and a queue for each event in progress. */
	class Model {
		seen: string[];
		underWay = new Map<string, number>();
		waiting = new Map<string, number[]>();

		constructor(
			readonly limit: number,
			remembered: string[],
		) {
			this.seen = [...remembered];
		}

		claim(id: string, delivery: number): 'claimed' | 'duplicate' | 'waits' {
			if (this.underWay.has(id)) {
				this.waiting.set(id, [...(this.waiting.get(id) ?? []), delivery]);
				return 'waits';
			}
			if (this.seen.includes(id)) return 'duplicate';
			this.underWay.set(id, delivery);
			return 'claimed';
		}

		/** @returns the outcome of each delivery that waited */
		settle(id: string, accepted: boolean): Array<[delivery: number, 'claimed' | 'duplicate']> {
			this.underWay.delete(id);
			if (accepted)
				this.seen = [...this.seen.filter((other) => other !== id), id].slice(-this.limit);
			const waiting = this.waiting.get(id) ?? [];
			this.waiting.delete(id);
			return waiting
				.map((delivery) => [delivery, this.claim(id, delivery)] as const)
				.filter((outcome): outcome is [number, 'claimed' | 'duplicate'] => outcome[1] !== 'waits');
		}
	}

	const command = fc.oneof(
		{ weight: 3, arbitrary: fc.record({ claim: fc.constantFrom(...IDS) }) },
		{ weight: 2, arbitrary: fc.record({ settle: fc.nat(), accepted: fc.boolean() }) },
		{ weight: 1, arbitrary: fc.record({ newest: fc.integer({ min: 1, max: 6 }) }) },
	);

	it('does what its model does', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(command, { maxLength: 40 }),
				fc.integer({ min: 1, max: 4 }),
				fc.subarray(IDS, { maxLength: 2 }),
				async (commands, limit, known) => {
					const remembered = known.slice(-limit);
					const seen = new SeenEvents(limit);
					seen.recall(remembered.map((id) => [id, 0]));
					const model = new Model(limit, remembered);
					const outcomes = new Map<number, string>();
					const expected = new Map<number, string>();
					const claims = new Map<string, Claim>();
					const flush = async () => await new Promise((resolve) => setImmediate(resolve));

					for (const [delivery, step] of commands.entries()) {
						if ('claim' in step) {
							const id = step.claim;
							outcomes.set(delivery, 'waits');
							void seen.claim(id, delivery, 1_000_000).then((claim) => {
								outcomes.set(delivery, claim ? 'claimed' : 'duplicate');
								if (claim) claims.set(id, claim);
							});
							expected.set(delivery, model.claim(id, delivery));
						} else if ('settle' in step) {
							const underWay = [...claims];
							const chosen = underWay[step.settle % (underWay.length || 1)];
							if (!chosen) continue;
							const [id, claim] = chosen;
							claims.delete(id);
							claim.settle(step.accepted);
							for (const [waited, outcome] of model.settle(id, step.accepted)) {
								expected.set(waited, outcome);
							}
						} else {
							expect(seen.newest(step.newest).map(([id]) => id)).toEqual(
								model.seen.slice(-step.newest),
							);
						}
						await flush();
						expect(outcomes).toEqual(expected);
						expect([...claims.keys()].sort()).toEqual([...model.underWay.keys()].sort());
					}
				},
			),
			{ numRuns: 700, seed: 20_201_115 },
		);
	});
});
