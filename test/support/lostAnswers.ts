import { isDone } from './contexts/faults';
import { times } from './lists';
import { Random } from './random';
import type { FaultKind, Simulator } from './simulator';

/** Answers that are lost, before the number is dialled or after it. */
const LOST_ANSWERS: [FaultKind, ...FaultKind[]] = [
	{ reset: 'before' },
	{ reset: 'after' },
	{ http: 502 },
	{ httpAfter: 500 },
	{ raw: '' },
];

/**
 * Loses the answers to some of the next requests to call, evenly spread.
 *
 * @returns how many of them come to nothing
 */
export function loseAnswers(provider: Simulator, calls: number, lost: number): number {
	const random = new Random(20_260_103);
	const faults = times(lost, () => random.oneOf(LOST_ANSWERS));
	faults.forEach((fault, n) => {
		provider.answerNext({ service: 'PlayVoice', after: (n * calls) / lost, fault });
	});
	return faults.filter((fault) => !isDone(fault)).length;
}
