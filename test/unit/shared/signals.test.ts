import { getEventListeners } from 'node:events';
import { joinSignals } from '../../../nodes/YunhuVoice/shared/signals';

const listenersOf = ({ signal }: AbortController): number =>
	getEventListeners(signal, 'abort').length;

it.each([0, 1])('is aborted with signal %d, and with it alone', (index) => {
	const sources = [new AbortController(), new AbortController()];
	const { signal } = joinSignals(...sources.map((source) => source.signal));
	expect(signal.aborted).toBe(false);
	sources[index]!.abort();
	expect(signal.aborted).toBe(true);
	expect(sources[1 - index]!.signal.aborted).toBe(false);
});

it('is aborted at once if one of them is already', () => {
	const source = new AbortController();
	source.abort();
	expect(joinSignals(undefined, source.signal).signal.aborted).toBe(true);
});

it('does without a signal that is missing', () => {
	const source = new AbortController();
	const { signal, release } = joinSignals(source.signal, undefined);
	source.abort();
	expect(signal.aborted).toBe(true);
	expect(release).not.toThrow();
});

it('leaves nothing at signals that live longer', () => {
	const [execution, limit] = [new AbortController(), new AbortController()];
	const { signal, release } = joinSignals(execution.signal, limit.signal);
	expect([execution, limit].map(listenersOf)).toEqual([1, 1]);
	release();
	expect([execution, limit].map(listenersOf)).toEqual([0, 0]);
	execution.abort();
	expect(signal.aborted).toBe(false);
});
